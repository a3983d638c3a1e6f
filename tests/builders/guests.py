"""Signatories without an account, named, vouched for and asked by the real services."""

import datetime as dt
import re
from typing import Any

from accounts.mail import sealing_key
from accounts.models import MailMessage
from accounts.rules.sealing import unseal
from accounts.services.mailing import send_mail
from agreements.models import OutsideSignatory, PaperSignature, SignOff, Version
from agreements.services import paper_signing, vouching, withdrawing
from agreements.services.asking import Outside
from collab.models import Organisation
from collab.rules.periods import london_day
from tests.builders import agreements as build
from tests.builders.people import leads_of
from tests.collab.test_documents import stored

__all__ = ["leads_of"]


def named(
    made: build.Partnership,
    body: Organisation,
    now: dt.datetime,
    *,
    limit_pence: int | None = None,
    **fields: Any,
) -> OutsideSignatory:
    """Somebody named for a new draft, whom nobody has vouched for."""
    version = build.draft(made, now, **fields)
    return named_for(version, made, body, now, limit_pence=limit_pence)


def named_for(
    version: Version,
    made: build.Partnership,
    body: Organisation,
    now: dt.datetime,
    **changed: Any,
) -> OutsideSignatory:
    """Somebody named for a version."""
    document = stored(made.bodies[0], made.lead, now, collaborative=made.collaborative)
    values: dict[str, Any] = {
        "name": "Olive Outsider",
        "email": "olive@charity.example.org",
        "post": "Chair of trustees",
        "source": "Minute 7 of the trustees' meeting",
        "document_id": document.pk,
    }
    return vouching.name_outside_signatory(
        version_id=version.pk,
        organisation_id=body.pk,
        named=vouching.Named(**values | changed),
        actor=made.lead,
        now=now,
    )


def confirm(
    outside: OutsideSignatory, actor: Any, now: dt.datetime
) -> OutsideSignatory:
    """One word for somebody, by a person who has just read it."""
    revision = OutsideSignatory.objects.get(pk=outside.pk).revision
    return vouching.confirm_outside_signatory(
        outside_id=outside.pk, revision=revision, actor=actor, now=now
    )


def vouched_for(
    made: build.Partnership, body: Organisation, now: dt.datetime, **fields: Any
) -> OutsideSignatory:
    """Somebody whom both leads of the body vouch for."""
    outside = named(made, body, now, **fields)
    for lead in leads_of(body, now)[:2]:
        outside = confirm(outside, lead, now)
    return outside


def send_out(
    outside: OutsideSignatory,
    made: build.Partnership,
    body: Organisation,
    now: dt.datetime,
) -> Version:
    """The version out for signature, one body's asked of somebody outside."""
    asked: dict[Any, Any] = {key: user.pk for key, user in made.signatories.items()}
    return build.send_out(
        outside.version,
        made,
        now,
        signatories=asked | {body.pk: Outside(outside.pk)},
    )


def on_paper(
    version: Version,
    made: build.Partnership,
    body: Organisation,
    now: dt.datetime,
    **changed: Any,
) -> PaperSignature:
    """A signature on paper, recorded and not checked."""
    document = stored(made.bodies[0], made.lead, now, collaborative=made.collaborative)
    shown: dict[str, Any] = {
        "signatory_name": "Percy Pen",
        "post": "Director",
        "place": "Northfield",
        "signed_on": london_day(now),
        "witness_name": "Wilma Witness",
        "document_id": document.pk,
    }
    return paper_signing.record_paper_signature(
        version_id=version.pk,
        organisation_id=body.pk,
        shown=paper_signing.OnThePaper(**shown | changed),
        actor=made.lead,
        now=now,
    )


def check(paper: PaperSignature, actor: Any, now: dt.datetime) -> SignOff:
    """The same, checked by a second person who has just read it."""
    revision = PaperSignature.objects.get(pk=paper.pk).revision
    return paper_signing.check_paper_signature(
        paper_id=paper.pk, revision=revision, actor=actor, now=now
    )


def end(outside: OutsideSignatory, actor: Any, now: dt.datetime) -> OutsideSignatory:
    """Somebody who may no longer sign."""
    return vouching.end_outside_signatory(
        outside_id=outside.pk, reason="Left the charity", actor=actor, now=now
    )


def withdraw(version: Version, made: build.Partnership, now: dt.datetime) -> Version:
    """The version, taken back by the governance lead."""
    return withdrawing.withdraw_version(
        version_id=version.pk, reason="Not needed", actor=made.lead, now=now
    )


def deliver(now: dt.datetime) -> None:
    """Every message that waits, sent as the worker would."""
    for message in MailMessage.objects.filter(sent_at=None).order_by("pk"):
        send_mail(message_uid=message.uid, now=now)


def code_in(message: MailMessage) -> str:
    """The code in a message that waits: only its addressee reads it."""
    found = re.search(r"\b(\d{6})\b", unseal(message.body, key=sealing_key()))
    assert found is not None
    return found.group(1)
