"""Access: roles count while their holder has a post, grants until they expire."""

import datetime as dt

import pytest

from accounts.enums import Role
from accounts.models import RoleHolding, User
from audit.models import Event, OutsideAnActError
from collab import grants
from collab.models import (
    CollaborativeUserPermission,
    Engagement,
    Membership,
)
from collab.policies import access as may
from collab.policies.authority import BarredError, NotAnAdministratorError
from collab.rules.periods import london_day
from collab.services import engagements, roles, two_words
from tests.builders import people
from tests.builders.acts import any_act

pytestmark = pytest.mark.django_db
SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def acute(now):
    return people.organisation_with_two_leads("Northfield Trust", now)


@pytest.fixture
def partners(acute, now):
    return people.collaborative_with([acute], now)


@pytest.fixture
def governor(partners, acute, now):
    return people.governance_lead("Gita Lead", partners, acute, now)


@pytest.fixture
def manager(acute, now):
    user = people.person("Mo Manager", now)
    people.appoint(user, acute, now)
    return user


def rights(user, at):
    return grants.rights_of(User.objects.get(pk=user.pk), at)


def give(partners, user, role, actor, now):
    return roles.give_collaborative_role(
        collaborative_id=partners.pk, user_id=user.pk, role=role, actor=actor, now=now
    )


def take(partners, user, role, actor, now):
    return roles.take_collaborative_role(
        collaborative_id=partners.pk, user_id=user.pk, role=role, actor=actor, now=now
    )


class TestRightsOf:
    def test_end_at_the_very_moment_the_holding_expires(self, partners, manager, now):
        until = now + dt.timedelta(days=1)
        with any_act(now) as record:
            grants.give_role(
                record=record,
                role=Role.ANALYST,
                on=partners,
                user=manager,
                given_by=None,
                at=now,
                until=until,
            )

        assert rights(manager, until - SECOND).collaboratives == {partners.pk}
        assert not rights(manager, until).collaboratives

    def test_begin_no_sooner_than_the_holding(self, partners, manager, now):
        since = now + dt.timedelta(days=1)
        with any_act(now) as record:
            grants.give_role(
                record=record,
                role=Role.ANALYST,
                on=partners,
                user=manager,
                given_by=None,
                at=now,
                since=since,
            )

        assert not rights(manager, since - SECOND).collaboratives
        assert rights(manager, since).may("analyse", collaborative_id=partners.pk)

    def test_are_nothing_without_a_post(self, partners, now):
        user = people.give(Role.MEMBER, people.person("Una", now), partners, now)

        assert not rights(user, now).collaboratives

    def test_are_nothing_once_the_member_has_left(self, partners, governor, now):
        with any_act(now):
            membership = Membership.objects.get()
            membership.left_on = london_day(now)
            membership.save()

        assert not rights(governor, now).collaboratives
        assert rights(governor, now - dt.timedelta(days=1)).collaboratives == set()

    def test_are_nothing_for_a_closed_account(self, governor, now):
        with any_act(now):
            governor.is_active = False
            governor.save()

        assert not rights(governor, now).is_active

    def test_hold_nothing_of_another_collaborative(self, acute, governor, now):
        other = people.collaborative_with([acute], now)

        assert other.pk not in rights(governor, now).collaboratives

    def test_come_by_a_direct_grant_too(self, partners, manager, now):
        from django.contrib.auth.models import Permission

        permission = Permission.objects.get(
            content_type__app_label="collab", codename="analyse"
        )
        with any_act(now):
            CollaborativeUserPermission(
                user=manager,
                permission=permission,
                content_object=partners,
                granted_at=now,
                expires_at=now + SECOND,
            ).save()

        assert rights(manager, now).may("analyse", collaborative_id=partners.pk)
        assert not rights(manager, now + SECOND).collaboratives

    def test_are_read_in_one_query_however_much_is_held(
        self, acute, partners, manager, now, django_assert_num_queries
    ):
        for _ in range(4):
            body = people.organisation_with_two_leads(f"Body {_}", now)
            people.appoint(manager, body, now)
            shared = people.collaborative_with([acute, body], now)
            for role in roles.GIVEN_HERE:
                people.give(role, manager, shared, now)

        fresh = User.objects.get(pk=manager.pk)
        with django_assert_num_queries(1):
            assert len(grants.rights_of(fresh, now).collaboratives) == 4

    def test_writes_are_refused_outside_an_act(self, partners, manager, now):
        with pytest.raises(OutsideAnActError):
            RoleHolding(user=manager, group_id=1, granted_at=now).save()


