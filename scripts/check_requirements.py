"""Hold docs/reference/requirements.md to its word.

A row marked done names a test or journey that exists. With ``--after-tests`` the named
tests must also have run and passed in the last ``make test``.
"""

import argparse
import ast
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from steps import ROOT, plainly

TABLE = ROOT / "docs" / "reference" / "requirements.md"
RESULTS = ROOT / "test-reports" / "all.json"
STATES = ("open", "partly", "done", "later", "note")
ROW = re.compile(r"^\| *(\d+\.\d+) *\|(.+)\|([^|]*)\|([^|]*)\|$")
NAMED = re.compile(r"`([^`]+)`")


@dataclass(frozen=True)
class Row:
    """One sentence of an issue, what shows it, and how far it is."""

    number: str
    sentence: str
    shown_by: tuple[str, ...]
    state: str


def rows(text: str) -> list[Row]:
    """Read the rows of the table."""
    found = []
    for line in text.splitlines():
        if match := ROW.match(line):
            number, sentence, tests, state = (part.strip() for part in match.groups())
            found.append(Row(number, sentence, tuple(NAMED.findall(tests)), state))
    return found


def existing_tests(folder: Path) -> set[str]:
    """Name every test file, class and function, as pytest would, without running any."""
    found: set[str] = set()
    for path in folder.rglob("test_*.py"):
        name = path.relative_to(folder.parent).as_posix()
        found |= {name, *_inside(name, ast.parse(path.read_text()))}
    return found


def _inside(prefix: str, parent: ast.Module | ast.ClassDef) -> Iterator[str]:
    for node in parent.body:
        if isinstance(node, ast.ClassDef) and node.name.startswith("Test"):
            name = f"{prefix}::{node.name}"
            yield name
            yield from _inside(name, node)
        elif isinstance(
            node, ast.FunctionDef | ast.AsyncFunctionDef
        ) and node.name.startswith("test"):
            yield f"{prefix}::{node.name}"


def wrong_with(row: Row, tests: set[str]) -> Iterator[str]:
    """Say what is wrong with one row."""
    if row.state not in STATES:
        yield f"{row.number}: the state {row.state!r} is none of {', '.join(STATES)}"
    if row.state == "done" and not row.shown_by:
        yield f"{row.number}: done, but no test or journey is named"
    for name in row.shown_by:
        if name not in tests:
            yield f"{row.number}: no test is called {name}"


def not_passed(row: Row, results: dict[str, dict[str, str]]) -> Iterator[str]:
    """Say which tests of a row marked done did not run and pass."""
    for name in row.shown_by if row.state == "done" else ():
        outcomes = [
            how["outcome"]
            for test, how in results.items()
            if re.split(r"\[| \(", test)[0] == name or test.startswith(f"{name}::")
        ]
        if "passed" not in outcomes:
            yield f"{row.number}: {name} did not run"
        elif "failed" in outcomes:
            yield f"{row.number}: {name} failed"


def main() -> int:
    """Print every objection; any fails the check."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--after-tests", action="store_true")
    table = rows(TABLE.read_text())
    tests = existing_tests(ROOT / "tests")
    objections = [wrong for row in table for wrong in wrong_with(row, tests)]
    numbers = [row.number for row in table]
    objections += [
        f"{number} stands twice"
        for number in sorted({n for n in numbers if numbers.count(n) > 1})
    ]
    if not table:
        objections.append(f"{TABLE.name} has no rows")
    if parser.parse_args().after_tests:
        results = json.loads(RESULTS.read_text())
        objections += [wrong for row in table for wrong in not_passed(row, results)]
    print("\n".join(objections))
    return 1 if objections else 0


if __name__ == "__main__":
    plainly(main)
