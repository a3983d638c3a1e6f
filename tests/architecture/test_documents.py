"""Documents that cannot go stale: numbers, links, and what must never be written."""

import ast
import re

import pytest

from tests.architecture.source import ROOMS, ROOT, files, modules, tree

DECISIONS = sorted((ROOT / "docs" / "adr").glob("[0-9]*.md"))
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)
CODE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
# Written in two parts, so that this file does not hold what it looks for.
REGISTRIES = re.compile(
    "|".join(("py" + r"pi\.(org|python)", "registry" + r"\.npmjs", "python" + "hosted"))
)
# Addresses of tools' own pages are no registry addresses; binary files hold none.
TEXT = (
    ".py",
    ".md",
    ".toml",
    ".txt",
    ".in",
    ".json",
    ".yaml",
    ".yml",
    ".mjs",
    ".cfg",
    "",
)


class TestDecisions:
    def test_are_numbered_without_a_gap(self):
        numbers = [int(path.name[:4]) for path in DECISIONS]

        assert numbers == list(range(1, len(numbers) + 1))

    @pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
    def test_bear_the_number_of_their_file(self, path):
        title = path.read_text().splitlines()[0]

        assert title.startswith(f"# {path.name[:4]}. ")

    @pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
    def test_say_context_decision_consequences_and_what_would_reopen_them(self, path):
        headings = HEADING.findall(path.read_text())[1:]

        assert headings == [
            "Context",
            "Decision",
            "Consequences",
            "We would reopen this if",
        ]


def anchor(heading: str) -> str:
    """The address of a heading inside its page, as GitHub makes it."""
    plain = re.sub(r"[^\w\- ]", "", heading.strip().lower())
    return plain.replace(" ", "-")


class TestLinks:
    @pytest.mark.parametrize(
        "path", list(files(".md")), ids=lambda path: str(path.relative_to(ROOT))
    )
    def test_lead_somewhere(self, path):
        dead = []
        for target in LINK.findall(CODE.sub("", path.read_text())):
            if re.match(r"[a-z]+:", target):
                continue
            name, _, section = target.partition("#")
            page = (path.parent / name).resolve() if name else path
            if not page.exists() or (
                section
                and section not in map(anchor, HEADING.findall(page.read_text()))
            ):
                dead.append(target)

        assert not dead


class TestCommittedFiles:
    def test_name_no_package_registry(self):
        found = [
            str(path.relative_to(ROOT))
            for path in files(*TEXT)
            if REGISTRIES.search(path.read_text(errors="ignore"))
        ]

        assert not found


class TestManagementCommands:
    def commands(self):
        return {
            path.stem
            for room in ROOMS
            for path in (ROOT / room / "management" / "commands").glob("[a-z]*.py")
        }

    def test_each_have_a_test(self):
        words = {
            word
            for path in files(".py", under=ROOT / "tests")
            for node in ast.walk(tree(path))
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
            for word in node.value.split()
        }

        assert self.commands() - words == set()


class TestNames:
    def test_avoid_files_that_could_hold_anything(self):
        vague = {"utils", "helpers", "common", "mixins", "misc", "constants"}

        assert not [str(path) for path in modules() if path.stem in vague]
