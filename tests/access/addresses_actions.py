"""Pages of actions."""

from typing import Any, Final

from tests.access import situations as who
from tests.access.addresses_table import READ_WRITE, WRITE, page, page_or_why
from tests.access.verbs_actions import MAY_JUDGE, MAY_SHOW


def _here(world: Any) -> dict[str, Any]:
    return {"collaborative": world.alpha.collaborative.slug}


def _of(name: str) -> Any:
    return lambda world: {
        **_here(world),
        "reference": getattr(world.alpha, name).reference,
    }


ROWS: Final = (
    page("collab:actions", who.INSIDE, _here),
    page_or_why(
        "collab:open_action", who.TAKE_PART, who.INSIDE, _here, methods=READ_WRITE
    ),
    page("collab:action", who.INSIDE, _of("shown_action")),
    page_or_why(
        "collab:give_evidence", MAY_SHOW, who.INSIDE, _of("action"), methods=READ_WRITE
    ),
    page_or_why(
        "collab:close_action",
        MAY_JUDGE,
        who.INSIDE,
        _of("shown_action"),
        methods=WRITE,
    ),
    page_or_why(
        "collab:return_action",
        MAY_JUDGE,
        who.INSIDE,
        _of("shown_action"),
        methods=READ_WRITE,
    ),
    page_or_why(
        "collab:change_action",
        who.GOVERN,
        who.INSIDE,
        _of("action"),
        methods=READ_WRITE,
    ),
    page_or_why(
        "collab:drop_action", who.GOVERN, who.INSIDE, _of("action"), methods=READ_WRITE
    ),
)
