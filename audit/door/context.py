"""Where an act came from, and whose clock it is recorded by."""

import datetime as dt
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class RequestContext:
    """Where an act came from; address and agent are personal values."""

    request_id: str
    address: str = ""
    agent: str = ""


request_context: ContextVar[RequestContext | None] = ContextVar(
    "concordat_request", default=None
)


class SampleClock:
    """The clock of the invented story: what an act claims is when it was recorded.

    It never runs backwards. Set by audit.services.sample_clock alone.
    """

    def __init__(self) -> None:
        self.last: dt.datetime | None = None

    def stamp(self, at: dt.datetime) -> dt.datetime:
        """Give the claimed moment, or the latest one told so far if that is later."""
        self.last = at if self.last is None else max(at, self.last)
        return self.last


sample_telling: ContextVar[SampleClock | None] = ContextVar(
    "concordat_sample", default=None
)


def context_of_act() -> dict[str, Any]:
    """Give what events say of the request and of the clock."""
    found = request_context.get()
    context: dict[str, Any] = {}
    if found is not None:
        context = {
            "request": found.request_id,
            "address": found.address,
            "agent": found.agent,
        }
    if sample_telling.get() is not None:
        context["via"] = "sample"
    return context
