"""Pages of pathways and outcomes, all below one collaborative."""

from typing import Any, Final

from tests.access import situations as who
from tests.access.addresses_table import READ_WRITE, WRITE, PageRow, page, page_or_why

ENTER: Final = who.GOVERN | {"analyst"}


def _here(world: Any, **more: Any) -> dict[str, Any]:
    return {"collaborative": world.alpha.collaborative.slug, **more}


def _pathway(world: Any, **more: Any) -> dict[str, Any]:
    return _here(world, reference=world.alpha.pathway.reference, **more)


def _stage(world: Any) -> dict[str, Any]:
    return _pathway(world, uid=world.alpha.free_stage.uid)


def _outcome(world: Any, **more: Any) -> dict[str, Any]:
    return _here(world, reference=world.alpha.outcome.reference, **more)


def _value(world: Any) -> dict[str, Any]:
    return _outcome(world, uid=world.alpha.value.uid)


def _kept(name: str, about: Any, methods: tuple[str, ...] = READ_WRITE) -> PageRow:
    return page_or_why(
        f"pathways:{name}", who.GOVERN, who.INSIDE, about, methods=methods
    )


def _entered(name: str, about: Any) -> PageRow:
    return page_or_why(f"pathways:{name}", ENTER, who.INSIDE, about, methods=READ_WRITE)


ROWS: Final = (
    page("pathways:list", who.INSIDE, _here),
    _kept("add", _here),
    page("pathways:pathway", who.INSIDE, _pathway),
    _kept("change", _pathway),
    _kept("add_stage", _pathway),
    _kept("change_stage", _stage),
    _kept("move_stage", _stage, WRITE),
    _kept("remove_stage", _stage),
    _kept("add_outcome", _pathway),
    page("pathways:outcome", who.INSIDE, _outcome),
    _kept("change_outcome", _outcome),
    _kept("change_baseline", _outcome),
    _kept("change_target", _outcome),
    _kept("change_accountable", _outcome),
    _entered("enter_value", _outcome),
    _entered("correct_value", _value),
)
