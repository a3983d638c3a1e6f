"""The next 90 days of a collaborative: by partner, by month, and for whom."""

import csv
import datetime as dt
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from collab.grants import rights_of
from collab.rules.periods import london_day
from collab.selectors.ahead import AheadList, ahead_of
from collab.services.memberships import end_membership, start_membership
from tests.agreements.pages import words
from tests.builders import agreements as build
from tests.builders import approvals, people

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12
DAY = dt.timedelta(days=1)


@pytest.fixture
def made(today_now):
    return build.partnership(today_now)


@pytest.fixture
def today(today_now):
    return london_day(today_now)


def address(made, more=""):
    return f"/{made.collaborative.slug}/next-90-days{more}"


def due_for(user, made, now, **narrowed):
    ahead = ahead_of(
        rights=rights_of(user, now), collaborative=made.collaborative, now=now
    )
    found = AheadList(ahead, **narrowed).page(size=1_000).items
    return [(day, source.label, item.title) for day, _, source, item in found]


def out(made, now, due_on, title="Partnership agreement"):
    return build.send_out(build.draft(made, now, title=title), made, now, due_on=due_on)


class TestWhatFallsDue:
    def test_is_each_signature_by_its_partner(self, made, today_now, today, sign_in):
        version = out(made, today_now, today + 10 * DAY)

        said = words(sign_in(made.lead).get(address(made)))

        for body in made.bodies:
            assert f"Signature of {body} on {version}" in said
        assert "2 things fall due." in said
        assert "in 10 days" in said

    def test_is_each_approval_by_its_partner(self, made, today_now, today, sign_in):
        draft, body = build.draft(made, today_now), made.bodies[0]
        ann = approvals.approver("Ann", made, body, today_now)
        approvals.group(made, draft.agreement, today_now, (ann, body), due_in_days=9)
        approvals.ask(draft, made, today_now)

        assert due_for(made.lead, made, today_now, partner_id=body.pk) == [
            (today + 9 * DAY, "Approval", f"Approval of {body} on {draft}")
        ]
        assert "in 9 days" in words(sign_in(made.lead).get(address(made)))

    def test_leaves_out_what_is_signed(self, made, today_now, today):
        version, first = out(made, today_now, today + DAY), made.bodies[0]
        build.sign(version, first, made.signatory(first), today_now)

        assert len(due_for(made.lead, made, today_now)) == 1

    @pytest.mark.parametrize(("days", "there"), [(90, 2), (91, 0)])
    def test_ends_with_the_ninetieth_day(self, made, today_now, today, days, there):
        out(made, today_now, today + days * DAY)

        assert len(due_for(made.lead, made, today_now)) == there

    def test_is_the_end_of_an_agreement_for_all_partners(
        self, made, today_now, today, sign_in
    ):
        build.in_force(made, today_now, expires_on=today + 30 * DAY)

        said = words(sign_in(made.lead).get(address(made, "?partner=all")))

        assert "AGR-001" in said
        assert "What falls due for All partners together" in said

    def test_is_authority_of_the_own_body_alone(self, made, today_now, today):
        signers = [people.person(f"Short {number}", today_now) for number in range(2)]
        for signer, body in zip(signers, made.bodies, strict=True):
            people.delegate(signer, body, today_now, last_on=today + 20 * DAY)

        kinds = [
            (day, title)
            for day, kind, title in due_for(made.lead, made, today_now)
            if kind == "Delegation"
        ]

        assert kinds == [
            (today + 20 * DAY, "Delegation ends: Sign agreements, no limit, Short 0")
        ]

    def test_is_a_member_that_leaves(self, made, today_now, today):
        part = made.collaborative.memberships.get(organisation=made.bodies[1])
        end_membership(
            membership_id=part.pk,
            left_on=today + 5 * DAY,
            actor=made.lead,
            now=today_now,
        )

        assert (
            today + 5 * DAY,
            "Membership",
            f"{made.bodies[1]} leaves as member",
        ) in (due_for(made.lead, made, today_now))

    def test_is_late_before_all_else(self, today_now, today, sign_in):
        before = today_now - 20 * DAY
        old = build.partnership(before, "Old Trust", "Older Council")
        out(old, before, today - 5 * DAY)

        said = words(sign_in(old.lead).get(address(old)))

        assert "2 of them overdue" in said
        assert "5 days overdue" in said


