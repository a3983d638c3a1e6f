"""The act under way in this thread or task, as the governed models see it."""

import datetime as dt
from contextvars import ContextVar
from typing import Any, Protocol


class OutsideAnActError(RuntimeError):
    """A governed row would be written and nothing would record it."""


class OpenAct(Protocol):
    """What a governed model may tell the act that it is written in."""

    uid: str
    recorded_at: dt.datetime
    actor_uid: str
    verb_name: str
    reason: str

    def row_written(
        self, row: Any, before: dict[str, Any] | None, after: dict[str, Any] | None
    ) -> None:
        """Note one row's stored values before and after."""

    def rows_loaded(self, model: Any, rows: list[Any]) -> None:
        """Note a bulk load of many rows of one model."""


_open_act: ContextVar[OpenAct | None] = ContextVar("concordat_open_act", default=None)


def open_act() -> OpenAct | None:
    """Give the act under way, if any."""
    return _open_act.get()


def require_open_act(doing: str) -> OpenAct:
    """
    Give the act under way.

    :raises OutsideAnActError: if there is none
    """
    found = _open_act.get()
    if found is None:
        raise OutsideAnActError(f"{doing} outside audit.act(): refused.")
    return found


def set_open_act(act: OpenAct | None) -> Any:
    """Open or close; only the door calls this. Gives the token to undo it."""
    return _open_act.set(act)


def reset_open_act(token: Any) -> None:
    """Undo ``set_open_act``."""
    _open_act.reset(token)
