"""An organisation takes part in a collaborative from a day, and until one."""

import datetime as dt

import pytest

from accounts.models import RoleHolding
from audit.models.writing import EventWriter
from collab.grants import fresh_rights
from collab.models import Membership
from collab.policies.collaboratives import NotALeadHereError
from collab.selectors.collaboratives import collaborative_page
from collab.services import memberships
from collab.services.organisations import close_organisation, merge_organisation
from tests.builders import people
from tests.builders.bodies import SERVER, body

pytestmark = pytest.mark.django_db

JOINED = dt.date(2025, 4, 1)

TODAY = dt.date(2026, 4, 1)


@pytest.fixture
def trust(now):
    return people.organisation_with_two_leads("Vale Trust", now)


@pytest.fixture
def partners(trust, now):
    return people.collaborative_with([trust], now, slug="vale", name="Vale Partners")


@pytest.fixture
def lead(partners, trust, now):
    return people.governance_lead("Gita Lead", partners, trust, now)


class TestStartMembership:
    def start(self, partners, organisation, actor, now, day=JOINED, role="member"):
        return memberships.start_membership(
            collaborative_id=partners.pk,
            organisation_id=organisation.pk,
            role=role,
            joined_on=day,
            source="Minute 4",
            actor=actor,
            now=now,
        )

    def test_makes_the_body_a_member_from_the_day(self, now, partners, lead):
        charity = body("Vale Charity", now)

        part = self.start(partners, charity, lead, now)

        day_before = JOINED - dt.timedelta(days=1)
        assert part in Membership.objects.in_effect_on(JOINED)
        assert part not in Membership.objects.in_effect_on(day_before)

    def test_takes_a_second_part_of_another_kind(self, now, partners, lead, trust):
        self.start(partners, trust, lead, now, role="lead_provider")

        assert partners.memberships.filter(organisation=trust).count() == 2

    def test_refuses_the_same_part_twice_at_a_time(self, now, partners, lead):
        charity = body("Vale Charity", now)
        part = self.start(partners, charity, lead, now)
        with pytest.raises(memberships.AlreadyMemberError):
            self.start(partners, charity, lead, now)
        memberships.end_membership(
            membership_id=part.pk, left_on=dt.date(2026, 1, 1), actor=lead, now=now
        )

        with pytest.raises(memberships.AlreadyMemberError):
            self.start(partners, charity, lead, now, day=dt.date(2025, 12, 31))
        self.start(partners, charity, lead, now, day=dt.date(2026, 1, 1))

    def test_refuses_a_body_that_is_closed_or_not_open_yet(self, now, partners, lead):
        closed = body("Closed", now)
        close_organisation(
            organisation_id=closed.pk,
            happened_on=JOINED,
            source="Order",
            actor=SERVER,
            now=now,
        )
        late = body("Late", now, opened_on=JOINED + dt.timedelta(days=1))

        for organisation in (closed, late):
            with pytest.raises(memberships.ClosedOrganisationError):
                self.start(partners, organisation, lead, now)

    def test_refuses_members(self, now, partners, lead, trust):
        member = people.member("Mo Member", partners, trust, now)

        with pytest.raises(NotALeadHereError):
            self.start(partners, body("Vale Charity", now), member, now)


class TestEndMembership:
    def end(self, part, day, actor, now):
        return memberships.end_membership(
            membership_id=part.pk, left_on=day, actor=actor, now=now
        )

    def test_ends_the_roles_held_through_the_body(self, now, partners, lead):
        charity = people.organisation_with_two_leads("Vale Charity", now)
        part = TestStartMembership().start(partners, charity, lead, now)
        member = people.member("Mo Member", partners, charity, now)

        self.end(part, TODAY, lead, now)

        holding = RoleHolding.objects.get(user=member)
        assert holding.expires_at == now
        assert fresh_rights(member, now).collaboratives == frozenset()
        assert fresh_rights(lead, now).may("govern", collaborative_id=partners.pk)

    def test_keeps_roles_until_a_day_to_come(self, now, partners, lead):
        charity = people.organisation_with_two_leads("Vale Charity", now)
        part = TestStartMembership().start(partners, charity, lead, now)
        member = people.member("Mo Member", partners, charity, now)

        self.end(part, TODAY + dt.timedelta(days=1), lead, now)

        assert fresh_rights(member, now).collaboratives == {partners.pk}
        tomorrow = now + dt.timedelta(days=1)
        assert fresh_rights(member, tomorrow).collaboratives == frozenset()

    def test_refuses_an_end_before_the_start_and_a_second_end(
        self, now, partners, lead
    ):
        part = TestStartMembership().start(
            partners, body("Vale Charity", now), lead, now
        )
        with pytest.raises(memberships.WrongEndError):
            self.end(part, JOINED, lead, now)
        self.end(part, TODAY, lead, now)

        with pytest.raises(memberships.AlreadyEndedError):
            self.end(part, TODAY, lead, now)

    def test_refuses_members(self, now, partners, lead, trust):
        member = people.member("Mo Member", partners, trust, now)

        with pytest.raises(NotALeadHereError):
            self.end(partners.memberships.get(), TODAY, member, now)

    def test_leaves_everything_where_the_event_cannot_be_written(
        self, now, partners, lead, monkeypatch
    ):
        def broken(self, *args, **kwargs):
            raise RuntimeError("no room on the disc")

        monkeypatch.setattr(EventWriter, "write", broken)

        with pytest.raises(RuntimeError):
            self.end(partners.memberships.get(), TODAY, lead, now)
        assert partners.memberships.get().left_on is None
        assert RoleHolding.objects.get(user=lead).expires_at is None


class TestCollaborativePage:
    def test_lists_closed_members_as_needing_attention(self, now, partners, trust):
        large = body("Large Trust", now)
        merge_organisation(
            organisation_id=trust.pk,
            successor_id=large.pk,
            happened_on=TODAY,
            source="Order",
            actor=SERVER,
            now=now,
        )

        after = collaborative_page(collaborative=partners, day=TODAY)
        before = collaborative_page(
            collaborative=partners, day=TODAY - dt.timedelta(days=1)
        )

        ((part, fact),) = after.attention
        assert (part.organisation, fact.successor) == (trust, large)
        assert after.members["Member"] == [part]
        assert before.attention == []

    def test_tells_past_present_and_future_apart(self, now, partners, lead):
        start = TestStartMembership().start
        past = start(partners, body("Past", now), lead, now)
        TestEndMembership().end(past, TODAY, lead, now)
        future = start(
            partners, body("Future", now), lead, now, day=TODAY + dt.timedelta(days=1)
        )

        page = collaborative_page(collaborative=partners, day=TODAY)

        assert page.former == [past]
        assert page.to_come == [future]
        assert [part.organisation.name for part in page.members["Member"]] == [
            "Vale Trust"
        ]

    def test_takes_the_same_number_of_queries_however_many_members(
        self, now, partners, lead, django_assert_num_queries
    ):
        for number in range(5):
            TestStartMembership().start(partners, body(f"B{number}", now), lead, now)

        with django_assert_num_queries(4):
            collaborative_page(collaborative=partners, day=TODAY)
