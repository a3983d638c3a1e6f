"""The one door for every write: ``with act("room.noun.done", by=…, at=…) as record:``.

It opens the transaction, stamps the time (which nobody can pass), gives history its
user, reason and act, gathers what changed, and appends the events on the way out.
An error leaves nothing behind: neither change nor event.
"""

from audit.door.actors import Actor, CommandActor, SystemActor
from audit.door.context import (
    RequestContext,
    SampleClock,
    request_context,
    sample_telling,
)
from audit.door.opening import (
    CLOCK_TOLERANCE,
    FutureActError,
    NestedActError,
    NobodyActsError,
    ReasonNeededError,
    RecordedRefusalError,
    act,
    record_refusal,
)
from audit.door.record import Record

__all__ = [
    "CLOCK_TOLERANCE",
    "Actor",
    "CommandActor",
    "FutureActError",
    "NestedActError",
    "NobodyActsError",
    "ReasonNeededError",
    "Record",
    "RecordedRefusalError",
    "RequestContext",
    "SampleClock",
    "SystemActor",
    "act",
    "record_refusal",
    "request_context",
    "sample_telling",
]
