"""Setting up collaboratives, their members and named roles."""

import datetime as dt
import json

import pytest
from django.urls import get_resolver

from accounts.enums import Role
from accounts.models import RoleHolding
from audit.models import Event, StaleRowError
from audit.models.writing import EventWriter
from collab.grants import fresh_rights
from collab.models import Collaborative, Persona
from collab.policies.access import NotAPartnerError
from collab.policies.authority import NotAnAdministratorError
from collab.policies.collaboratives import NotALeadHereError, OwnLeadershipError
from collab.rules.slugs import RESERVED, why_not
from collab.selectors.collaboratives import collaborative_page
from collab.services import collaboratives as setting_up
from collab.services import memberships
from tests.builders import people
from tests.builders.bodies import collaborative, collaborative_facts

pytestmark = pytest.mark.django_db

JOINED = dt.date(2025, 4, 1)

TODAY = dt.date(2026, 4, 1)


@pytest.fixture
def admin(now):
    return people.administrator("Al Admin", now)


@pytest.fixture
def trust(now):
    return people.organisation_with_two_leads("Vale Trust", now)


@pytest.fixture
def partners(trust, now):
    return people.collaborative_with([trust], now, slug="vale", name="Vale Partners")


@pytest.fixture
def lead(partners, trust, now):
    return people.governance_lead("Gita Lead", partners, trust, now)


class TestWhyNot:
    @pytest.mark.parametrize("slug", ["impact", "a", "north-west-2", "x" * 40])
    def test_takes_what_can_stand_in_an_address(self, slug):
        assert why_not(slug) == ""

    @pytest.mark.parametrize(
        "slug", ["", "Impact", "2nd", "a--b", "-a", "a_b", "a/b", "é", "x" * 41]
    )
    def test_says_what_is_wrong_with_others(self, slug):
        assert "small letter" in why_not(slug)

    def test_keeps_the_first_part_of_every_page_free(self):
        def first_parts(resolver, prefix=""):
            for pattern in resolver.url_patterns:
                address = prefix + str(pattern.pattern)
                if hasattr(pattern, "url_patterns") and "/" not in address:
                    yield from first_parts(pattern, address)
                else:
                    yield address.lstrip("^").split("/")[0].rstrip("$")

        fixed = {part for part in first_parts(get_resolver()) if part}
        fixed = {part for part in fixed if "<" not in part and "(" not in part}

        assert {"organisations", "collaboratives", "accounts", "go"} <= fixed
        assert {part for part in fixed if not why_not(part)} == set()
        assert "installation" in RESERVED


class TestCreateCollaborative:
    def test_sets_it_up(self, now, admin):
        made = setting_up.create_collaborative(
            slug="vale", facts=collaborative_facts(), actor=admin, now=now
        )

        assert Collaborative.objects.get() == made
        event = Event.objects.get(verb="collab.collaborative.created")
        assert event.collaborative_uid == made.uid

    def test_refuses_reserved_and_taken_short_names(self, now, admin):
        collaborative("vale", now)

        for slug, why in (("organisations", "another page"), ("vale", "Another coll")):
            with pytest.raises(setting_up.SlugError, match=why):
                setting_up.create_collaborative(
                    slug=slug, facts=collaborative_facts(), actor=admin, now=now
                )

    def test_refuses_everyone_but_administrators(self, now, lead):
        with pytest.raises(NotAnAdministratorError):
            setting_up.create_collaborative(
                slug="other", facts=collaborative_facts(), actor=lead, now=now
            )

    def test_leaves_nothing_where_the_event_cannot_be_written(
        self, now, admin, monkeypatch
    ):
        def broken(self, *args, **kwargs):
            raise RuntimeError("no room on the disc")

        monkeypatch.setattr(EventWriter, "write", broken)

        with pytest.raises(RuntimeError):
            setting_up.create_collaborative(
                slug="vale", facts=collaborative_facts(), actor=admin, now=now
            )
        assert not Collaborative.objects.exists()


