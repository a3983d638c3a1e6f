"""Requests run out after their last day, and are issued again."""

import datetime as dt

import pytest
from django.urls import reverse

from agreements.enums import RequestStatus, VersionStatus
from agreements.models import SignatureRequest, Version
from agreements.rules.requests import GRACE, last_day_of
from agreements.services.asking import PartyLacksSignatoryError
from agreements.services.giving import (
    AlreadySignedError,
    NotOutForSignatureError,
    RequestRanOutError,
)
from agreements.services.sending_out import (
    NotReadyToSendOutError,
)
from audit.models import Event
from collab.rules.periods import london_day
from tests.agreements.pages import at, dated, words
from tests.builders import agreements as build

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture
def began(now):
    return now - 60 * DAY


@pytest.fixture
def made(began):
    return build.partnership(began)


@pytest.fixture
def version(made, began):
    return build.send_out(
        build.draft(made, began), made, began, due_on=london_day(began + 7 * DAY)
    )


@pytest.fixture
def acute(made):
    return made.bodies[0]


def request_of(version, body):
    found = SignatureRequest.objects.filter(version=version, party__organisation=body)
    return found.order_by("-pk").first()


def last_moments(request):
    """Just before and just after the last day is over in London."""
    # 23:59 UTC is within the day in winter and in summer half past midnight later.
    over = dt.datetime.combine(
        request.last_day + DAY, dt.time(), tzinfo=dt.UTC
    ) - dt.timedelta(hours=1)
    return over - dt.timedelta(minutes=1), over + dt.timedelta(hours=1, minutes=1)


class TestTheLastDay:
    def test_is_a_grace_after_the_day_to_sign_by(self, version, acute):
        request = request_of(version, acute)

        assert request.expires_on == request.due_on + GRACE

    def test_is_the_one_named_at_sending_out(self, made, began):
        due = london_day(began + 7 * DAY)
        version = build.send_out(
            build.draft(made, began, title="Other"),
            made,
            began,
            due_on=due,
            expires_on=due + DAY,
        )

        assert {each.last_day for each in version.requests.all()} == {due + DAY}

    def test_is_worked_out_where_a_row_has_none(self):
        assert last_day_of(dt.date(2026, 1, 1), None) == dt.date(2026, 1, 1) + GRACE

    def test_lies_not_before_the_day_to_sign_by(self, made, began):
        due = london_day(began + 7 * DAY)

        with pytest.raises(NotReadyToSendOutError, match="must not lie before"):
            build.send_out(
                build.draft(made, began),
                made,
                began,
                due_on=due,
                expires_on=due - DAY,
            )


class TestTheSweep:
    def test_leaves_a_request_alone_on_its_last_day(self, version, acute):
        before, _ = last_moments(request_of(version, acute))

        assert build.expire(before) == 0

    def test_lets_it_run_out_once_and_only_once(self, version, acute):
        _, after = last_moments(request_of(version, acute))

        assert [build.expire(after), build.expire(after)] == [2, 0]
        assert request_of(version, acute).status == RequestStatus.EXPIRED
        acts = Event.objects.filter(verb="agreements.signature.expired", position=0)
        assert acts.count() == 2

    def test_leaves_the_version_out(self, version, acute, now):
        build.expire(now)

        version.refresh_from_db()
        assert version.status == VersionStatus.OUT_FOR_SIGNATURE

    def test_tells_the_sender_and_the_signatory(self, made, version, acute, now):
        build.expire(now)

        theirs = made.signatory(acute).notifications.order_by("-pk").first()
        assert theirs.subject.startswith("You can no longer sign")
        subjects = made.lead.notifications.values_list("subject", flat=True)
        assert any(each.startswith("Expired: the signature of") for each in subjects)

    def test_leaves_alone_what_was_signed_or_declined(self, made, version, acute, now):
        other = made.bodies[1]
        build.sign(version, acute, made.signatory(acute), version.sent_out_at)
        build.decline(version, made, other, version.sent_out_at)

        assert build.expire(now) == 0

    def test_leaves_alone_what_was_withdrawn(self, made, version, acute, now):
        build.withdraw_party(version, made, acute, version.sent_out_at)

        assert build.expire(now) == 0


