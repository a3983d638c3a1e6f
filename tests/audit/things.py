"""What the tests of the ledger write, through the door."""

import datetime as dt

from audit.door import SystemActor, act
from audit.registries import Verb, register_verbs
from collab.enums import LegalForm, Sector
from collab.models import Organisation, Succession

CLERK = SystemActor("tests")
VERB = "tests.body.written"

register_verbs(
    [
        Verb(name=VERB, sentence="wrote {object}"),
        Verb(name="tests.body.opened", sentence="opened {object}"),
    ]
)


def trust(name: str, now: dt.datetime) -> Organisation:
    """One body, created by one act."""
    with opened(now):
        row = unsaved(name)
        row.save()
    return row


def unsaved(name: str) -> Organisation:
    return Organisation(name=name, sector=Sector.OTHER, legal_form=LegalForm.OTHER)


def renamed(row: Organisation, now: dt.datetime) -> Succession:
    """A fact about a body: what it was called."""
    with opened(now):
        fact = Succession(
            organisation=row,
            kind="renamed",
            former_name="Old name",
            happened_on=now.date(),
            source="A test",
        )
        fact.save()
    return fact


def opened(now: dt.datetime, **options):
    return act(VERB, **{"by": CLERK, "at": now} | options)
