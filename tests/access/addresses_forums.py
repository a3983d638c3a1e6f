"""Pages of forums and their seats."""

from typing import Any, Final

from tests.access import situations as who
from tests.access.addresses_table import READ_WRITE, PageRow, page, page_or_why


def _here(world: Any, **more: Any) -> dict[str, Any]:
    return {"collaborative": world.alpha.collaborative.slug, **more}


def _forum(world: Any, **more: Any) -> dict[str, Any]:
    return _here(world, forum=world.alpha.forum.slug, **more)


def _of(name: str) -> Any:
    return lambda world: _forum(world, uid=getattr(world.alpha, name).uid)


def _governs(name: str, about: Any = _forum) -> PageRow:
    return page_or_why(
        f"collab:{name}", who.GOVERN, who.INSIDE, about, methods=READ_WRITE
    )


ROWS: Final = (
    page("collab:forums", who.INSIDE, _here),
    page("collab:forum", who.INSIDE, _forum),
    _governs("add_forum", _here),
    _governs("set_forum_terms"),
    _governs("close_forum"),
    _governs("add_seat"),
    _governs("end_seat", _of("seat")),
    _governs("name_chair", _of("seat")),
    _governs("add_seat_deputy", _of("seat")),
    _governs("end_seat_deputy", _of("seat_deputy")),
)
