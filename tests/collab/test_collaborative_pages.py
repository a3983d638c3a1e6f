"""The start page, and the pages of collaboratives."""

import datetime as dt

import pytest
from django.utils import timezone

from audit.registries import reach_of
from collab import registries
from collab.models import Collaborative
from collab.registries import Entry, HomeSection, WorkItem
from collab.services.memberships import end_membership, start_membership
from collab.services.organisations import close_organisation
from tests.builders import people
from tests.builders.acts import any_act
from tests.builders.bodies import (
    EXTRACT,
    SERVER,
    body,
    collaborative,
    imported,
    with_second_factor,
)

pytestmark = pytest.mark.django_db

POSTED = {
    "name": "Vale Partners",
    "slug": "vale",
    "purpose": "Fewer people placed far from home.",
    "persona_question": "What is best for Esther?",
    "footprint_level": "place",
    "footprint": "Vale",
}


@pytest.fixture
def now():
    """The pages read the clock, so what they show was done a moment ago."""
    return timezone.now() - dt.timedelta(minutes=1)


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


@pytest.fixture
def member(partners, trust, now):
    return people.member("Mo Member", partners, trust, now)


@pytest.fixture
def outsider(trust, now):
    other = people.collaborative_with([trust], now, slug="other")
    return people.governance_lead("Olu Lead", other, trust, now)


@pytest.fixture
def sources(monkeypatch):
    monkeypatch.setattr(registries.work, "_work", dict(registries.work._work))
    monkeypatch.setattr(registries, "_sections", dict(registries._sections))


def words(page):
    return " ".join(page.content.decode().split())


def sign_in(client, user):
    with_second_factor(user)
    client.force_login(user)
    return client


def day(name, value):
    return {
        f"{name}_day": str(value.day),
        f"{name}_month": str(value.month),
        f"{name}_year": str(value.year),
    }


class TestHome:
    def test_sends_the_anonymous_to_sign_in(self, client):
        assert "/accounts/login" in client.get("/")["Location"]

    def test_leads_an_administrator_from_nothing_to_a_governance_lead(
        self, client, admin, now
    ):
        sign_in(client, admin)
        assert "Next step: Load the organisations" in words(client.get("/"))

        imported(EXTRACT, now)
        assert "Next step: Create the first collaborative" in words(client.get("/"))

        client.post("/collaboratives/new", POSTED)
        assert "Next step: Say who takes part in Vale" in words(client.get("/"))

        client.post(
            "/vale/members/new",
            {"organisation": "xa1", "role": "member"}
            | day("joined_on", dt.date(2024, 1, 1)),
        )
        step = words(client.get("/"))
        assert "Next step: Name the first governance lead of Vale" in step
        assert "Nobody has a post at a member yet." in words(
            client.get("/vale/governance-lead")
        )

    def test_shows_no_step_once_all_is_set_up(self, client, admin, lead):
        assert "Next step" not in words(sign_in(client, admin).get("/"))

    def test_shows_what_waits_what_is_mine_and_what_changed(
        self, client, member, partners, sources
    ):
        def waiting(user, rights, now):
            return [
                WorkItem(
                    title="Sign the agreement",
                    body="Your body is the last.",
                    link="/vale/",
                    kind="signature",
                    due_on=now.date() + dt.timedelta(days=1),
                    collaborative="Vale Partners",
                    collaborative_id=partners.pk,
                )
            ]

        registries.register_work_items("test", waiting)

        page = words(sign_in(client, member).get("/"))

        assert '<a href="/vale/">Sign the agreement</a>' in page
        assert "tomorrow" in page
        assert '<a href="/vale/">Vale Partners</a>' in page

    def test_shows_nothing_of_other_collaboratives(self, client, partners, outsider):
        assert "Vale Partners" not in words(sign_in(client, outsider).get("/"))

    def test_tells_leads_of_closed_members(self, client, lead, trust, partners, now):
        part = body("Old Charity", now)
        start_membership(
            collaborative_id=partners.pk,
            organisation_id=part.pk,
            role="member",
            joined_on=dt.date(2024, 1, 1),
            actor=lead,
            now=now,
        )
        close_organisation(
            organisation_id=part.pk,
            happened_on=dt.date(2025, 1, 1),
            source="Order",
            actor=SERVER,
            now=now,
        )

        page = words(sign_in(client, lead).get("/"))
        assert "Decide what becomes of Old Charity in Vale Partners" in page
        assert "Closed organisations that still take part" in words(
            client.get("/vale/members/")
        )

    def test_takes_few_queries(self, client, member, django_assert_max_num_queries):
        sign_in(client, member)
        client.get("/")

        with django_assert_max_num_queries(30):
            client.get("/")


