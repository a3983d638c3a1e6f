"""Who sees what people hold; leaving, roles, audits and the import, on pages."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.enums import Role
from accounts.models import User
from collab.enums import AuthorityStatus
from collab.grants import rights_of
from collab.models import Appointment, Delegation, Engagement
from collab.rules.authority import Terms
from collab.selectors.work import Work, WorkList
from collab.services import appointments, leavers
from tests.builders import people
from tests.collab.pages import TERMS, at, text_of
from tests.collab.test_documents import stored

pytestmark = pytest.mark.django_db
QUERIES = 30


def work_of(user, now):
    """What waits for a person, the most urgent first."""
    work = Work(user=user, rights=rights_of(user, now), now=now)
    return WorkList(work).page().items


class TestWhoSeesWhat:
    def test_outsiders_learn_of_nothing(self, acute, leads, manager, now, sign_in):
        row = people.delegate(manager, acute, now)
        document = stored(acute, leads[0], now)
        other = people.organisation_with_two_leads("Vale Charity", now)
        page = sign_in(people.leads_of(other, now)[0])

        for address in (
            at("people", acute.uid),
            at("delegations", acute.uid),
            at("propose_delegation", acute.uid),
            at("propose_appointment", acute.uid),
            at("propose_deputy", acute.uid),
            at("import_people", acute.uid),
            at("authority", row.uid),
            at("refuse_authority", row.uid),
            at("end_authority", row.uid),
            at("person_left", acute.uid, manager.uid),
            at("document", document.uid),
            at("download", document.uid),
        ):
            assert page.get(address).status_code == 404, address
        answer = page.post(at("confirm_authority", row.uid), {"revision": 0})
        assert answer.status_code == 404

    def test_colleagues_read_and_change_nothing(
        self, acute, leads, manager, now, sign_in
    ):
        row = people.propose_delegation(manager, acute, leads[0], now)
        colleague = people.person("Col League", now)
        people.appoint(colleague, acute, now)
        page = sign_in(colleague)

        answer = page.get(at("authority", row.uid))
        assert "Only an organisation lead" in text_of(answer)
        assert "Refuse it" not in text_of(answer)
        assert (
            page.post(at("confirm_authority", row.uid), {"revision": 0}).status_code
            == 403
        )
        for name in ("propose_appointment", "propose_delegation", "propose_deputy"):
            assert page.get(at(name, acute.uid)).status_code == 403
            assert page.post(at(name, acute.uid), {}).status_code == 403
        leaving = at("person_left", acute.uid, manager.uid)
        assert page.post(leaving, {"reason": "x"}).status_code == 403
        row.refresh_from_db()
        assert row.status == AuthorityStatus.PROPOSED

    def test_the_proposer_cannot_confirm_by_post(
        self, acute, leads, manager, now, sign_in
    ):
        row = people.propose_delegation(manager, acute, leads[0], now)

        answer = sign_in(leads[0]).post(
            at("confirm_authority", row.uid), {"revision": row.revision}
        )

        assert answer.status_code == 403
        assert "A second person must confirm this." in text_of(answer)

    def test_strangers_are_asked_to_sign_in(self, acute, client):
        answer = client.get(at("people", acute.uid))

        assert answer.status_code == 302
        assert "login" in answer["Location"]

    def test_an_auditor_reads_all(self, acute, manager, now, sign_in):
        row = people.delegate(manager, acute, now)
        page = sign_in(people.auditor("Ada Audit", now))

        # The engagement of the builder runs from the test's own now.
        assert page.get(at("authority", row.uid)).status_code in (200, 404)

    def test_people_page_costs_the_same_for_more(
        self, acute, leads, now, sign_in, django_assert_max_num_queries
    ):
        page = sign_in(leads[0])
        for number in range(15):
            people.appoint(people.person(f"P {number}", now), acute, now)

        with django_assert_max_num_queries(QUERIES):
            answer = page.get(at("people", acute.uid))

        assert "P 14" in text_of(answer)


class TestAdministratorsWork:
    def test_is_to_restore_bodies_that_lost_their_leads(self, acute, leads, now):
        admin, other = (people.administrator(f"Admin {n}", now) for n in "AB")
        for lead in leads:
            leavers.record_leaver(
                user_id=lead.pk,
                organisation_id=acute.pk,
                reason="Left",
                actor=lead,
                now=now,
            )
        row = appointments.appoint_first_lead(
            organisation_id=acute.pk,
            holder=people.person("Fi First", now),
            post="Secretary",
            terms=Terms(
                starts_on=now.date(),
                source="Letter",
                source_document_id=stored(acute, admin, now).pk,
            ),
            actor=admin,
            now=now,
        )

        def links(user):
            return [item.link for item in work_of(user, now)]

        assert at("authority", row.uid) in links(other)
        assert at("authority", row.uid) not in links(admin)


class TestMyAuthority:
    def test_says_what_up_to_what_and_until_when(self, acute, manager, now, sign_in):
        people.delegate(
            manager, acute, now, limit_pence=25_000_000, last_on=dt.date(2099, 3, 31)
        )
        deputy = people.person("Di Deputy", now)
        people.deputise(deputy, manager.appointments.get(), now)

        said = text_of(sign_in(manager).get(at("my_authority")))
        assert "Sign agreements, up to £250,000" in said
        assert "to 31 March 2099" in said
        assert "Di Deputy" in said
        said = text_of(sign_in(deputy).get(at("my_authority")))
        assert "Deputy for Mo Manager" in said
        assert "up to £250,000" in said

    def test_says_plainly_that_there_is_none(self, now, sign_in):
        said = text_of(sign_in(people.person("Una", now)).get(at("my_authority")))

        assert "No organisation has given you authority" in said


class TestWorkItems:
    def test_ask_the_other_lead_only(self, acute, leads, manager, now):
        row = people.propose_delegation(manager, acute, leads[0], now)

        def work(user):
            fresh = User.objects.get(pk=user.pk)
            return [item.link for item in work_of(fresh, now)]

        assert at("authority", row.uid) in work(leads[1])
        assert at("authority", row.uid) not in work(leads[0])
        assert at("authority", row.uid) not in work(manager)

    @pytest.mark.parametrize(("days", "shown"), [(29, True), (31, False)])
    def test_warn_of_delegations_that_end_within_30_days(
        self, acute, leads, manager, now, days, shown
    ):
        last = (now + dt.timedelta(days=days)).date()
        row = people.delegate(manager, acute, now, last_on=last)

        items = work_of(leads[0], now)

        found = [item for item in items if item.link == at("authority", row.uid)]
        assert bool(found) is shown
        if shown:
            assert found[0].due_on == last


class TestLeaving:
    def test_ends_everything_and_says_so(self, acute, leads, manager, now, sign_in):
        people.delegate(manager, acute, now)

        answer = sign_in(leads[0]).post(
            at("person_left", acute.uid, manager.uid),
            {"reason": "Retired"},
            follow=True,
        )

        assert "Mo Manager has left" in text_of(answer)
        assert not Delegation.objects.filter(status=AuthorityStatus.CONFIRMED).exists()

    def test_oneself_is_possible(self, acute, manager, now, sign_in):
        answer = sign_in(manager).post(
            at("person_left", acute.uid, manager.uid), {"reason": "New job"}
        )

        assert answer.status_code == 302
        assert manager.appointments.get().status == AuthorityStatus.ENDED


class TestRolesAndAudits:
    @pytest.fixture
    def partners(self, acute, now):
        return people.collaborative_with([acute], now)

    @pytest.fixture
    def governor(self, partners, acute, now):
        return people.governance_lead("Gita Lead", partners, acute, now)

    def test_are_given_on_the_collaborative_s_page(
        self, partners, governor, manager, sign_in
    ):
        address = at("collaborative_people", partners.slug)
        page = sign_in(governor)

        answer = page.post(
            address, {"holder": manager.email, "role": Role.FINANCE_LEAD}, follow=True
        )

        assert "Mo Manager now has this role." in text_of(answer)
        answer = page.post(
            at("take_role", partners.slug, manager.uid, Role.FINANCE_LEAD.value),
            {"reason": "Another post"},
            follow=True,
        )
        assert "no longer has this role" in text_of(answer)

    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            ({"holder": "", "role": "member"}, "Enter their email address"),
            ({"holder": "nobody@example.org", "role": "member"}, "Nobody has an open"),
            ({"holder": "x", "role": "member"}, "correct format"),
            ({"holder": "mo.manager@example.org", "role": "auditor"}, "from the list"),
        ],
    )
    def test_say_what_is_wrong(
        self, partners, governor, manager, sign_in, typed, words
    ):
        answer = sign_in(governor).post(
            at("collaborative_people", partners.slug), typed
        )

        assert words in text_of(answer)

    def test_are_read_only_for_members(self, partners, governor, acute, now, sign_in):
        page = sign_in(people.member("Mia Member", partners, acute, now))
        address = at("collaborative_people", partners.slug)

        assert "Gita Lead" in text_of(page.get(address))
        assert page.post(address, {}).status_code == 403

    def test_do_not_exist_for_outsiders(self, partners, now, sign_in):
        other = people.organisation_with_two_leads("Vale Charity", now)
        page = sign_in(people.leads_of(other, now)[0])

        assert page.get(at("collaborative_people", partners.slug)).status_code == 404
        assert page.get(at("engage_auditor", partners.slug)).status_code == 404

    def test_audits_are_engaged_and_ended(self, partners, governor, now, sign_in):
        ada = people.person("Ada Audit", now)
        page = sign_in(governor)
        typed = TERMS | {
            "auditor": ada.email,
            "body": "Northgate",
            "last_on_year": "2099",
        }
        del typed["source"]

        page.post(at("engage_auditor", partners.slug), typed)
        row = Engagement.objects.get()
        page.post(at("end_engagement", row.uid), {"reason": "Done"})

        row.refresh_from_db()
        assert row.ends_at.year < 2099

    def test_audits_of_the_installation_are_the_administrator_s(
        self, governor, now, sign_in
    ):
        assert sign_in(governor).get(at("auditors")).status_code == 403
        admin = people.administrator("Al Admin", now)
        assert sign_in(admin).get(at("auditors")).status_code == 200


class TestImportPage:
    def test_tries_first_and_then_proposes(self, now, sign_in):
        body = people.organisation_with_two_leads("Northfield", now, ods_code="RX1")
        table = (
            b"name,email,ods_code,post,starts_on\n"
            b"Nia New,nia@example.org,RX1,Secretary,2026-04-01\n"
            b"Bad,bad,RX1,Clerk,2026-04-01\n"
        )
        page = sign_in(people.leads_of(body, now)[0])
        address = at("import_people", body.uid)

        def send(do):
            file = SimpleUploadedFile("people.csv", table)
            return text_of(page.post(address, {"file": file, "do": do}))

        said = send("try")
        assert "1 proposed, 0 there already, 1 not taken" in said
        assert "Row 3: email must be an address" in said
        assert not Appointment.objects.waiting().exists()
        assert "What happened" in send("import")
        assert Appointment.objects.waiting().count() == 1
        assert "0 proposed, 1 there already" in send("import")
