"""What the tests of the ledger write, through the door."""

import datetime as dt

from audit.door import SystemActor, act
from collab.enums import LegalForm, Sector
from collab.models import Organisation, Succession
from tests.builders.acts import any_act

CLERK = SystemActor("tests")
VERB = "tests.things.arranged"


def trust(name: str, now: dt.datetime) -> Organisation:
    """One body, created by one act."""
    with any_act(now):
        row = unsaved(name)
        row.save()
    return row


def unsaved(name: str) -> Organisation:
    return Organisation(name=name, sector=Sector.OTHER, legal_form=LegalForm.OTHER)


def renamed(row: Organisation, now: dt.datetime) -> Succession:
    """A fact about a body: what it was called."""
    with any_act(now):
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