class TestCollaborative:
    def test_is_open_to_its_people_and_to_nobody_else(
        self, client, partners, lead, member, outsider, trust
    ):
        for user, expected in ((lead, 200), (member, 200), (outsider, 404)):
            assert sign_in(client, user).get("/vale/").status_code == expected
            assert client.get("/vale/members/").status_code == expected
        assert client.get("/nowhere/").status_code == 404

    def test_says_who_why_and_what_is_in_force(self, client, member, partners, sources):
        registries.register_home_section(
            "test",
            lambda user, rights, found, now: HomeSection(
                title="In force",
                entries=[Entry(title="AGR-001 of " + found.slug, state="In force")],
                more=Entry(title="All agreements", href="/vale/agreements/"),
            ),
            order=1,
        )

        page = words(sign_in(client, member).get("/vale/"))

        assert "Fewer people placed far from home." in page
        assert "Vale Trust takes part so far." in page
        assert "AGR-001 of vale" in page
        assert "All agreements" in page
        assert "Only a governance lead of Vale Partners may change this." in page

    def test_shows_an_administrator_the_frame_but_no_records(
        self, client, admin, partners, sources
    ):
        registries.register_home_section(
            "test", lambda *_: HomeSection(title="Secret section"), order=1
        )

        page = words(sign_in(client, admin).get("/vale/"))

        assert "Vale Trust" in page
        assert "Secret section" not in page
        assert "What changed lately" not in page

    def test_closes_to_somebody_whose_body_left(
        self, client, member, partners, lead, now
    ):
        end_membership(
            membership_id=partners.memberships.get().pk,
            left_on=timezone.localdate(),
            actor=lead,
            now=now,
        )

        assert sign_in(client, member).get("/vale/").status_code == 404

    def test_closes_to_the_deactivated(self, client, member, now):
        sign_in(client, member)
        with any_act(now):
            member.is_active = False
            member.save()

        assert client.get("/vale/").status_code == 302


class TestLookingAfter:
    def test_is_refused_with_the_reason(self, client, member):
        sign_in(client, member)

        for address in ("change", "members/new", "personas/new", "named-roles/new"):
            page = client.get(f"/vale/{address}")
            assert page.status_code == 403
            assert "Only a governance lead of Vale Partners" in words(page)

    def test_does_not_exist_for_others(self, client, partners, outsider):
        sign_in(client, outsider)

        for address in ("change", "members/new", "governance-lead"):
            assert client.get(f"/vale/{address}").status_code == 404

    def test_changes_purpose_and_area(self, client, lead, partners):
        sign_in(client, lead)

        client.post("/vale/change", POSTED | {"purpose": "New words", "revision": "0"})
        again = client.post("/vale/change", POSTED | {"purpose": "X", "revision": "0"})

        partners.refresh_from_db()
        assert partners.purpose == "New words"
        assert "Somebody else changed this" in words(again)

    def test_adds_changes_and_removes_a_persona(self, client, lead, partners):
        sign_in(client, lead)
        client.post("/vale/personas/new", {"name": "Esther", "story": "Is 83."})
        persona = partners.personas.get()
        address = f"/vale/personas/{persona.uid}"

        client.post(
            f"{address}/change", {"name": "Esther", "story": "Is 84.", "revision": "0"}
        )
        assert "Is 84." in words(client.get("/vale/"))
        assert "Remove Esther?" in words(client.get(f"{address}/remove"))
        client.post(f"{address}/remove")

        assert not partners.personas.exists()
        assert client.get(f"{address}/change").status_code == 404

    def test_adds_a_member_by_code_or_name_and_ends_it(
        self, client, lead, partners, now
    ):
        body("Vale Charity", now, ods_code="XA9")
        body("Vale Charity Two", now)
        sign_in(client, lead)
        posted = {"role": "member"} | day("joined_on", dt.date(2024, 1, 1))

        unsure = client.post("/vale/members/new", posted | {"organisation": "vale ch"})
        assert "Say which you mean: Vale Charity (XA9) or Vale Charity Two" in words(
            unsure
        )
        unknown = client.post("/vale/members/new", posted | {"organisation": "zzz"})
        assert "No organisation on the register is called “zzz”" in words(unknown)
        client.post("/vale/members/new", posted | {"organisation": "vale charity"})

        part = partners.memberships.get(organisation__ods_code="XA9")
        left = day("left_on", dt.date(2024, 6, 1))
        client.post(f"/vale/members/{part.uid}/end", left)
        assert "Took part before" in words(client.get("/vale/members/"))
        twice = client.post(f"/vale/members/{part.uid}/end", left)
        assert "This part has ended already." in words(twice)

    def test_names_who_holds_a_role_and_ends_it(self, client, lead, partners):
        sign_in(client, lead)
        posted = {"role": "sro", "person": lead.uid} | day(
            "starts_on", dt.date(2024, 1, 1)
        )

        client.post("/vale/named-roles/new", posted)
        assert "Senior responsible officer: Gita Lead" in words(client.get("/vale/"))
        named = partners.named_roles.get()
        client.post(
            f"/vale/named-roles/{named.uid}/end", day("ends_on", dt.date(2024, 6, 1))
        )

        page = words(client.get("/vale/"))
        assert "Senior responsible officer: nobody named" in page

    def test_names_the_first_governance_lead_once(
        self, client, admin, partners, trust, now
    ):
        person = people.person("Gita Lead", now)
        people.appoint(person, trust, now)
        sign_in(client, admin)

        client.post("/vale/governance-lead", {"person": person.uid})

        again = client.get("/vale/governance-lead")
        assert again.status_code == 403
        assert "has a governance lead" in words(again)
        assert sign_in(client, person).get("/vale/change").status_code == 200