class TestARequestThatRanOut:
    def test_cannot_be_signed_even_before_the_sweep(self, made, version, acute, now):
        with pytest.raises(RequestRanOutError, match="could be signed until"):
            build.sign(version, acute, made.signatory(acute), now)

    def test_cannot_be_signed_after_it(self, made, version, acute, now):
        build.expire(now)

        with pytest.raises(NotOutForSignatureError):
            build.sign(version, acute, made.signatory(acute), now)

    def test_cannot_be_declined(self, made, version, acute, now):
        with pytest.raises(RequestRanOutError):
            build.decline(version, made, acute, now)

    def test_can_be_signed_to_the_end_of_the_last_day(self, made, version, acute):
        before, _ = last_moments(request_of(version, acute))

        assert build.sign(version, acute, made.signatory(acute), before)


class TestAskingAgain:
    def test_begins_anew_after_running_out(self, made, version, acute, now):
        build.expire(now)
        old = request_of(version, acute)

        new = build.replace(version, made, acute, now)

        old.refresh_from_db()
        assert old.status == RequestStatus.REPLACED
        assert new.status == RequestStatus.ASKED
        assert new.uid != old.uid
        assert new.signatory == old.signatory
        assert build.sign(version, acute, made.signatory(acute), now)

    def test_follows_a_no_once_they_have_talked(self, made, version, acute, now):
        build.decline(version, made, acute, version.sent_out_at)

        build.replace(version, made, acute, now)

        assert build.sign(version, acute, made.signatory(acute), now)

    def test_can_be_of_somebody_else(self, made, version, acute, now):
        build.expire(now)
        other = build.signatory("Other", made, acute, now)

        assert (
            build.replace(version, made, acute, now, user_id=other.pk).signatory
            == other
        )

    def test_is_refused_for_somebody_who_may_not_sign(self, made, version, acute, now):
        build.expire(now)

        with pytest.raises(PartyLacksSignatoryError):
            build.replace(version, made, acute, now, user_id=made.lead.pk)

    def test_is_refused_once_the_body_has_signed(self, made, version, acute, now):
        build.sign(version, acute, made.signatory(acute), version.sent_out_at)

        with pytest.raises(AlreadySignedError):
            build.replace(version, made, acute, now)

    def test_is_refused_when_the_version_was_withdrawn(self, made, version, acute, now):
        build.withdraw_party(version, made, acute, version.sent_out_at)

        with pytest.raises(NotOutForSignatureError):
            build.replace(version, made, made.bodies[1], now)

    def test_brings_it_into_force_when_all_have_signed(self, made, version, now):
        build.expire(now)
        for body in made.bodies:
            build.replace(version, made, body, now)

        build.sign_all(version, made, now)

        assert Version.objects.get(pk=version.pk).status == VersionStatus.IN_FORCE


class TestTheSendersPage:
    def test_says_what_can_be_done_after_a_no(
        self, made, version, acute, today_now, sign_in
    ):
        build.decline(version, made, acute, version.sent_out_at)

        shown = words(sign_in(made.lead).get(at(version)))

        assert "Talk with them. Then ask again" in shown
        assert "Ask again or somebody else" in shown

    def test_says_who_has_left_and_what_to_do(self, made, version, acute, sign_in, now):
        from collab.services.leavers import record_leaver
        from tests.builders import people

        chief = made.signatory(acute)
        record_leaver(
            user_id=chief.pk,
            organisation_id=acute.pk,
            reason="Retired",
            actor=people.leads_of(acute, now)[0],
            now=now,
        )

        shown = words(sign_in(made.lead).get(at(version)))

        assert f"{chief.name} has no post there any more. Ask somebody else." in shown

    def test_asks_again_with_a_form(self, made, version, acute, today_now, sign_in):
        build.expire(today_now)
        client = sign_in(made.lead)
        address = reverse(
            "agreements:replace",
            args=[
                made.collaborative.slug,
                version.agreement.reference,
                version.number,
                acute.uid,
            ],
        )

        response = client.post(
            address,
            {
                "person": made.signatory(acute).uid,
                **dated("due_on", london_day(today_now + 7 * DAY)),
                **dated("expires_on", london_day(today_now + 8 * DAY)),
            },
        )

        assert response.status_code == 302
        new = request_of(version, acute)
        assert new.status == RequestStatus.ASKED
        assert new.last_day == london_day(today_now + 8 * DAY)