class TestGiveCollaborativeRole:
    def test_is_an_act_with_the_holding_in_it(self, partners, governor, manager, now):
        holding = give(partners, manager, Role.FINANCE_LEAD, governor, now)

        assert rights(manager, now).may("keep_finances", collaborative_id=partners.pk)
        event = Event.objects.get(verb="collab.role.given", object_uid=holding.uid)
        assert event.actor_uid == governor.uid

    def test_twice_leaves_one_holding(self, partners, governor, manager, now):
        give(partners, manager, Role.MEMBER, governor, now)
        give(partners, manager, Role.MEMBER, governor, now)

        assert RoleHolding.objects.filter(user=manager).count() == 1

    def test_is_never_for_oneself(self, partners, governor, now):
        with pytest.raises(may.OwnAccessError):
            give(partners, governor, Role.FINANCE_LEAD, governor, now)

        assert Event.objects.filter(verb="collab.authority.withheld").exists()

    def test_needs_a_governance_lead(self, partners, acute, manager, now):
        member = people.member("Mia", partners, acute, now)

        for user in (member, manager, people.administrator("Al Admin", now)):
            with pytest.raises(may.NotAGovernanceLeadError):
                give(partners, manager, Role.MEMBER, user, now)

    def test_needs_a_post_at_a_present_member(self, partners, governor, now):
        charity = people.organisation_with_two_leads("Vale Charity", now)
        stranger = people.person("Una", now)
        people.appoint(stranger, charity, now)

        with pytest.raises(may.NotAPartnerError):
            give(partners, stranger, Role.MEMBER, governor, now)

    @pytest.mark.parametrize(
        "role", [Role.AUDITOR, Role.ORGANISATION_LEAD, Role.ADMINISTRATOR]
    )
    def test_gives_no_other_role(self, partners, governor, manager, now, role):
        with pytest.raises(roles.RoleNotGivenHereError):
            give(partners, manager, role, governor, now)

    def test_is_closed_to_the_barred(self, partners, governor, manager, now):
        with any_act(now):
            governor.barred_until = now + SECOND
            governor.save()

        with pytest.raises(BarredError):
            give(partners, manager, Role.MEMBER, governor, now)


class TestTakeCollaborativeRole:
    def test_takes_it_at_once(self, partners, governor, acute, now):
        member = people.member("Mia", partners, acute, now)

        take(partners, member, Role.MEMBER, governor, now)

        assert not rights(member, now).collaboratives

    def test_keeps_the_last_governance_lead(self, partners, governor, now):
        with pytest.raises(roles.LastGovernanceLeadError):
            take(partners, governor, Role.GOVERNANCE_LEAD, governor, now)

    def test_lets_one_of_two_step_down(self, partners, governor, acute, now):
        second = people.governance_lead("Gil Lead", partners, acute, now)

        take(partners, governor, Role.GOVERNANCE_LEAD, governor, now)

        assert rights(second, now).may("govern", collaborative_id=partners.pk)
        with pytest.raises(roles.LastGovernanceLeadError):
            take(partners, second, Role.GOVERNANCE_LEAD, second, now)

    def test_does_not_count_a_governance_lead_without_a_post(
        self, partners, governor, now
    ):
        people.give(Role.GOVERNANCE_LEAD, people.person("Una", now), partners, now)

        with pytest.raises(roles.LastGovernanceLeadError):
            take(partners, governor, Role.GOVERNANCE_LEAD, governor, now)

    def test_says_when_there_is_nothing_to_take(self, partners, governor, manager, now):
        with pytest.raises(roles.RoleNotHeldError):
            take(partners, manager, Role.MEMBER, governor, now)

    def test_is_not_a_member_s_to_do(self, partners, governor, acute, now):
        member = people.member("Mia", partners, acute, now)

        with pytest.raises(may.NotAGovernanceLeadError):
            take(partners, governor, Role.GOVERNANCE_LEAD, member, now)


