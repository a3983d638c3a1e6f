"""Every service, where the event cannot be written: it leaves nothing behind."""

import hashlib

import pytest
from django.apps import apps
from django.db import connection

from audit.dispatch import send
from audit.models.writing import EventWriter
from tests.access.attempting import attempt
from tests.access.every_verb import ROWS
from tests.architecture.source import ROOMS

pytestmark = pytest.mark.django_db

CAN_BE_DONE = [key for key, row in ROWS.items() if row.attempt and row.may]


class LedgerIsAwayError(Exception):
    """The event could not be written."""


def everything():
    """What stands in each table of ours (history and ledger too), as one hash each."""
    return {
        model._meta.db_table: hashlib.sha256(
            repr(list(model._base_manager.order_by("pk").values_list())).encode()
        ).hexdigest()
        for model in apps.get_models()
        if model._meta.app_label in ROOMS and model._meta.managed
    }


def waiting_to_be_sent():
    """What would tell a worker if all this were committed."""
    return [
        entry[1].args
        for entry in connection.run_on_commit
        if getattr(entry[1], "func", None) is send
    ]


@pytest.fixture(scope="module")
def standing(world, django_db_blocker):
    """The world as it is before each attempt, since each is taken back."""
    with django_db_blocker.unblock():
        return everything(), waiting_to_be_sent()


class TestEveryService:
    @pytest.mark.parametrize("key", CAN_BE_DONE)
    def test_leaves_nothing_where_the_event_cannot_be_written(
        self, world, standing, monkeypatch, key
    ):
        row, write = ROWS[key], EventWriter.write
        before, reached = [standing], []
        after = []

        def away(writer):
            if writer.record.verb_name == row.name:
                reached.append(row.name)
                raise LedgerIsAwayError
            # Another act that comes first, and stands: what it left is the measure.
            write(writer)
            before.append((everything(), waiting_to_be_sent()))

        def call():
            with pytest.raises(LedgerIsAwayError):
                row.attempt(world, world.actor(min(row.may)))
            after.append((everything(), waiting_to_be_sent()))

        monkeypatch.setattr(EventWriter, "write", away)
        attempt(call)

        assert reached
        changed = {
            table for table, rows in after[0][0].items() if rows != before[-1][0][table]
        }
        assert not changed
        assert after[0][1] == before[-1][1]

    def test_would_notice_a_row_that_was_left(self, world, standing):
        seen = []
        row = ROWS["agreements.agreement.created"]

        def call():
            row.attempt(world, world.actor(min(row.may)))
            seen.append(everything())

        attempt(call)

        assert {
            table for table, rows in seen[0].items() if rows != standing[0][table]
        } >= {"agreements_agreement", "audit_event"}
