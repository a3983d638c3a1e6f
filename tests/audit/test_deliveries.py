"""What could not be delivered, as administrators see it."""

import pytest
from django.utils import timezone

from audit.models import Event, OutboxMessage
from tests.audit.reading import signed_in, text_of
from tests.builders import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    """Today, so that engagements and sessions are in effect."""
    return timezone.now().replace(microsecond=0)


@pytest.fixture
def auditor(now):
    return people.auditor("Ada Auditor", now)


@pytest.fixture
def outsider(now):
    return people.person("Otto Outsider", now)


@pytest.fixture
def given_up(now) -> OutboxMessage:
    return OutboxMessage.objects.create(
        uid="out_a",
        act_uid="act_a",
        task="tests.nothing",
        state="given_up",
        attempts=12,
        due_at=now,
        created_at=now,
        last_error="SMTPError: mailbox full",
    )


class TestDeliveries:
    @pytest.fixture
    def administrator(self, now):
        return people.administrator("Ari Admin", now)

    def test_are_shown_with_what_went_wrong(self, administrator, given_up):
        page = text_of(signed_in(administrator).get("/system/deliveries"))

        assert "Given up: 1" in page
        assert "SMTPError: mailbox full" in page

    def test_are_tried_again_by_an_act(self, administrator, given_up):
        client = signed_in(administrator)

        response = client.post("/system/deliveries/out_a/retry", follow=True)

        assert "will be tried again now" in text_of(response)
        given_up.refresh_from_db()
        assert (given_up.state, given_up.attempts) == ("waiting", 0)
        assert Event.objects.get(verb="audit.delivery.retried").object_uid == "out_a"

    def test_are_left_alone_once_they_are_done(self, administrator, given_up):
        OutboxMessage.objects.update(state="done")

        response = signed_in(administrator).post(
            "/system/deliveries/out_a/retry", follow=True
        )

        assert "delivered in the meantime" in text_of(response)
        assert OutboxMessage.objects.get().state == "done"

    def test_are_only_there_for_administrators(self, given_up, auditor, outsider):
        for user in (auditor, outsider):
            client = signed_in(user)
            assert client.get("/system/deliveries").status_code == 404
            assert client.post("/system/deliveries/out_a/retry").status_code == 404
        assert OutboxMessage.objects.get().state == "given_up"

    def test_are_not_tried_again_by_following_a_link(self, administrator, given_up):
        response = signed_in(administrator).get("/system/deliveries/out_a/retry")

        assert response.status_code == 405