class TestTakeRolesOfMember:
    def test_ends_the_roles_held_through_it_alone(self, acute, now):
        charity = people.organisation_with_two_leads("Vale Charity", now)
        partners = people.collaborative_with([acute, charity], now)
        leaving = people.member("Lea", partners, acute, now)
        both = people.member("Bo Th", partners, acute, now)
        people.appoint(both, charity, now)
        with any_act(now) as record:
            membership = Membership.objects.get(organisation=acute)
            membership.left_on = london_day(now)
            membership.save()
            grants.take_roles_of_member(
                record=record, collaborative=partners, organisation=acute, at=now
            )

        held = RoleHolding.objects.in_effect_at(now)
        assert not held.filter(user=leaving).exists()
        assert held.filter(user=both).exists()


class TestEngagements:
    def engage(self, user, collaborative, actor, now, **days):
        return engagements.give_engagement(
            user_id=user.pk,
            collaborative_id=collaborative.pk if collaborative else None,
            body=days.pop("body", "Northgate Audit"),
            starts_on=days.get("starts_on", london_day(now)),
            last_on=days.get("last_on", dt.date(2026, 6, 30)),
            actor=actor,
            now=now,
        )

    def test_open_one_collaborative_until_the_last_day(self, partners, governor, now):
        ada = people.person("Ada Audit", now)

        row = self.engage(ada, partners, governor, now)

        assert row.ends_at == dt.datetime(2026, 6, 30, 23, tzinfo=dt.UTC)
        assert rights(ada, row.ends_at - SECOND).may(
            "audit", collaborative_id=partners.pk
        )
        assert not rights(ada, row.ends_at).collaboratives
        assert not rights(ada, now).audits_installation

    def test_of_the_installation_are_the_administrator_s(self, governor, now):
        ada = people.person("Ada Audit", now)
        admin = people.administrator("Al Admin", now)

        with pytest.raises(NotAnAdministratorError):
            self.engage(ada, None, governor, now)
        self.engage(ada, None, admin, now)

        assert rights(ada, now).audits_installation

    def test_of_a_collaborative_are_not_the_administrator_s(self, partners, now):
        with pytest.raises(may.NotAGovernanceLeadError):
            self.engage(
                people.person("Ada", now),
                partners,
                people.administrator("Al Admin", now),
                now,
            )

    def test_are_never_for_oneself(self, partners, governor, now):
        admin = people.administrator("Al Admin", now)

        with pytest.raises(may.OwnAccessError):
            self.engage(governor, partners, governor, now)
        with pytest.raises(may.OwnAccessError):
            self.engage(admin, None, admin, now)

    def test_need_a_body_and_a_day_to_come(self, partners, governor, now):
        ada = people.person("Ada Audit", now)

        with pytest.raises(engagements.BodyMissingError):
            self.engage(ada, partners, governor, now, body=" ")
        with pytest.raises(engagements.EngagementOverError):
            self.engage(
                ada,
                partners,
                governor,
                now,
                starts_on=dt.date(2026, 3, 1),
                last_on=dt.date(2026, 3, 31),
            )

    def test_are_given_once(self, partners, governor, now):
        ada = people.person("Ada Audit", now)
        self.engage(ada, partners, governor, now)

        with pytest.raises(engagements.AlreadyEngagedError):
            self.engage(ada, partners, governor, now)

    def test_refuse_a_closed_account(self, partners, governor, now):
        ada = people.person("Ada Audit", now, is_active=False)

        with pytest.raises(two_words.AccountClosedError):
            self.engage(ada, partners, governor, now)

    def test_end_at_once_with_the_role(self, partners, governor, now):
        ada = people.person("Ada Audit", now)
        row = self.engage(ada, partners, governor, now)

        engagements.end_engagement(
            engagement_id=row.pk, reason="Done", actor=governor, now=now
        )

        assert not rights(ada, now).collaboratives
        assert not RoleHolding.objects.in_effect_at(now).filter(user=ada).exists()
        with pytest.raises(engagements.EngagementOverError):
            engagements.end_engagement(
                engagement_id=row.pk, reason="Again", actor=ada, now=now
            )

    def test_are_not_ended_by_members(self, partners, governor, acute, now):
        ada = people.person("Ada Audit", now)
        row = self.engage(ada, partners, governor, now)

        with pytest.raises(may.NotAGovernanceLeadError):
            engagements.end_engagement(
                engagement_id=row.pk,
                reason="x",
                actor=people.member("Mia", partners, acute, now),
                now=now,
            )
        assert Engagement.objects.in_effect_at(now).exists()