class TestChangeCollaborative:
    def change(self, partners, actor, now, revision=None, **given):
        return setting_up.change_collaborative(
            collaborative_id=partners.pk,
            facts=collaborative_facts(**given),
            revision=revision,
            actor=actor,
            now=now,
        )

    def test_is_done_by_a_governance_lead(self, now, partners, lead):
        self.change(partners, lead, now, persona_question="What is best for Esther?")

        partners.refresh_from_db()
        assert partners.persona_question == "What is best for Esther?"
        event = Event.objects.get(verb="collab.collaborative.changed")
        holding = RoleHolding.objects.get(user=lead)
        assert json.loads(event.payload)["allowed_by"]["id"] == holding.uid

    def test_is_done_by_an_administrator_until_somebody_governs(
        self, now, partners, admin, trust
    ):
        self.change(partners, admin, now, purpose="First")

        people.governance_lead("Gita Lead", partners, trust, now)

        with pytest.raises(NotALeadHereError, match="has a governance lead"):
            self.change(partners, admin, now, purpose="Second")

    def test_refuses_members_and_leads_of_others(self, now, partners, lead, trust):
        member = people.member("Mo Member", partners, trust, now)
        other = people.collaborative_with([trust], now)
        other_lead = people.governance_lead("Olu Lead", other, trust, now)

        for actor in (member, other_lead):
            with pytest.raises(NotALeadHereError, match="Only a governance lead"):
                self.change(partners, actor, now)

    def test_refuses_what_somebody_else_changed_meanwhile(self, now, partners, lead):
        self.change(partners, lead, now, purpose="First")

        with pytest.raises(StaleRowError):
            self.change(partners, lead, now, revision=0, purpose="Second")


class TestPersonas:
    def test_are_added_changed_and_removed(self, now, partners, lead):
        by = {"actor": lead, "now": now}
        made = setting_up.add_persona(
            collaborative_id=partners.pk, name="Esther", story="Is 83.", **by
        )
        setting_up.change_persona(
            persona_id=made.pk, name="Esther", story="Is 84.", revision=0, **by
        )
        assert Persona.objects.get().story == "Is 84."

        setting_up.remove_persona(persona_id=made.pk, **by)

        assert not Persona.objects.exists()
        assert Event.objects.filter(object_uid=made.uid).count() == 3
        assert Persona.history.filter(history_type="-").count() == 1

    def test_are_not_for_members_to_change(self, now, partners, lead, trust):
        member = people.member("Mo Member", partners, trust, now)
        made = setting_up.add_persona(
            collaborative_id=partners.pk, name="E", story="S", actor=lead, now=now
        )

        by = {"actor": member, "now": now}
        with pytest.raises(NotALeadHereError):
            setting_up.add_persona(
                collaborative_id=partners.pk, name="E", story="S", **by
            )
        with pytest.raises(NotALeadHereError):
            setting_up.change_persona(persona_id=made.pk, name="E", story="T", **by)
        with pytest.raises(NotALeadHereError):
            setting_up.remove_persona(persona_id=made.pk, **by)

    def test_refuse_the_second_of_two_tabs(self, now, partners, lead):
        by = {"actor": lead, "now": now}
        made = setting_up.add_persona(
            collaborative_id=partners.pk, name="E", story="S", **by
        )
        setting_up.change_persona(persona_id=made.pk, name="E", story="T", **by)

        with pytest.raises(StaleRowError):
            setting_up.change_persona(
                persona_id=made.pk, name="E", story="U", revision=0, **by
            )


