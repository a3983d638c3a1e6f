"""Opening the door, and the reasons for keeping it shut."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from audit import registries
from audit.door.actors import Actor
from audit.door.context import context_of_act, sample_telling
from audit.door.record import Record
from audit.models.open_act import open_act, reset_open_act, set_open_act
from audit.models.writing import EventWriter

CLOCK_TOLERANCE: Final = dt.timedelta(minutes=2)


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
    try:
        with transaction.atomic(durable=True):
            # Stamped inside: on SQLite the wait for the one writer is over here, so
            # that events are recorded in the order of their times.
            record = Record(
                verb=declared,
                by=by,
                for_organisation=for_organisation,
                at=at,
                reason=reason.strip(),
                recorded_at=_stamp(at),
            )
            token = set_open_act(record)
            try:
                yield record
                EventWriter(record, context_of_act()).write()
                registries.after_changes(record)
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
    now = timezone.now()
    if at > now + CLOCK_TOLERANCE:
        raise FutureActError("An act cannot claim to happen later than now.")
    sample = sample_telling.get()
    return now if sample is None else sample.stamp(at)