class TestCreate:
    def test_refuses_a_reserved_short_name(self, client, admin):
        page = sign_in(client, admin).post(
            "/collaboratives/new", POSTED | {"slug": "organisations"}
        )

        assert "is the address of another page" in words(page)
        assert not Collaborative.objects.exists()

    def test_refuses_a_taken_short_name_and_keeps_what_was_typed(
        self, client, admin, now
    ):
        collaborative("vale", now)

        page = sign_in(client, admin).post("/collaboratives/new", POSTED)

        assert "Another collaborative has the short name vale" in words(page)
        assert "What is best for Esther?" in words(page)

    def test_is_for_administrators(self, client, lead):
        page = sign_in(client, lead).post("/collaboratives/new", POSTED | {"slug": "x"})

        assert page.status_code == 403
        assert not Collaborative.objects.filter(slug="x").exists()


class TestGoToReference:
    def test_finds_codes_and_short_names_that_the_person_may_see(
        self, client, member, outsider, now
    ):
        found = body("Vale Charity", now, ods_code="XA9")

        sign_in(client, member)
        assert client.get("/go?q=xa9")["Location"] == f"/organisations/{found.uid}"
        assert client.get("/go?q=VALE")["Location"] == "/vale/"
        sign_in(client, outsider)
        assert client.get("/go?q=vale").status_code == 200


class TestSampleNotice:
    NOTICE = "People, dates, decisions and signatures on this page are invented."

    def test_stands_on_every_page_where_the_sample_is_loaded(self, client, member, now):
        sign_in(client, member)
        assert self.NOTICE not in words(client.get("/vale/"))

        collaborative_row = Collaborative.objects.get(slug="vale")
        with any_act(now):
            collaborative_row.is_invented = True
            collaborative_row.save()

        for address in ("/", "/vale/", "/organisations/"):
            assert self.NOTICE in words(client.get(address))


class TestReach:
    def test_is_what_each_may_read(self, now, partners, trust, member, admin):
        auditor = people.auditor("Ada Audit", now, partners)
        everything = people.auditor("Eve Audit", now)

        def read(user):
            return reach_of(user, now)

        assert read(auditor).collaboratives == {partners.uid}
        assert read(everything).everything
        assert read(member).audiences == {
            f"person:{member.uid}",
            f"collaborative:{partners.uid}",
            f"organisation:{trust.uid}",
        }
        assert not read(member).collaboratives
        assert "installation" in read(admin).audiences
        assert f"collaborative:{partners.uid}" not in read(admin).audiences
