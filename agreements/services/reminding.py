"""Signatures that are waited for, as a register of the reminder engine."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, Final

from agreements.enums import RequestStatus, VersionStatus
from agreements.models import SignatureRequest
from agreements.selectors.addresses import version_address
from agreements.services.locking import lock_many
from agreements.services.telling import KIND_SIGNATURE
from audit.door import Record
from collab.registries import Due, Message, OccasionSource
from collab.rules.periods import london_day
from collab.rules.reminders import Anchor, Rung, Whom
from collab.selectors.portions import next_by_key
from collab.services.due_things import settle
from ui.formats import date

KIND: Final = "signature"
SIGNATORY: Final = "signatory"
DEPUTIES: Final = "deputies"
LEADS: Final = "leads"
LADDER: Final = (
    Rung(name="day_3", whom=SIGNATORY, days=3),
    Rung(name="day_7", whom=SIGNATORY, days=7),
    Rung(name="day_10", whom=SIGNATORY, days=10),
    Rung(name="deputy", whom=DEPUTIES, days=12, by_due=True),
    Rung(name="lead", whom=LEADS, days=14, by_due=True),
    Rung(name="due", whom=SIGNATORY, days=0, anchor=Anchor.DUE),
    Rung(name="overdue_7", whom=LEADS, days=7, anchor=Anchor.DUE),
)
_RELATED: Final = (
    "version__agreement__collaborative",
    "version__sent_out_by",
    "party__organisation",
    "signatory",
    "outside",
)


def follow_request(record: Record, *, request: SignatureRequest) -> None:
    """Have the engine follow a request, in the act that opens or closes it."""
    settle(record=record, kind=KIND, subjects=[request])


def due_of(request: SignatureRequest) -> Due | None:
    """Say what a request for signature waits for, or None once nobody waits."""
    if request.status != RequestStatus.ASKED:
        return None
    version = request.version
    if version.status != VersionStatus.OUT_FOR_SIGNATURE:
        return None
    organisation = request.party.organisation
    return Due(
        collaborative=version.agreement.collaborative,
        item=version.agreement,
        organisation=organisation,
        title=f"Signature of {organisation} on {version}",
        link=version_address(version),
        began_on=london_day(request.asked_at),
        due_on=request.due_on,
    )


def lock(uids: Iterable[str]) -> dict[str, SignatureRequest]:
    """Hold requests, after their agreements and versions, until the act ends."""
    wanted = list(uids)
    lock_many(
        SignatureRequest.objects.filter(uid__in=wanted).values_list(
            "version__agreement_id", flat=True
        )
    )
    return load(wanted)


def load(uids: Iterable[str]) -> dict[str, SignatureRequest]:
    """Read requests with all that is said of them."""
    rows = SignatureRequest.objects.filter(uid__in=list(uids))
    return {row.uid: row for row in rows.select_related(*_RELATED)}


def live(after: int, most: int) -> list[SignatureRequest]:
    """List the next requests that are waited for, in the order of their keys."""
    waiting = SignatureRequest.objects.filter(
        status=RequestStatus.ASKED,
        version__status=VersionStatus.OUT_FOR_SIGNATURE,
    )
    return next_by_key(waiting.select_related(*_RELATED), after, most)


def whom(request: SignatureRequest, name: str) -> Whom:
    """Say who a kind of person is: the signatory, their deputies, or the leads."""
    # Nobody without an account is reminded by the engine: whoever asked them is.
    if name == LEADS or (name == SIGNATORY and request.signatory_id is None):
        sender = request.version.sent_out_by_id
        people = (sender,) if sender else ()
        return Whom(people=people, leads=name == LEADS)
    return Whom(
        people=(request.signatory_id,) if request.signatory_id else (),
        deputies=name == DEPUTIES,
        organisation_id=request.party.organisation_id,
    )


def message(request: SignatureRequest, rung: Rung, now: dt.datetime) -> Message:
    """Put a reminder of a signature into words."""
    version, organisation = request.version, request.party.organisation
    late = request.due_on < london_day(now)
    asked = f"on {date(request.asked_at)} to sign {version} for {organisation}"
    by = f"by {date(request.due_on)}"
    if rung.whom == SIGNATORY and request.signatory_id is not None:
        words = f"You were asked {asked}, {by}. {_how_long(request, now)}"
    else:
        words = f"{request.asked_name} was asked {asked}, {by}."
        words += f" {_how_long(request, now)}"
    if rung.whom == DEPUTIES:
        words += " You are their deputy and may sign in their place."
    if rung.whom == LEADS:
        words += " You can ask somebody else to sign."
    head = "Overdue" if late else "Reminder"
    return Message(
        subject=f"{head}: signature of {organisation} on {version}"[:200],
        words=words,
        link=version_address(version, _page_for(request, rung)),
    )


def _page_for(request: SignatureRequest, rung: Rung) -> str:
    signs = rung.whom != LEADS and request.signatory_id is not None
    return "sign" if signs else "version"


def _how_long(request: SignatureRequest, now: dt.datetime) -> str:
    today = london_day(now)
    if today == request.due_on:
        return "That is today."
    if today > request.due_on:
        return f"That day passed {_days(today - request.due_on)} ago."
    return f"That was {_days(today - london_day(request.asked_at))} ago."


def _days(length: dt.timedelta) -> str:
    return "1 day" if length.days == 1 else f"{length.days} days"


SOURCE: Final[Any] = OccasionSource(
    kind=KIND,
    label="Signatures that are asked for",
    notification=KIND_SIGNATURE,
    ladder=LADDER,
    people={
        SIGNATORY: "whoever was asked to sign",
        DEPUTIES: "their deputies",
        LEADS: "the governance leads, and whoever sent it out",
    },
    asks=SIGNATORY,
    due_of=due_of,
    lock=lock,
    load=load,
    live=live,
    whom=whom,
    message=message,
)
