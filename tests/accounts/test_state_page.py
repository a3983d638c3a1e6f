"""What the page of state says of work that waits, and of mail."""

import datetime as dt

import pytest

from audit.models import OutboxMessage
from tests.accounts.test_pages import admin  # noqa: F401 - a fixture
from ui.formats import moment

pytestmark = pytest.mark.django_db


class TestStatePage:
    def test_says_since_when_the_oldest_work_waits(self, admin, client, clock):  # noqa: F811
        OutboxMessage.objects.all().delete()
        empty = client.get("/system/state").content.decode()
        oldest = clock - dt.timedelta(minutes=20)
        for number, due in enumerate((clock - dt.timedelta(minutes=2), oldest)):
            OutboxMessage.objects.create(
                uid=f"out_{number}",
                act_uid="act_a",
                task="tests.nothing",
                due_at=due,
                created_at=due,
            )

        page = client.get("/system/state").content.decode()

        assert "2 waiting, the oldest since" not in empty
        assert f"2 waiting, the oldest since {moment(oldest)}" in " ".join(page.split())

    def test_says_what_was_given_up_and_where_mail_goes(self, admin, client, clock):  # noqa: F811
        OutboxMessage.objects.create(
            uid="out_a",
            act_uid="act_a",
            task="tests.nothing",
            state="given_up",
            due_at=clock,
            created_at=clock,
        )

        page = client.get("/system/state").content.decode()

        assert "Undelivered" in page
        assert "Send me a test message" in page
        assert "Mail" in page
