"""The agreement's page: in one screen what binds, what falls due and what is next."""

import datetime as dt

import pytest
from django.test.utils import CaptureQueriesContext

from agreements.rules.content import Notice as Terms
from agreements.services.notice import give_notice
from collab.rules.periods import london_day
from tests.agreements.pages import words
from tests.builders import agreements as build
from ui.formats import date

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
MONTHS = Terms(length=1, unit="months", effect="ends")


@pytest.fixture
def made(today_now):
    return build.partnership(today_now)


def page_of(version, browser):
    agreement = version.agreement
    slug = agreement.collaborative.slug
    return browser.get(f"/{slug}/agreements/{agreement.reference}")


def in_force(made, now, **terms):
    version = build.draft(made, now, expires_on=london_day(now + 400 * DAY))
    build.with_terms(version, made, now, notice=MONTHS, **terms)
    return build.sign_all(build.send_out(version, made, now), made, now)


class TestTheAgreementsPage:
    def test_says_what_binds_and_what_falls_due(self, made, sign_in, today_now):
        review = london_day(today_now + 100 * DAY)
        version = in_force(made, today_now, review_on=review)

        shown = words(page_of(version, sign_in(made.lead)))

        assert f"Review {date(review)} (" in shown
        assert "Last day to give notice before the end" in shown
        assert "Nothing is under way." in shown
        assert "Scheme of delegation" in shown

    def test_says_what_changed_last_in_words(self, made, sign_in, today_now):
        version = in_force(made, today_now)

        shown = words(page_of(version, sign_in(made.lead)))

        assert "Signed AGR-001 version 1" in shown
        assert "Sent AGR-001 version 1 out to be signed" in shown

    def test_says_which_version_is_written_and_what_it_waits_for(
        self, made, sign_in, today_now
    ):
        version = in_force(made, today_now)
        build.next_version(made, version, today_now)

        shown = words(page_of(version, sign_in(made.lead)))

        assert "Version 2 is being written" in shown
        assert "Go to version 2" in shown

    def test_counts_the_conditions_that_are_open(self, made, sign_in, today_now):
        version = build.in_force(made, today_now, needs=("One.", "Two."))

        shown = words(page_of(version, sign_in(made.lead)))

        assert "It comes into force once 2 conditions are met." in shown
        assert "No version of this agreement is in force today." in shown

    def test_says_who_gave_notice_and_when_it_ends(self, made, sign_in, today_now):
        version = in_force(made, today_now)
        user = made.signatory(made.bodies[0])
        notice = give_notice(
            agreement_id=version.agreement_id,
            organisation_id=made.bodies[0].pk,
            words="We leave.",
            session=build.session_of(user, today_now),
            actor=user,
            now=today_now,
        )

        shown = words(page_of(version, sign_in(made.lead)))

        assert "Notice given" in shown
        assert "We leave." in shown
        assert f"Notice ends the agreement with {date(notice.last_on)}" in shown

    def test_asks_as_much_of_a_long_history_as_of_a_short_one(
        self, made, sign_in, today_now
    ):
        from django.db import connection

        version = in_force(made, today_now)
        browser = sign_in(made.lead)
        counts = []
        for number in range(3):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                page_of(version, browser)
            counts.append(len(queries))
            version = build.next_version(made, version, today_now)
            build.with_terms(
                version,
                made,
                today_now,
                commences_on=london_day(today_now + (number + 1) * DAY),
            )
            version = build.sign_all(
                build.send_out(version, made, today_now), made, today_now
            )

        assert counts[2] <= counts[1] + 1


class TestGivingNoticeOnPages:
    def test_shows_the_last_day_first_and_asks_who_this_is(
        self, made, sign_in, today_now
    ):
        version = in_force(made, today_now)
        body = made.bodies[0]
        agreement = version.agreement
        address = (
            f"/{agreement.collaborative.slug}/agreements/{agreement.reference}/notice"
        )
        typed = {"organisation": body.uid, "words": "We leave.", "agreed": "on"}
        browser = sign_in(made.signatory(body), fresh=False)

        assert "Last day, if given today" in words(browser.get(address))
        asked = browser.post(address, typed)
        assert "/confirm" in asked["Location"]

        given = sign_in(made.signatory(body)).post(address, typed)
        assert given.status_code == 302
        assert "Notice given" in words(page_of(version, browser))

        again = sign_in(made.signatory(body)).post(address, typed)
        assert "has given notice already" in words(again)

    def test_tells_who_cannot_that_they_cannot(self, made, sign_in, today_now):
        version = in_force(made, today_now)
        slug = made.collaborative.slug
        address = f"/{slug}/agreements/{version.agreement.reference}/notice"

        assert "no organisation for which you could" in words(
            sign_in(made.lead).get(address)
        )