class TestAMember:
    def test_sees_what_concerns_their_body_alone(self, made, today_now, today):
        out(made, today_now, today + 10 * DAY)
        member = people.member("Mo", made.collaborative, made.bodies[1], today_now)

        titles = [title for _, _, title in due_for(member, made, today_now)]

        assert len(titles) == 1
        assert titles[0].startswith(f"Signature of {made.bodies[1]}")

    def test_sees_no_end_of_an_agreement_without_their_body(
        self, made, today_now, today
    ):
        third = people.organisation_with_two_leads("Third Hospice", today_now)
        start_membership(
            collaborative_id=made.collaborative.pk,
            organisation_id=third.pk,
            role="member",
            joined_on=today - 30 * DAY,
            actor=made.lead,
            now=today_now,
        )
        build.in_force(made, today_now, expires_on=today + 30 * DAY)
        outside = people.member("Thea", made.collaborative, third, today_now)
        inside = people.member("Ina", made.collaborative, made.bodies[1], today_now)

        assert [kind for _, kind, _ in due_for(outside, made, today_now)] == []
        assert [kind for _, kind, _ in due_for(inside, made, today_now)] == ["End"]

    def test_of_another_collaborative_finds_no_page(self, made, today_now, sign_in):
        other = build.partnership(today_now, "Elsewhere Trust")

        assert sign_in(other.lead).get(address(made)).status_code == 404
        assert sign_in(other.lead).get(address(made, ".csv")).status_code == 404


class TestTheTable:
    def test_agrees_with_the_list(self, made, today_now, today):
        for number in range(4):
            out(made, today_now, today + number * 25 * DAY, title=f"A{number}")
        ahead = ahead_of(
            rights=rights_of(made.lead, today_now),
            collaborative=made.collaborative,
            now=today_now,
        )
        counts = AheadList(ahead).counts()

        for body in made.bodies:
            mine = due_for(made.lead, made, today_now, partner_id=body.pk)
            assert sum(n for (about, _), n in counts.items() if about == body.pk) == 4
            assert len(mine) == 4
            assert all(f"Signature of {body}" in title for _, _, title in mine)

    def test_leads_to_one_partner(self, made, today_now, today, sign_in):
        out(made, today_now, today + 10 * DAY)
        browser, body = sign_in(made.lead), made.bodies[1]

        page = browser.get(address(made)).content.decode()
        assert f'href="?partner={body.uid}"' in page
        said = words(browser.get(address(made, f"?partner={body.uid}")))
        assert f"What falls due for {body}" in said
        assert f"Signature of {made.bodies[0]}" not in said

    def test_says_when_there_is_nothing(self, made, sign_in):
        assert "Nothing falls due in these 90 days." in words(
            sign_in(made.lead).get(address(made))
        )


class TestTheFile:
    def test_holds_the_same_and_no_formula(self, made, today_now, today, sign_in):
        out(made, today_now, today + 10 * DAY, title="=1+1")

        answer = sign_in(made.lead).get(address(made, ".csv"))

        rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
        assert [row["Partner"] for row in rows] == [str(body) for body in made.bodies]
        assert all(row["Kind"] == "Signature" for row in rows)
        assert not any(
            cell.startswith(("=", "+", "-", "@"))
            for row in rows
            for cell in row.values()
        )
        assert "attachment" in answer["Content-Disposition"]


class TestQueries:
    def test_are_at_most_twelve_and_no_more_with_more(
        self, made, today_now, today, sign_in
    ):
        browser = sign_in(made.lead)
        out(made, today_now, today + DAY)

        def questions():
            browser.get(address(made))
            with CaptureQueriesContext(connection) as asked:
                assert browser.get(address(made)).status_code == 200
            return len(asked)

        few = questions()
        for number in range(8):
            out(made, today_now, today + number * DAY, title=f"A{number}")

        assert few <= MOST_QUERIES
        assert questions() == few
