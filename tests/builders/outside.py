"""Agreements that were signed elsewhere, recorded through the real services."""

import datetime as dt
import io
from typing import Any

from accounts.models import User
from agreements.enums import Instrument, PartyRole
from agreements.models import Version
from agreements.services.recording import (
    Facts,
    OutsideParty,
    check_record,
    record_existing,
)
from collab.models import Document
from collab.rules.periods import london_day
from collab.services.documents import store_document
from tests.builders.agreements import Partnership

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
YEAR = dt.timedelta(days=365)


def copy(
    made: Partnership, now: dt.datetime, content: bytes = PDF, name: str = "signed.pdf"
) -> Document:
    """A signed copy, kept for the collaborative by its governance lead."""
    return store_document(
        organisation_id=made.bodies[0].pk,
        collaborative_id=made.collaborative.pk,
        name=name,
        content=io.BytesIO(content),
        size=len(content),
        actor=made.lead,
        now=now,
    )


def facts(made: Partnership, now: dt.datetime, **changed: Any) -> Facts:
    """What a signed copy says, signed by every body a year ago."""
    given = {
        "title": "Older agreement",
        "instrument": Instrument.MOU,
        "signed_on": london_day(now - YEAR),
        "commences_on": london_day(now - YEAR),
        "parties": [
            OutsideParty(
                organisation_id=body.pk,
                role=PartyRole.PARTNER,
                signed_by=f"A Person, Chief executive of {body.name}",
            )
            for body in made.bodies
        ],
    }
    return Facts(**(given | changed))


def recorded(made: Partnership, now: dt.datetime, **changed: Any) -> Version:
    """A record that nobody has checked yet."""
    version = record_existing(
        collaborative_id=made.collaborative.pk,
        signed_copy_id=copy(made, now).pk,
        facts=facts(made, now, **changed),
        actor=made.lead,
        now=now,
    )
    return fresh(version)


def checked(
    version: Version, made: Partnership, now: dt.datetime, by: User | None = None
) -> Version:
    """The record once a second person has compared it with the original."""
    check_record(
        version_id=version.pk,
        fingerprint=version.content_hash,
        actor=by or made.signatory(made.bodies[0]),
        now=now,
    )
    return fresh(version)


def fresh(version: Version) -> Version:
    """The version as it stands in the database."""
    return Version.objects.select_related("agreement__collaborative").get(pk=version.pk)
