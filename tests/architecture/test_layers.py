"""Rules that import-linter cannot see, read from the source itself."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.allowed import READS_WITHOUT_AUDIENCE, SERVICES_WITHOUT_ACT
from tests.architecture.source import (
    ROOT,
    Function,
    argument_names,
    called,
    calls,
    functions,
    modules,
    place,
    public_functions,
    tree,
)

WRITES = {
    *("save", "delete", "create", "update", "bulk_create", "bulk_update"),
    *("get_or_create", "update_or_create", "act"),
}
# Methods of dictionaries, forms and sessions that share a name with a write.
HARMLESS_OWNERS = {"context", "session", "initial", "attrs", "data", "params", "query"}


def owner(call: ast.Call) -> str:
    """What a method is called on: ``session`` of ``request.session.update()``."""
    if isinstance(call.func, ast.Attribute):
        match call.func.value:
            case ast.Attribute(attr=name) | ast.Name(id=name):
                return name
    return ""


def writes(call: ast.Call) -> bool:
    if isinstance(call.func, ast.Name):
        return call.func.id == "act"
    return called(call) in WRITES and owner(call) not in HARMLESS_OWNERS


def addressed(path: Path) -> Iterator[str]:
    """The names of the views that a module of addresses refers to."""
    for call in calls(tree(path)):
        if called(call) in {"path", "re_path"} and len(call.args) > 1:
            match call.args[1]:
                case ast.Attribute(attr=name) | ast.Name(id=name):
                    yield name


class TestViews:
    def test_write_nothing(self):
        found = [
            f"{place(path, call)} .{called(call)}()"
            for path in modules("views")
            for call in calls(tree(path))
            if writes(call)
        ]

        assert not found

    def test_name_the_methods_they_answer_to(self):
        views = {name for path in modules("urls") for name in addressed(path)}
        found = [
            name
            for path in modules("views")
            for name, function in public_functions(path)
            if function.name in views
            and "request" in argument_names(function)
            and not any("require_" in ast.unparse(d) for d in function.decorator_list)
        ]

        assert not found


class TestReads:
    def reads(self):
        """Each ``Model.objects.x`` of a page, and the function it stands in."""
        for path in modules("views", "selectors", "presenters", "context_processors"):
            for function in functions(tree(path)):
                for node in ast.walk(function):
                    match node:
                        case ast.Attribute(value=ast.Attribute(attr="objects")):
                            name = f"{path.relative_to(ROOT)}::{function.name}"
                            yield name, node.attr

    def test_start_from_visible_to(self):
        found = {name for name, method in self.reads() if method != "visible_to"}

        assert found - set(READS_WITHOUT_AUDIENCE) == set()

    def test_exceptions_are_still_needed(self):
        found = {name for name, method in self.reads() if method != "visible_to"}

        assert set(READS_WITHOUT_AUDIENCE) - found == set()


class TestServices:
    def services(self):
        for path in modules("services"):
            yield from ((path, *each) for each in public_functions(path))

    def test_take_named_arguments_only(self):
        found = [
            name
            for _, name, function in self.services()
            if {each.arg for each in function.args.args} - {"record"}
        ]

        assert not [name for name in found if name not in SERVICES_WITHOUT_ACT]

    def test_take_an_actor_and_a_time_or_an_open_record(self):
        found = [
            name
            for _, name, function in self.services()
            if "record" not in argument_names(function)
            and not {"actor", "now"} <= argument_names(function)
        ]

        assert not [name for name in found if name not in SERVICES_WITHOUT_ACT]

    def test_open_an_act(self):
        found = [
            name
            for path, name, function in self.services()
            if "record" not in argument_names(function)
            and not opens_an_act(function, among=known_functions(path))
        ]

        assert not [name for name in found if name not in SERVICES_WITHOUT_ACT]

    def test_exceptions_are_still_there(self):
        names = {name for _, name, _ in self.services()}

        assert set(SERVICES_WITHOUT_ACT) - names == set()


def local_functions(module: ast.Module) -> dict[str, Function]:
    return {function.name: function for function in functions(module)}


def known_functions(path: Path) -> dict[str, Function]:
    """Its own functions, and those that it imports from modules of services."""
    known: dict[str, Function] = {}
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom) and ".services." in (node.module or ""):
            source = ROOT / f"{str(node.module).replace('.', '/')}.py"
            theirs = local_functions(tree(source)) if source.exists() else {}
            names = {alias.name for alias in node.names}
            known |= {name: theirs[name] for name in names & set(theirs)}
    return known | local_functions(tree(path))


def opens_an_act(
    function: Function,
    *,
    among: dict[str, Function],
    seen: frozenset[str] = frozenset(),
) -> bool:
    """Whether it, or a function of a service that it calls, opens an act."""
    names = {called(call) for call in calls(function)}
    if "act" in names:
        return True
    return any(
        opens_an_act(among[name], among=among, seen=seen | {name})
        for name in names & set(among) - seen
    )


class TestStatus:
    def test_is_set_under_services_only(self):
        found = [
            place(path, node)
            for path in modules()
            if "services" not in path.parts and path.stem != "services"
            for node in ast.walk(tree(path))
            if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign)
            for target in getattr(node, "targets", None) or [node.target]
            if isinstance(target, ast.Attribute) and target.attr == "status"
        ]

        assert not found


class TestSignals:
    def test_are_received_in_one_place_only(self):
        home = ROOT / "accounts" / "receivers.py"
        found = [
            place(path, call)
            for path in modules()
            if path != home
            for call in calls(tree(path))
            if called(call) == "receiver"
            or (called(call) == "connect" and "signal" in ast.unparse(call.func))
        ]

        assert not found


class TestMarkup:
    def test_is_never_declared_safe_by_hand(self):
        found = [
            place(path, node)
            for path in modules()
            for node in ast.walk(tree(path))
            if isinstance(node, ast.Name | ast.alias)
            and getattr(node, "id", getattr(node, "name", "")) == "mark_safe"
        ]

        assert not found


class TestDispatch:
    def dispatches(self):
        for path in modules():
            for call in calls(tree(path)):
                if called(call) == "after_commit" and owner(call) == "record":
                    yield place(path, call), call.args[0] if call.args else None

    def test_names_its_task_in_plain_text(self):
        found = [
            where
            for where, task in self.dispatches()
            if not (isinstance(task, ast.Constant) and isinstance(task.value, str))
        ]

        assert not found

    def test_names_a_task_that_is_registered(self):
        from config.celery import app

        app.loader.import_default_modules()
        found = [
            f"{where} {task.value}"
            for where, task in self.dispatches()
            if isinstance(task, ast.Constant) and task.value not in app.tasks
        ]

        assert not found

    def test_beat_names_tasks_that_are_registered(self, settings):
        from config.celery import app

        app.loader.import_default_modules()
        named = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}

        assert named - set(app.tasks) == set()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("def f(*, actor, now):\n  with act('x', by=actor) as record: pass", True),
        ("def f(*, actor, now):\n  g()\ndef g():\n  with act('x'): pass", True),
        ("def f(*, actor, now):\n  g()\ndef g():\n  f()", False),
        ("def f(*, actor, now):\n  action('x')", False),
    ],
)
def test_opens_an_act_follows_calls_within_the_module(source, expected):
    module = ast.parse(source)
    among = local_functions(module)

    assert opens_an_act(among["f"], among=among) is expected
