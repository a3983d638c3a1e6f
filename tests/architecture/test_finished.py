"""Nothing is half built, and no page says that something will come."""

import ast
import re

from tests.architecture.source import (
    ROOMS,
    ROOT,
    files,
    functions,
    modules,
    place,
    tree,
)

# Written in parts, so that this file does not hold what it looks for.
PROMISES = re.compile(
    "|".join(
        (
            r"\bTO" + "DO\b",
            r"\bFIX" + r"ME\b",
            r"\bXX" + r"X\b",
            "coming " + "soon",
            "under " + "construction",
            "lorem " + "ipsum",
            "not " + "implemented",
            "will be " + "available",
        )
    ),
    re.IGNORECASE,
)


def is_words(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


class TestSource:
    def test_leaves_nothing_for_later(self):
        found = [
            f"{path.relative_to(ROOT)}: {match.group()}"
            for room in (*ROOMS, "scripts")
            for path in files(".py", ".jinja", ".html", ".js", under=ROOT / room)
            if "dist" not in path.parts
            for match in [PROMISES.search(path.read_text())]
            if match
        ]

        assert not found

    def test_has_no_function_that_does_nothing(self):
        """But where there is a reason to: a method of a protocol, or one that says so."""
        empty = [
            place(path, function)
            for path in modules()
            for function in functions(tree(path))
            if all(
                is_words(node) or isinstance(node, ast.Pass) for node in function.body
            )
            and not (function.body and is_words(function.body[0]))
        ]

        assert not empty

    def test_raises_nothing_for_want_of_code(self):
        raised = [
            place(path, node)
            for path in modules()
            for node in ast.walk(tree(path))
            if isinstance(node, ast.Raise) and "NotImplemented" in ast.dump(node)
        ]

        assert not [each for each in raised if not each.startswith("audit/models/")]
