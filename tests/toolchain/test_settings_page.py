"""The page of settings names every variable that the settings read, and no other."""

import ast
import re

from tests.architecture.source import ROOT, called, calls, files, tree

PAGE = ROOT / "docs" / "reference" / "settings.md"
READERS = {"str", "bool", "int", "list", "required", "get"}


def variables_read():
    paths = [
        *files(".py", under=ROOT / "config" / "settings"),
        ROOT / "config/server.py",
    ]
    for path in paths:
        for call in calls(tree(path)):
            first = call.args[0] if call.args else None
            if called(call) in READERS and isinstance(first, ast.Constant):
                yield str(first.value)


class TestSettingsPage:
    def test_names_every_variable_that_is_read(self):
        page = PAGE.read_text()

        assert {name for name in variables_read() if f"`{name}`" not in page} == set()

    def test_names_no_variable_that_nobody_reads(self):
        rows = re.findall(r"^\| (`[A-Z_`, ]+`) \|", PAGE.read_text(), re.MULTILINE)
        named = {name for row in rows for name in re.findall(r"`(\w+)`", row)}

        assert named - set(variables_read()) == set()
