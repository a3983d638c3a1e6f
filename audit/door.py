"""The one door for every write: ``with act("room.noun.done", by=…, at=…) as record:``.

It opens the transaction, stamps the time (which nobody can pass), gives history its
user, reason and act, gathers what changed, and appends the events on the way out.
An error leaves nothing behind: neither change nor event.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Final, Protocol

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from audit import dispatch, registries
from audit.enums import ActorType
from audit.models import Named
from audit.models.open_act import open_act, reset_open_act, set_open_act
from audit.models.writing import Change, EventWriter
from audit.rules.uids import new_uid

CLOCK_TOLERANCE: Final = dt.timedelta(minutes=2)


class Actor(Protocol):
    """Whoever may do something: an active user, the system, a command."""

    uid: str


@dataclass(frozen=True)
class SystemActor:
    """Concordat itself, under the name of the job that acts."""

    job: str
    audit_actor_type: str = ActorType.SYSTEM

    @property
    def uid(self) -> str:
        """Give a readable id, such as ``sys_reminders``."""
        return f"sys_{self.job}"


@dataclass(frozen=True)
class CommandActor(SystemActor):
    """Somebody with a shell on the server, under the name of the command."""

    audit_actor_type: str = ActorType.COMMAND


class NestedActError(RuntimeError):
    """An act was opened inside another; pass the open record instead."""


class ReasonNeededError(ValidationError):
    """The act needs a reason and was given none."""


class FutureActError(ValueError):
    """The act claims to have happened later than now."""


class NobodyActsError(PermissionDenied):
    """An act needs an active person or a named job behind it."""


class RecordedRefusalError(PermissionDenied):
    """A refusal worth keeping: it is recorded in a transaction of its own.

    ``verb`` is a declared verb such as ``agreements.signature.refused``; ``about``
    the governed row it concerns.
    """

    verb: str = ""

    def __init__(self, message: str, *, about: Any = None) -> None:
        super().__init__(message)
        self.about = about


@dataclass(frozen=True, kw_only=True)
class RequestContext:
    """Where an act came from; address and agent are personal values."""

    request_id: str
    address: str = ""
    agent: str = ""


request_context: ContextVar[RequestContext | None] = ContextVar(
    "concordat_request", default=None
)
sample_telling: ContextVar[bool] = ContextVar("concordat_sample", default=False)


class Record:
    """The open act: what services tell it, and what governed models report."""

    def __init__(
        self,
        *,
        verb: registries.Verb,
        by: Actor,
        for_organisation: Any,
        at: dt.datetime,
        reason: str,
        recorded_at: dt.datetime,
    ) -> None:
        self.uid = new_uid("act")
        self.verb_name = verb.name
        self.by = by
        self.actor_uid = by.uid
        self.for_organisation: Named | None = (
            for_organisation.named()
            if hasattr(for_organisation, "named")
            else for_organisation
        )
        self.at = at
        self.reason = reason
        self.recorded_at = recorded_at
        self.subjects: list[Any] = []
        self.allowed_by: Any = None
        self.related_to: list[Named] = []
        self.changes: dict[tuple[str, str], Change] = {}
        self.loads: list[tuple[Any, list[Any]]] = []

    def about(self, *objects: Any, allowed_by: Any = None) -> None:
        """Name what the act is about, first the subject, and the right that allowed it.

        ``allowed_by`` is a governed row (a delegation, a grant, an appointment).
        """
        self.subjects.extend(objects)
        if allowed_by is not None:
            self.allowed_by = allowed_by

    def related(self, *objects: Any) -> None:
        """Name other records that a reader will want beside this act."""
        self.related_to.extend(item.named() for item in objects)

    def after_commit(self, task: str, **arguments: Any) -> None:
        """Have the named task run once this commits, however often things crash."""
        dispatch.after_commit(
            task, act_uid=self.uid, now=self.recorded_at, arguments=arguments
        )

    def row_written(
        self, row: Any, before: dict[str, Any] | None, after: dict[str, Any] | None
    ) -> None:
        """Note one row; several writes of one row become one change."""
        key = (row._meta.label_lower, row.uid)
        if (earlier := self.changes.get(key)) is not None:
            before = earlier.before
        self.changes[key] = Change(row=row, before=before, after=after)

    def rows_loaded(self, model: Any, rows: list[Any]) -> None:
        """Note a bulk load: one event with count and hash."""
        self.loads.append((model, rows))


@contextmanager
def act(
    verb: str,
    *,
    by: Actor,
    at: dt.datetime,
    for_organisation: Any = None,
    reason: str = "",
) -> Iterator[Record]:
    """
    Open the door for one act and record it.

    ``at`` is what the act claims (aware, not in the future); ``recorded_at`` is
    stamped here. ``for_organisation`` is the body that the person acts for.

    :raises UnregisteredVerbError: for a verb nobody declared
    :raises ReasonNeededError: where the verb needs a reason and has none
    :raises NestedActError: inside another act
    :raises NobodyActsError: for an anonymous or inactive person
    :raises FutureActError: if ``at`` lies ahead
    """
    declared = registries.verb_named(verb)
    if open_act() is not None:
        raise NestedActError(f"{verb} inside {open_act()!r}")
    if declared.needs_reason and not reason.strip():
        raise ReasonNeededError("Say why.")
    _require_somebody(by)
    recorded_at = _stamp(at)
    record = Record(
        verb=declared,
        by=by,
        for_organisation=for_organisation,
        at=at,
        reason=reason.strip(),
        recorded_at=recorded_at,
    )
    try:
        with transaction.atomic(durable=True):
            token = set_open_act(record)
            try:
                yield record
                EventWriter(record, _context()).write()
            finally:
                reset_open_act(token)
    except RecordedRefusalError as refusal:
        record_refusal(refusal, by=by, at=at, for_organisation=for_organisation)
        raise


def record_refusal(
    refusal: RecordedRefusalError,
    *,
    by: Actor,
    at: dt.datetime,
    for_organisation: Any = None,
) -> None:
    """Keep a refusal that rolled its own act back."""
    if not refusal.verb or refusal.about is None:
        return
    with act(
        refusal.verb,
        by=by,
        at=at,
        for_organisation=for_organisation,
        reason=str(refusal),
    ) as record:
        record.about(refusal.about)


def _require_somebody(by: Any) -> None:
    if not getattr(by, "uid", "") or not getattr(by, "is_active", True):
        raise NobodyActsError("An act needs an active person or a named job.")


def _stamp(at: dt.datetime) -> dt.datetime:
    if sample_telling.get():
        return at
    recorded_at = timezone.now()
    if at > recorded_at + CLOCK_TOLERANCE:
        raise FutureActError("An act cannot claim to happen later than now.")
    return recorded_at


def _context() -> dict[str, Any]:
    found = request_context.get()
    context: dict[str, Any] = {}
    if found is not None:
        context = {
            "request": found.request_id,
            "address": found.address,
            "agent": found.agent,
        }
    if sample_telling.get():
        context["via"] = "sample"
    return context
