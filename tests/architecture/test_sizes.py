"""Rooms stay rooms: how long files and functions may be."""

import ast

from tests.architecture.allowed import LONG_FILES
from tests.architecture.source import ROOT, files, functions, modules, place, tree

LONG, TOO_LONG, TOO_LONG_FOR_TESTS = 300, 400, 500
LONGEST_FUNCTION = 40


def lengths(paths):
    for path in paths:
        yield str(path.relative_to(ROOT)), len(path.read_text().splitlines())


def product():
    return [*modules(), *files(".py", under=ROOT / "scripts")]


class TestFiles:
    def test_have_at_most_400_lines(self):
        assert not {n: many for n, many in lengths(product()) if many > TOO_LONG}

    def test_of_more_than_300_lines_say_why(self):
        long = {name for name, many in lengths(product()) if many > LONG}

        assert long - set(LONG_FILES) == set()

    def test_named_as_long_are_still_long(self):
        long = {name for name, many in lengths(product()) if many > LONG}

        assert set(LONG_FILES) - long == set()

    def test_of_tests_have_at_most_500_lines(self):
        tests = files(".py", under=ROOT / "tests")

        assert not {n: m for n, m in lengths(tests) if m > TOO_LONG_FOR_TESTS}


def body_lines(function):
    """Without the signature, whose length is how many things it names, and docstring."""
    has_docstring = ast.get_docstring(function) is not None
    first = function.body[1 if has_docstring and len(function.body) > 1 else 0]
    return function.end_lineno - first.lineno + 1


class TestFunctions:
    def test_have_at_most_40_lines(self):
        found = {
            f"{place(path, function)} {function.name}": many
            for path in product()
            for function in functions(tree(path))
            if (many := body_lines(function)) > LONGEST_FUNCTION
        }

        assert not found
