"""What the commands promise in words, held to the files that keep the promise."""

import re
from itertools import pairwise

import check
import check_requirements
import pytest

from tests.architecture.source import ROOMS, ROOT

README = ROOT / "README.md"


class TestCheck:
    @pytest.mark.parametrize(
        "command",
        [
            "mypy",
            "ruff check",
            "ruff format --check",
            "lint-imports",
            "djlint",
            "makemigrations --check",
            "deptry",
            "check_licences.py",
            "check_requirements.py",
        ],
    )
    def test_runs(self, command):
        assert [
            each for each in check.CHECKS if command in " ".join(map(str, each.command))
        ]

    def test_is_strict_about_types(self):
        assert re.search(
            r"^\[tool\.mypy\]$(?:(?!^\[).)*?^strict = true$",
            (ROOT / "pyproject.toml").read_text(),
            re.MULTILINE | re.DOTALL,
        )

    def test_fails_when_one_check_fails(self, monkeypatch, capsys):
        good, bad = check.Check("good", ("true",)), check.Check("bad", ("false",))
        monkeypatch.setattr(check, "CHECKS", (good, bad))

        assert check.main() == 1
        assert "1 of 2 checks failed: bad" in capsys.readouterr().out

        monkeypatch.setattr(check, "CHECKS", (good,))

        assert check.main() == 0


class TestContinuousIntegration:
    def test_installs_chromium_then_checks_then_tests_strictly(self):
        script = (ROOT / ".ci" / "run").read_text()
        steps = [
            "set -euo pipefail",
            "command -v chromium",
            "apt-get install",
            "TEST_SERVICES=local TEST_STRICT=1",
            "\nmake check",
            "\nmake test",
            "--after-tests",
        ]
        places = [script.index(step) for step in steps]

        assert all(earlier < later for earlier, later in pairwise(places))


class TestCompose:
    @pytest.mark.parametrize("name", ["postgres", "redis", "web", "worker", "beat"])
    def test_has_a_service(self, name):
        services = (ROOT / "compose.yaml").read_text().partition("\nservices:\n")[2]

        assert re.search(rf"^  {name}:$", services, re.MULTILINE)


class TestReadme:
    @pytest.mark.parametrize(
        "what",
        [
            "provider collaborative",
            "It is for ",
            "\nmake run\n",
            "\nmake test\n",
            "\n## Where next\n",
        ],
    )
    def test_says(self, what):
        assert what in README.read_text()

    def test_maps_every_room(self):
        rooms = re.findall(r"^([a-z]+) {2,}\S", README.read_text(), re.MULTILINE)

        assert rooms == [
            "config",
            "agreements",
            "pathways",
            "collab",
            "accounts",
            "audit",
            "ui",
        ]
        assert set(rooms) == set(ROOMS)

    def test_shows_a_picture_that_is_there(self):
        (picture,) = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README.read_text())

        assert (ROOT / picture).stat().st_size > 5_000


class TestDocumentation:
    PAGES = sorted(
        path for path in (ROOT / "docs").rglob("*.md") if path.parent.name != "adr"
    )

    @pytest.mark.parametrize("kind", ["tutorial", "how-to", "explanation", "reference"])
    def test_has_pages_of_each_kind(self, kind):
        assert list((ROOT / "docs" / kind).glob("*.md"))

    def test_leads_to_every_page(self):
        contents = (ROOT / "docs" / "README.md").read_text()
        left = [
            str(path.relative_to(ROOT / "docs"))
            for path in self.PAGES
            if path.name != "README.md"
            and f"({path.relative_to(ROOT / 'docs')})" not in contents
        ]

        assert not left

    @pytest.mark.parametrize(
        "name", ["CHANGELOG.md", "SECURITY.md", "CONTRIBUTING.md", "LICENSE", "NOTICE"]
    )
    def test_stands_beside(self, name):
        assert (ROOT / name).read_text().strip()


class TestRequirements:
    def test_number_every_sentence_of_an_issue_without_a_gap(self):
        table = check_requirements.rows(check_requirements.TABLE.read_text())
        by_issue: dict[str, list[int]] = {}
        for row in table:
            issue, _, number = row.number.partition(".")
            by_issue.setdefault(issue, []).append(int(number))

        assert by_issue
        for numbers in by_issue.values():
            assert numbers == list(range(1, len(numbers) + 1))
        assert all(row.sentence.endswith((".", '."')) for row in table)
