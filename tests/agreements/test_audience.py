"""An agreement open to its parties alone does not exist for anybody else."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from agreements.enums import OpenTo
from agreements.models import (
    Agreement,
    Clause,
    Condition,
    DecisionUnder,
    Party,
    SignatureRequest,
    SignOff,
    Version,
)
from agreements.selectors.lookups import decision_facts, find_agreement
from agreements.services import parties
from agreements.services.decisions import log_decision_under
from audit.door import SystemActor
from audit.models import Event
from audit.registries import reach_of
from collab.grants import rights_of
from collab.models import Reminder
from collab.services.reminders import sweep_reminders
from tests.access.walking import addresses
from tests.agreements.test_decisions import values, with_board
from tests.builders import agreements as build
from tests.builders import people

pytestmark = pytest.mark.django_db

TITLE = "Very secret alliance"
MODELS = (
    Agreement,
    Version,
    Clause,
    Condition,
    Party,
    SignatureRequest,
    SignOff,
    DecisionUnder,
)


@pytest.fixture
def made(now):
    made = build.partnership(now, "Northfield Trust", "Vale Council", "Hill Charity")
    return with_board(made, now)


@pytest.fixture
def closed(made, now):
    """In force between the first two bodies, open to them alone."""
    outside = made.bodies.pop()
    version = build.draft(
        made, now, title=TITLE, open_to=OpenTo.PARTIES, needs=("The board agrees.",)
    )
    version = build.sign_all(build.send_out(version, made, now), made, now)
    build.meet(version.conditions.get(), made, now)
    made.bodies.append(outside)
    return Version.objects.select_related("agreement__collaborative").get(pk=version.pk)


@pytest.fixture
def outsider(made, closed, now):
    return people.member("Odd Outsider", made.collaborative, made.bodies[2], now)


@pytest.fixture
def insider(made, closed, now):
    return people.member("Ina Insider", made.collaborative, made.bodies[1], now)


def sees(user, now):
    rights = rights_of(user, now)
    return {model for model in MODELS if model.objects.visible_to(rights).exists()}


class TestWhoMayRead:
    def test_are_people_of_the_parties(self, insider, now):
        assert sees(insider, now) == set(MODELS) - {DecisionUnder}

    def test_are_not_other_members(self, outsider, now):
        assert sees(outsider, now) == set()

    def test_are_governance_leads_wherever_they_work(self, made, closed, now):
        lead = people.governance_lead(
            "Gail Lead", made.collaborative, made.bodies[2], now
        )
        assert Agreement in sees(lead, now)

    def test_are_auditors_of_the_collaborative(self, made, closed, now):
        auditor = people.auditor("Al Auditor", now, collaborative=made.collaborative)
        assert Agreement in sees(auditor, now)

    def test_are_not_members_of_a_party_who_take_no_part_here(self, made, closed, now):
        stranger = people.person("Sue Stranger", now)
        people.appoint(stranger, made.bodies[1], now)
        assert sees(stranger, now) == set()

    def test_are_people_of_a_body_as_soon_as_it_is_named_and_while_it_is(
        self, made, closed, outsider, now
    ):
        other = build.draft(
            made, now, bodies=made.bodies[1:], open_to=OpenTo.PARTIES, title="Other"
        )
        seen = Agreement.objects.visible_to(rights_of(outsider, now))
        assert [each.title for each in seen] == ["Other"]

        parties.remove_party(
            version_id=other.pk,
            organisation_id=made.bodies[2].pk,
            actor=made.lead,
            now=now,
        )
        assert sees(outsider, now) == set()

    def test_are_no_longer_those_of_a_party_that_left(self, made, closed, now):
        staying = [made.bodies[0], made.bodies[2]]
        leaver = people.member("Lee Leaver", made.collaborative, made.bodies[1], now)
        second = build.next_version(made, closed, now)
        by = {"version_id": second.pk, "actor": made.lead, "now": now}
        parties.name_party(organisation_id=made.bodies[2].pk, role="partner", **by)
        parties.remove_party(organisation_id=made.bodies[1].pk, **by)
        tomorrow = now + build.FORTNIGHT
        build.with_terms(second, made, now, commences_on=tomorrow.date())
        build.send_out(second, made, now)
        for body in staying:
            build.sign(second, body, made.signatory(body), now)

        assert Agreement in sees(leaver, now)
        assert sees(leaver, tomorrow) == set()


class TestForAnOutsider:
    def test_every_page_of_it_is_not_there(self, closed, outsider):
        browser = Client()
        browser.force_login(outsider)
        agreement = closed.agreement
        known = {
            "collaborative": agreement.collaborative.slug,
            "reference": agreement.reference,
            "number": closed.number,
            "organisation": agreement.parties.first().organisation.uid,
            "identity": closed.clauses.first().identity,
        }
        # Whatever else an address names is looked for after the agreement.
        asked = 0
        for name, route in addresses():
            parts = re.findall(r"<\w+:(\w+)>", route)
            if name.startswith("agreements:") and "reference" in parts:
                address = reverse(
                    name, kwargs={each: known.get(each, 1) for each in parts}
                )
                for ask in (browser.get, browser.post):
                    assert ask(address).status_code in (404, 405), address
                asked += 1

        assert asked > 15

    def test_it_is_on_no_list_and_no_home_page(self, made, closed, outsider):
        browser = Client()
        browser.force_login(outsider)
        slug = made.collaborative.slug
        for address in ("/", f"/{slug}/", f"/{slug}/agreements", "/events"):
            page = browser.get(address, follow=True).content.decode()
            assert TITLE not in page
            assert closed.agreement.reference not in page

    def test_it_is_found_by_no_reference(self, closed, outsider, insider):
        assert find_agreement(outsider, closed.agreement.reference) is None
        assert find_agreement(insider, closed.agreement.reference) is not None

    def test_its_events_are_not_there(self, closed, outsider, insider, now):
        names = {"agreements.agreement.created", "agreements.version.signed_off"}
        for user, found in ((outsider, set()), (insider, names)):
            events = Event.objects.visible_to(reach_of(user, now))
            seen = events.filter(verb__startswith="agreements.")
            assert names & set(seen.values_list("verb", flat=True)) == found

    def test_nobody_else_reads_that_its_parties_were_reminded(
        self, made, outsider, insider, now
    ):
        three_days_on = now + dt.timedelta(days=3)
        outside = made.bodies.pop()
        draft = build.draft(made, now, title=TITLE, open_to=OpenTo.PARTIES)
        build.send_out(draft, made, now)
        made.bodies.append(outside)
        sweep_reminders(actor=SystemActor("reminders"), now=three_days_on)

        reminded = Event.objects.filter(verb="collab.reminder.sent")

        def told(user):
            reach = reach_of(User.objects.get(pk=user.pk), three_days_on)
            return reminded.visible_to(reach)

        reminders = Reminder.objects.visible_to(rights_of(outsider, three_days_on))
        assert reminded.exists()
        assert not reminders.exists()
        assert not told(outsider).exists()
        assert told(insider).exists()

    def test_a_decision_does_not_say_that_it_was_taken_under_it(
        self, made, closed, outsider, insider, now
    ):
        decision = log_decision_under(
            **values(made, now, agreement_id=closed.agreement_id)
        )

        seen = Event.objects.visible_to(reach_of(outsider, now))
        assert not seen.filter(payload__contains=TITLE).exists()
        assert decision_facts(decision, rights_of(outsider, now)) == []
        assert decision_facts(decision, rights_of(insider, now)) != []
