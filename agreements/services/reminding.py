"""Signatures that are waited for, as occasions of the reminder engine."""

import datetime as dt
from functools import partial
from typing import Final

from accounts.models import User
from agreements.enums import RequestStatus
from agreements.models import SignatureRequest
from agreements.selectors.addresses import version_address
from agreements.services.locking import lock_version
from agreements.services.telling import KIND_SIGNATURE
from audit.door import Record
from collab.registries import Message, Occasion
from collab.rules.periods import london_day
from collab.rules.reminders import Anchor, Rung
from collab.selectors.authority import deputies_of
from ui.formats import date

SIGNATORY: Final = "signatory"
DEPUTIES: Final = "deputies"
SENDER: Final = "sender"
LADDER: Final = (
    Rung(name="day_3", whom=SIGNATORY, days=3),
    Rung(name="day_5", whom=DEPUTIES, days=5),
    Rung(name="due", whom=SENDER, days=0, anchor=Anchor.DUE),
)
PORTION: Final = 1_000
_WAITING: Final = "version__agreement__collaborative"


def occasions(now: dt.datetime) -> list[Occasion]:
    """List the signatures that are waited for, the oldest request first."""
    waiting = (
        SignatureRequest.objects.filter(
            status=RequestStatus.ASKED,
            version__status="out_for_signature",
            asked_at__lte=now,
        )
        .select_related(
            _WAITING, "version__sent_out_by", "party__organisation", "signatory"
        )
        .order_by("asked_at", "pk")
    )
    return [_occasion(request) for request in waiting[:PORTION]]


def _occasion(request: SignatureRequest) -> Occasion:
    return Occasion(
        subject=request,
        name=f"signature:{request.due_on.isoformat()}",
        collaborative=request.version.agreement.collaborative,
        kind=KIND_SIGNATURE,
        ladder=LADDER,
        began_on=london_day(request.asked_at),
        due_on=request.due_on,
        people=partial(_people, request),
        message=partial(_message, request),
    )


def is_open(record: Record, occasion: Occasion) -> bool:
    """Say whether the signature is still waited for, holding its version."""
    lock_version(record, version_id=occasion.subject.version_id)
    return bool(
        SignatureRequest.objects.filter(
            pk=occasion.subject.pk,
            status=RequestStatus.ASKED,
            due_on=occasion.due_on,
        ).exists()
    )


def _people(request: SignatureRequest, whom: str, now: dt.datetime) -> list[User]:
    if whom == SIGNATORY:
        return [request.signatory]
    if whom == SENDER:
        sender = request.version.sent_out_by
        return [sender] if sender else []
    deputies = deputies_of(
        holder=request.signatory,
        at=now,
        organisation_id=request.party.organisation_id,
    )
    return [row.user for row in deputies]


def _message(
    request: SignatureRequest, rung: Rung, person: User, now: dt.datetime
) -> Message:
    version = request.version
    organisation = request.party.organisation
    days = (london_day(now) - london_day(request.asked_at)).days
    waited = (
        f"{request.signatory.name} was asked on {date(request.asked_at)} to sign"
        f" {version} for {organisation}, by {date(request.due_on)}."
    )
    if rung.whom == SIGNATORY:
        words = (
            f"You were asked on {date(request.asked_at)} to sign {version} for"
            f" {organisation}, by {date(request.due_on)}. That was {days} days ago."
        )
    elif rung.whom == DEPUTIES:
        words = f"{waited} You are their deputy and may sign in their place."
    else:
        words = f"{waited} The day has come. You can ask somebody else to sign."
    return Message(
        subject=f"Reminder: signature of {organisation} on {version}"[:200],
        words=words,
        link=version_address(version, "version" if rung.whom == SENDER else "sign"),
    )