class TestNameGovernanceLead:
    def name(self, partners, user, actor, now):
        return setting_up.name_governance_lead(
            collaborative_id=partners.pk, user_id=user.pk, actor=actor, now=now
        )

    def test_lets_the_person_govern(self, now, partners, admin, trust):
        person = people.person("Gita Lead", now)
        people.appoint(person, trust, now)

        self.name(partners, person, admin, now)

        rights = fresh_rights(person, now)
        assert rights.may("govern", collaborative_id=partners.pk)

    def test_refuses_somebody_without_a_post_at_a_member(self, now, partners, admin):
        with pytest.raises(NotAPartnerError):
            self.name(partners, people.person("Out Sider", now), admin, now)

    def test_refuses_once_somebody_governs(self, now, partners, admin, lead, trust):
        second = people.member("Mo Member", partners, trust, now)

        with pytest.raises(NotALeadHereError):
            self.name(partners, second, admin, now)

    def test_refuses_an_administrator_who_names_themselves(
        self, now, partners, admin, trust
    ):
        people.appoint(admin, trust, now)

        with pytest.raises(OwnLeadershipError):
            self.name(partners, admin, admin, now)

    def test_refuses_everyone_but_administrators(self, now, partners, trust):
        person = people.person("Gita Lead", now)
        people.appoint(person, trust, now)

        for actor in (person, people.leads_of(trust, now)[0]):
            with pytest.raises(NotAnAdministratorError):
                self.name(partners, person, actor, now)


class TestNamedRoles:
    def give(self, partners, user, actor, now, role="sro", day=JOINED):
        return memberships.give_named_role(
            collaborative_id=partners.pk,
            user_id=user.pk,
            role=role,
            starts_on=day,
            actor=actor,
            now=now,
        )

    def test_say_who_holds_them_and_give_no_access(self, now, partners, lead, trust):
        person = people.person("Sri Officer", now)
        people.appoint(person, trust, now)

        named = self.give(partners, person, lead, now)

        page = collaborative_page(collaborative=partners, day=TODAY)
        held = dict(page.named_roles)
        assert held.pop("Senior responsible officer") == named
        assert set(held.values()) == {None}
        assert fresh_rights(person, now).collaboratives == frozenset()

    def test_have_one_holder_at_a_time(self, now, partners, lead):
        first = self.give(partners, lead, lead, now)
        with pytest.raises(memberships.AlreadyHeldError):
            self.give(partners, lead, lead, now, day=TODAY)

        memberships.end_named_role(
            named_role_id=first.pk, ends_on=TODAY, actor=lead, now=now
        )

        self.give(partners, lead, lead, now, day=TODAY)
        with pytest.raises(memberships.AlreadyHeldError):
            self.give(partners, lead, lead, now, day=JOINED)

    def test_end_once_and_after_their_start(self, now, partners, lead):
        named = self.give(partners, lead, lead, now)
        end = memberships.end_named_role
        with pytest.raises(memberships.WrongEndError):
            end(named_role_id=named.pk, ends_on=JOINED, actor=lead, now=now)
        end(named_role_id=named.pk, ends_on=TODAY, actor=lead, now=now)

        with pytest.raises(memberships.AlreadyEndedError):
            end(named_role_id=named.pk, ends_on=TODAY, actor=lead, now=now)

    def test_are_for_people_at_members_and_given_by_leads(
        self, now, partners, lead, trust
    ):
        with pytest.raises(NotAPartnerError):
            self.give(partners, people.person("Out Sider", now), lead, now)
        member = people.member("Mo Member", partners, trust, now)
        with pytest.raises(NotALeadHereError):
            self.give(partners, member, member, now)
        named = self.give(partners, member, lead, now)
        with pytest.raises(NotALeadHereError):
            memberships.end_named_role(
                named_role_id=named.pk, ends_on=TODAY, actor=member, now=now
            )


class TestRoleNames:
    def test_cannot_be_forged_by_a_short_name(self, now, admin):
        for slug in ("installation", "org_1"):
            with pytest.raises(setting_up.SlugError):
                setting_up.create_collaborative(
                    slug=slug, facts=collaborative_facts(), actor=admin, now=now
                )
        assert Role.ADMINISTRATOR.value == "administrator"
