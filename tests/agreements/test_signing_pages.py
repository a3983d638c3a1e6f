import datetime as dt

import pytest
from django.urls import reverse

from agreements.enums import RequestStatus, VersionStatus
from agreements.models import SignatureRequest, SignOff
from agreements.presenters.signatures import signature_lines
from audit.models import Event
from collab.rules.periods import london_day
from tests.agreements.pages import at, dated, words
from tests.builders import agreements as build
from tests.builders import people

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture
def made(today_now):
    return build.partnership(today_now)


@pytest.fixture
def draft(made, today_now):
    return build.draft(made, today_now)


@pytest.fixture
def sent_out(draft, made, today_now):
    return build.send_out(draft, made, today_now)


class TestSendOut:
    def test_says_which_party_lacks_a_signatory_and_what_to_do(
        self, made, today_now, sign_in
    ):
        bare = people.organisation_with_two_leads("Bare Charity", today_now)
        partners = people.collaborative_with([*made.bodies, bare], today_now)
        made.collaborative, made.bodies = partners, [*made.bodies, bare]
        made.lead = people.governance_lead("Gil", partners, made.bodies[0], today_now)
        draft = build.draft(made, today_now)

        page = sign_in(made.lead).get(at(draft, "send_out"))

        assert "Nobody at Bare Charity holds a delegation" in words(page)
        assert "the party signs on paper" in words(page)

    def test_refuses_a_day_in_the_past_and_keeps_what_was_chosen(
        self, made, draft, sign_in, today_now
    ):
        named = {f"signatory-{b.uid}": made.signatory(b).uid for b in made.bodies}
        past = dated("due_on", london_day(today_now - DAY))

        page = sign_in(made.lead).post(at(draft, "send_out"), named | past)

        assert "must not be in the past" in words(page)
        draft.refresh_from_db()
        assert draft.status == VersionStatus.DRAFT


class TestSign:
    def typed(self, version, body, **changed):
        return {
            "organisation": body.uid,
            "fingerprint": version.content_hash,
            "agreed": "on",
        } | changed

    def test_shows_text_fingerprint_and_authority(self, made, sent_out, sign_in):
        page = sign_in(made.signatory(made.bodies[0])).get(at(sent_out, "sign"))

        shown = words(page)
        assert "close to home" in shown
        assert sent_out.content_hash[:8] in shown
        assert "Scheme of delegation, April 2025, paragraph 4.2" in shown

    def test_asks_who_it_is_first(self, made, sent_out, sign_in):
        client = sign_in(made.signatory(made.bodies[0]), fresh=False)

        page = client.get(at(sent_out, "sign"))

        assert "Confirm who you are" in words(page)
        assert b'name="agreed"' not in page.content

    def test_asks_again_when_posted_too_late(self, made, sent_out, sign_in):
        client = sign_in(made.signatory(made.bodies[0]), fresh=False)

        after = client.post(at(sent_out, "sign"), self.typed(sent_out, made.bodies[0]))

        assert after["Location"].startswith("/account/confirm?next=")
        assert not SignOff.objects.exists()

    def test_needs_the_box_ticked(self, made, sent_out, sign_in):
        client = sign_in(made.signatory(made.bodies[0]))
        typed = self.typed(sent_out, made.bodies[0])
        del typed["agreed"]

        page = client.post(at(sent_out, "sign"), typed)

        assert "There is a problem" in words(page)
        assert not SignOff.objects.exists()

    def test_refuses_another_partys_signatory_and_records_it(
        self, made, sent_out, sign_in
    ):
        client = sign_in(made.signatory(made.bodies[0]))

        page = client.post(at(sent_out, "sign"), self.typed(sent_out, made.bodies[1]))

        assert page.status_code == 403
        assert not SignOff.objects.exists()
        assert Event.objects.filter(verb="agreements.signature.refused").exists()

    def test_says_why_somebody_cannot_sign(self, made, sent_out, sign_in):
        page = sign_in(made.lead).get(at(sent_out, "sign"))

        assert "You cannot sign this version" in words(page)
        assert "no delegation to sign agreements" in words(page)
        assert b'name="agreed"' not in page.content

    def test_keeps_address_and_browser(self, made, sent_out, sign_in):
        client = sign_in(made.signatory(made.bodies[0]))

        client.post(
            at(sent_out, "sign"),
            self.typed(sent_out, made.bodies[0]),
            headers={"user-agent": "Phone"},
        )

        signed = SignOff.objects.get()
        assert (signed.address, signed.agent) == ("127.0.0.1", "Phone")

    def test_sent_twice_signs_once(self, made, sent_out, sign_in):
        client = sign_in(made.signatory(made.bodies[0]))
        for _ in range(2):
            page = client.post(
                at(sent_out, "sign"), self.typed(sent_out, made.bodies[0])
            )

        assert "has already signed" in words(page)
        assert SignOff.objects.count() == 1

    def test_by_get_signs_nothing(self, made, sent_out, sign_in):
        client = sign_in(made.signatory(made.bodies[0]))

        client.get(at(sent_out, "sign"), self.typed(sent_out, made.bodies[0]))

        assert not SignOff.objects.exists()

    def test_asks_which_body_where_there_are_several(
        self, made, sent_out, sign_in, today_now
    ):
        joint = made.signatory(made.bodies[0])
        people.delegate(joint, made.bodies[1], today_now)

        page = sign_in(joint).get(at(sent_out, "sign"))

        assert "Which organisation do you sign for?" in words(page)


