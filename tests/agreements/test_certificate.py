import datetime as dt
import hashlib

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.models import Version
from agreements.presenters.certificate import (
    certificate_data,
    certificate_pdf,
    show_certificate,
)
from agreements.services.declining import decline_to_sign
from agreements.services.signatories import replace_signatory
from agreements.services.withdrawing import withdraw_version
from audit.door import SystemActor
from collab.models import IssuedPaper
from collab.rules.periods import london_day
from collab.selectors.papers import kind_of_paper
from collab.services.reminders import sweep_reminders
from tests.agreements.pages import at, words
from tests.builders import agreements as build

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture
def made(today_now):
    return build.partnership(today_now)


@pytest.fixture
def sent_out(made, today_now):
    return build.out_for_signature(made, today_now, value_pence=5_000_000)


def found(version):
    return Version.objects.select_related("agreement__collaborative").get(pk=version.pk)


def said(version):
    return " ".join(
        f"{each.who} {each.what}"
        for each in show_certificate(found(version)).happenings
    )


class TestShowCertificate:
    def test_names_every_signature_with_its_authority(self, made, sent_out, today_now):
        signed = build.sign_all(sent_out, made, today_now)

        shown = show_certificate(signed)

        assert shown.is_final
        assert [each.organisation for each in shown.signed] == [
            body.name for body in made.bodies
        ]
        pairs = dict(shown.signed[0].pairs)
        assert made.signatory(made.bodies[0]).name in pairs["Signed by"]
        assert "Scheme of delegation, April 2025" in pairs["By what authority"]
        assert pairs["Content"].replace(" ", "") == sent_out.content_hash
        assert pairs["How"] == "Signed in Concordat, identity checked again"

    def test_tells_of_a_decline_with_its_reason_and_of_who_was_asked_next(
        self, made, sent_out, today_now
    ):
        body = made.bodies[0]
        other = build.signatory("Deputy chief", made, body, today_now)
        decline_to_sign(
            version_id=sent_out.pk,
            organisation_id=body.pk,
            reason="The board has not met",
            actor=made.signatory(body),
            now=today_now,
        )
        replace_signatory(
            version_id=sent_out.pk,
            organisation_id=body.pk,
            user_id=other.pk,
            due_on=london_day(today_now + 9 * DAY),
            actor=made.lead,
            now=today_now,
        )

        told = said(sent_out)

        assert "sent AGR-001 version 1 out to be signed" in told
        assert "The reason given: The board has not met" in told
        assert "asked another signatory" in told

    def test_tells_of_reminders(self, today_now):
        made = build.partnership(today_now - 4 * DAY)
        sent_out = build.out_for_signature(made, today_now - 4 * DAY)
        sweep_reminders(actor=SystemActor("reminders"), now=today_now)

        assert "Concordat reminded" in said(sent_out)

    def test_is_interim_until_all_have_signed(self, made, sent_out, today_now):
        build.sign(sent_out, made.bodies[0], made.signatory(made.bodies[0]), today_now)

        shown = show_certificate(found(sent_out))

        assert not shown.is_final
        assert "1 is given so far" in shown.standing
        assert certificate_data(shown, invented=False)["across"] == "interim"

    def test_says_that_a_version_was_withdrawn_and_why(self, made, sent_out, today_now):
        withdraw_version(
            version_id=sent_out.pk, reason="Wrong sum", actor=made.lead, now=today_now
        )

        shown = show_certificate(found(sent_out))

        assert "was withdrawn" in shown.standing
        assert "Wrong sum" in said(sent_out)


class TestCertificatePdf:
    def test_has_the_same_bytes_for_the_same_facts(self, made, sent_out, today_now):
        signed = build.sign_all(sent_out, made, today_now)

        once = certificate_pdf(signed)

        assert once.startswith(b"%PDF-")
        assert once == certificate_pdf(found(signed))

    def test_has_other_bytes_once_something_happened(self, made, sent_out, today_now):
        before = certificate_pdf(found(sent_out))
        build.sign(sent_out, made.bodies[0], made.signatory(made.bodies[0]), today_now)

        assert certificate_pdf(found(sent_out)) != before


class TestPages:
    def test_shows_the_certificate_and_leads_to_it(
        self, made, sent_out, sign_in, today_now
    ):
        build.sign_all(sent_out, made, today_now)
        client = sign_in(made.lead)

        page = words(client.get(at(sent_out, "certificate")))

        assert "Every signature that this version needed was given" in page
        assert at(sent_out, "certificate") in client.get(at(sent_out)).content.decode()

    def test_is_not_there_for_a_draft(self, made, sign_in, today_now):
        draft = build.draft(made, today_now)
        client = sign_in(made.lead)

        assert client.get(at(draft, "certificate")).status_code == 404
        assert client.get(at(draft, "certificate_paper")).status_code == 404

    @pytest.mark.parametrize("name", ["paper", "certificate_paper"])
    def test_issues_a_final_paper_once_and_knows_it_again(
        self, made, sent_out, sign_in, today_now, name
    ):
        build.sign_all(sent_out, made, today_now)

        first = sign_in(made.lead).get(at(sent_out, name))
        again = sign_in(made.signatory(made.bodies[0])).get(at(sent_out, name))

        assert first.content == again.content
        assert IssuedPaper.objects.count() == 1
        assert kind_of_paper(hashlib.sha256(first.content).hexdigest())

    @pytest.mark.parametrize("name", ["paper", "certificate_paper"])
    def test_issues_nothing_that_is_not_final(self, made, sent_out, sign_in, name):
        answer = sign_in(made.lead).get(at(sent_out, name))

        assert answer["Content-Type"] == "application/pdf"
        assert not IssuedPaper.objects.exists()

    def test_costs_the_same_however_much_happened(
        self, made, sent_out, sign_in, today_now
    ):
        client = sign_in(made.lead)
        with CaptureQueriesContext(connection) as few:
            client.get(at(sent_out, "certificate"))
        build.sign_all(sent_out, made, today_now)
        with CaptureQueriesContext(connection) as many:
            client.get(at(sent_out, "certificate"))

        assert len(many) <= len(few) + 1
