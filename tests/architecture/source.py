"""The product's own source as syntax trees, for rules that no tool knows."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("ui", "audit", "accounts", "collab", "pathways", "agreements", "config")
NOT_OURS = {
    *(".git", ".venv", "node_modules", "var", "dist", "staticfiles", "htmlcov"),
    *("__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis"),
    *(".import_linter_cache", "test-reports"),
}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def files(*suffixes: str, under: Path = ROOT) -> Iterator[Path]:
    """Every file of the project with such an ending, built and fetched ones left out."""
    for path in sorted(under.iterdir()):
        if path.is_dir() and path.name not in NOT_OURS:
            yield from files(*suffixes, under=path)
        elif path.is_file() and (not suffixes or path.suffix in suffixes):
            yield path


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(), filename=str(path))


def modules(*layers: str, rooms: tuple[str, ...] = ROOMS) -> list[Path]:
    """The modules of some layers in every room; without layers, all of them."""
    found = []
    for room in rooms:
        if not layers:
            found += files(".py", under=ROOT / room)
        for layer in layers:
            single, package = ROOT / room / f"{layer}.py", ROOT / room / layer
            found += [single] if single.exists() else []
            found += files(".py", under=package) if package.is_dir() else []
    return [path for path in found if "migrations" not in path.parts]


def place(path: Path, node: ast.AST) -> str:
    return f"{path.relative_to(ROOT)}:{node.lineno}"


def calls(parent: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(parent) if isinstance(node, ast.Call))


def called(call: ast.Call) -> str:
    """The last part of the name that is called: ``save`` of ``version.save()``."""
    match call.func:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""


def functions(parent: ast.AST) -> Iterator[Function]:
    return (node for node in ast.walk(parent) if isinstance(node, Function))


def public_functions(path: Path) -> Iterator[tuple[str, Function]]:
    """Each public function at the top of a module, named as ``room/x.py::function``."""
    for node in tree(path).body:
        if isinstance(node, Function) and not node.name.startswith("_"):
            yield f"{path.relative_to(ROOT)}::{node.name}", node


def argument_names(function: Function) -> set[str]:
    arguments = function.args
    return {each.arg for each in [*arguments.args, *arguments.kwonlyargs]}