class TestDecline:
    def test_reaches_the_sender_with_the_reason(self, made, sent_out, sign_in):
        client = sign_in(made.signatory(made.bodies[0]))
        typed = {"organisation": made.bodies[0].uid, "reason": "Too dear."}

        client.post(at(sent_out, "decline"), typed)

        status = SignatureRequest.objects.get(party__organisation=made.bodies[0]).status
        assert status == RequestStatus.DECLINED
        assert "Too dear." in words(client.get(at(sent_out)))

    def test_needs_a_reason(self, made, sent_out, sign_in):
        client = sign_in(made.signatory(made.bodies[0]))

        page = client.post(
            at(sent_out, "decline"), {"organisation": made.bodies[0].uid, "reason": ""}
        )

        assert "Enter reason" in words(page)

    def test_is_closed_to_who_was_not_asked(self, made, sent_out, sign_in):
        assert sign_in(made.lead).get(at(sent_out, "decline")).status_code == 403


class TestReplace:
    def test_asks_another_person(self, made, sent_out, sign_in, today_now):
        body = made.bodies[0]
        other = build.signatory("Other", made, body, today_now)
        client = sign_in(made.lead)
        address = at(sent_out, "replace", organisation=body.uid)
        assert "Ask again to sign" in words(client.get(address))

        typed = {"person": other.uid} | dated("due_on", london_day(today_now + DAY))
        client.post(address, typed)

        asked = SignatureRequest.objects.get(
            party__organisation=body, status=RequestStatus.ASKED
        )
        assert asked.signatory == other


class TestWithdraw:
    def test_tells_everyone_who_was_asked(self, made, sent_out, sign_in):
        client = sign_in(made.lead)

        client.post(at(sent_out, "withdraw"), {"reason": "A better text."})

        sent_out.refresh_from_db()
        assert sent_out.status == VersionStatus.WITHDRAWN
        for person in made.signatories.values():
            told = person.notifications.order_by("-pk").first()
            assert "A better text." in told.words


class TestPaper:
    def test_is_a_tagged_archival_pdf(self, made, sent_out, sign_in):
        answer = sign_in(made.lead).get(at(sent_out, "paper"))

        assert answer["Content-Type"] == "application/pdf"
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer.content.startswith(b"%PDF-")
        assert b"/MarkInfo" in answer.content
        assert b"pdfuaid:part" in answer.content
        assert b"pdfaid:part" in answer.content


class TestTheIntent:
    def test_names_the_one_body_signed_for(self, made, sent_out, sign_in):
        page = sign_in(made.signatory(made.bodies[0])).get(at(sent_out, "sign"))

        assert f"sign it for {made.bodies[0].name}" in words(page)
        assert b'type="radio"' not in page.content


class TestTheDelegationQuoted:
    def test_is_linked_for_those_who_may_read_it(
        self, made, sent_out, today_now, sign_in
    ):
        body, other = made.bodies
        signatory = made.signatory(body)
        build.sign(sent_out, body, signatory, today_now)
        delegation = SignOff.objects.get().delegation
        link = f'href="{reverse("collab:authority", args=[delegation.uid])}"'

        theirs = sign_in(signatory).get(at(sent_out)).content.decode()
        others = sign_in(made.signatory(other)).get(at(sent_out)).content.decode()

        assert link in theirs
        assert link not in others
        assert delegation.source in others


class TestWhoIsRemindedNext:
    @pytest.mark.parametrize(
        ("days", "whom"),
        [
            (0, "to {signatory}"),
            (8, "to {signatory}"),
            # Nobody stands in for them: the day of the deputies is passed over.
            (10, "to the governance leads, and whoever sent it out"),
            (12, "to the governance leads, and whoever sent it out"),
            (15, "to the governance leads, and whoever sent it out"),
        ],
    )
    def test_says_it_on_every_day_of_the_wait(
        self, made, sent_out, today_now, days, whom
    ):
        name = made.signatory(made.bodies[0]).name

        lines = signature_lines(sent_out, user=made.lead, now=today_now + days * DAY)

        of_first = next(x for x in lines if x.organisation == made.bodies[0].name)
        assert of_first.reminder.endswith(whom.format(signatory=name))

    def test_names_deputies_where_there_are_any(self, made, sent_out, today_now):
        body = made.bodies[0]
        post = people.appoint(made.signatory(body), body, today_now)
        people.deputise(people.person("Di Deputy", today_now), post, today_now)

        lines = signature_lines(sent_out, user=made.lead, now=today_now + 10 * DAY)

        said = {line.organisation: line.reminder for line in lines}
        assert said.pop(body.name).endswith("to their deputies")
        assert not any("deputies" in words for words in said.values())

    def test_says_nothing_once_the_ladder_is_at_its_end(
        self, made, sent_out, today_now
    ):
        lines = signature_lines(sent_out, user=made.lead, now=today_now + 40 * DAY)

        assert {line.reminder for line in lines} == {""}
