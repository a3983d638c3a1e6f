import datetime as dt
import re

import pytest
from django.urls import reverse

from agreements.enums import RequestStatus, VersionStatus
from agreements.models import Clause, SignatureRequest, SignOff, Version
from agreements.services.clauses import change_clause, remove_clause
from agreements.services.terms import set_terms
from audit.models import Event
from collab.rules.periods import london_day
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


def words(response):
    body = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", body)


def at(version, page="version", **more):
    agreement = version.agreement
    return reverse(
        f"agreements:{page}",
        kwargs={
            "collaborative": agreement.collaborative.slug,
            "reference": agreement.reference,
            "number": version.number,
            **more,
        },
    )


def dated(name, day):
    return {
        f"{name}_day": str(day.day),
        f"{name}_month": str(day.month),
        f"{name}_year": str(day.year),
    }


class TestTheThread:
    def test_goes_from_a_title_to_in_force_by_pages_alone(
        self, made, sign_in, today_now
    ):
        slug = made.collaborative.slug
        lead = sign_in(made.lead)
        made_at = lead.post(
            f"/{slug}/agreements/new",
            {"title": "Provider agreement", "instrument": "lead_provider"},
        )
        version = Version.objects.select_related("agreement__collaborative").get()
        assert made_at["Location"] == at(version, "draft")
        for body in made.bodies:
            lead.post(
                at(version, "add_party"), {"organisation": body.uid, "role": "partner"}
            )
        typed = {"heading": "Purpose", "text": "Care.", "identity": "cl_0123456789"}
        lead.post(at(version, "add_clause"), typed)
        typed = {
            "title": "Provider agreement",
            "revision": version.revision,
            "value": "100,000",
            **dated("commences_on", london_day(today_now)),
        }
        lead.post(at(version, "terms"), typed)
        assert "Send it out to be signed" in words(lead.get(at(version, "draft")))

        named = {f"signatory-{b.uid}": made.signatory(b).uid for b in made.bodies}
        due = dated("due_on", london_day(today_now + 14 * DAY))
        lead.post(at(version, "send_out"), named | due)
        version.refresh_from_db()
        assert version.status == VersionStatus.OUT_FOR_SIGNATURE

        for body in made.bodies:
            person = sign_in(made.signatory(body))
            page = person.get(at(version, "sign"))
            assert "By what authority" in words(page)
            typed = {
                "organisation": body.uid,
                "fingerprint": version.content_hash,
                "agreed": "on",
            }
            after = person.post(at(version, "sign"), typed)
            assert after["Location"] == at(version, "signed")
        assert "The agreement is in force" in words(person.get(at(version, "signed")))

        version.refresh_from_db()
        assert version.status == VersionStatus.IN_FORCE
        shown = words(person.get(f"/{slug}/agreements/AGR-001"))
        assert "Version 1" in shown
        assert "Who signed version 1" in shown
        assert person.get("/go", {"q": "agr-001"}).status_code in (200, 302)


class TestAgreementList:
    def test_says_what_to_do_where_there_is_none(self, made, sign_in):
        page = sign_in(made.lead).get(f"/{made.collaborative.slug}/agreements")

        assert "There is no agreement yet" in words(page)
        assert "Write the first one" in words(page)

    def test_costs_the_same_however_many_there_are(
        self, made, sign_in, today_now, django_assert_max_num_queries
    ):
        for number in range(12):
            build.draft(made, today_now, title=f"Agreement {number}")
        client = sign_in(made.lead)

        with django_assert_max_num_queries(25) as counted:
            page = client.get(f"/{made.collaborative.slug}/agreements")

        assert words(page).count("Agreement") >= 12
        many = len(counted)
        for number in range(12):
            build.draft(made, today_now, title=f"More {number}")
        with django_assert_max_num_queries(many):
            client.get(f"/{made.collaborative.slug}/agreements")

    def test_is_not_there_for_another_collaborative(self, made, sign_in, today_now):
        other = build.partnership(today_now, "Elsewhere Trust", "Elsewhere Council")

        page = sign_in(other.lead).get(f"/{made.collaborative.slug}/agreements")

        assert page.status_code == 404


class TestEveryPage:
    PAGES = (
        "version",
        "print",
        "paper",
        "draft",
        "terms",
        "add_party",
        "add_clause",
        "send_out",
        "withdraw",
        "sign",
        "signed",
        "decline",
    )

    @pytest.mark.parametrize("page", PAGES)
    def test_is_not_there_for_another_collaborative(
        self, draft, sign_in, today_now, page
    ):
        other = build.partnership(today_now, "Elsewhere Trust", "Elsewhere Council")
        client = sign_in(other.lead)

        assert client.get(at(draft, page)).status_code == 404
        if page not in ("version", "print", "paper", "draft", "signed"):
            assert client.post(at(draft, page), {}).status_code == 404

    @pytest.mark.parametrize(
        "page", ["draft", "terms", "add_party", "add_clause", "send_out", "withdraw"]
    )
    def test_of_writing_is_closed_to_a_member(self, made, draft, sign_in, page):
        client = sign_in(made.signatory(made.bodies[0]))

        assert client.get(at(draft, page)).status_code == 403

    @pytest.mark.parametrize("page", PAGES)
    def test_leads_a_stranger_to_sign_in(self, client, draft, page):
        assert "/accounts/login" in client.get(at(draft, page))["Location"]

    @pytest.mark.parametrize(
        "page",
        ["version", "print", "draft", "terms", "add_party", "add_clause", "send_out"],
    )
    def test_of_a_draft_has_one_heading(self, made, draft, sign_in, page):
        shown = sign_in(made.lead).get(at(draft, page))

        assert shown.status_code == 200
        assert shown.content.count(b"<h1") == 1

    @pytest.mark.parametrize("page", ["version", "print", "sign", "decline"])
    def test_of_signing_has_one_heading(self, made, sent_out, sign_in, page):
        shown = sign_in(made.signatory(made.bodies[0])).get(at(sent_out, page))

        assert shown.status_code == 200
        assert shown.content.count(b"<h1") == 1


class TestTerms:
    def typed(self, draft, **changed):
        return {"title": "T", "revision": draft.revision, "value": "1"} | changed

    def test_gives_back_what_was_typed_where_it_is_wrong(self, made, draft, sign_in):
        typed = self.typed(draft, value="250k", commences_on_day="31")

        page = sign_in(made.lead).post(at(draft, "terms"), typed)

        assert page.status_code == 200
        assert b"There is a problem" in page.content
        assert b'value="250k"' in page.content
        assert b'value="31"' in page.content

    def test_shows_what_somebody_else_set_and_loses_nothing(
        self, made, draft, sign_in, today_now
    ):
        stale = self.typed(draft, title="Mine", value="77")
        set_terms(
            version_id=draft.pk,
            revision=draft.revision,
            title="Theirs",
            commences_on=draft.commences_on,
            expires_on=None,
            value_pence=123_00,
            actor=made.lead,
            now=today_now,
        )

        page = sign_in(made.lead).post(at(draft, "terms"), stale)

        assert "Theirs" in words(page)
        assert "£123" in words(page)
        assert b'value="Mine"' in page.content
        assert b'value="77"' in page.content
        draft.refresh_from_db()
        assert draft.value_pence == 123_00

    def test_names_the_last_day_where_it_comes_first(self, made, draft, sign_in):
        day = draft.commences_on
        typed = self.typed(
            draft, **dated("commences_on", day), **dated("expires_on", day - DAY)
        )

        page = sign_in(made.lead).post(at(draft, "terms"), typed)

        assert "The last day must be" in words(page)


class TestChangeClause:
    def clause(self, draft):
        return draft.clauses.order_by("position").first()

    def post(self, client, draft, clause, **changed):
        typed = {
            "heading": "Purpose",
            "text": "My words.",
            "identity": clause.identity,
            "revision": clause.revision,
        } | changed
        return client.post(at(draft, "change_clause", identity=clause.identity), typed)

    def test_saves_and_leads_back_to_the_draft(self, made, draft, sign_in):
        clause = self.clause(draft)

        after = self.post(sign_in(made.lead), draft, clause)

        assert after["Location"] == at(draft, "draft")
        clause.refresh_from_db()
        assert clause.text == "My words."

    def test_shows_both_texts_where_somebody_else_was_first(
        self, made, draft, sign_in, today_now
    ):
        clause = self.clause(draft)
        change_clause(
            version_id=draft.pk,
            identity=clause.identity,
            revision=clause.revision,
            heading="Purpose",
            text="Their words.",
            actor=made.lead,
            now=today_now,
        )
        client = sign_in(made.lead)

        page = self.post(client, draft, clause)

        assert "Their words." in words(page)
        assert "My words." in words(page)
        revision = Clause.objects.get(pk=clause.pk).revision
        assert self.post(client, draft, clause, revision=revision).status_code == 302
        assert Clause.objects.get(pk=clause.pk).text == "My words."

    def test_gives_the_text_back_where_the_clause_was_taken_out(
        self, made, draft, sign_in, today_now
    ):
        clause = self.clause(draft)
        remove_clause(
            version_id=draft.pk,
            identity=clause.identity,
            revision=clause.revision,
            actor=made.lead,
            now=today_now,
        )

        page = self.post(sign_in(made.lead), draft, clause)

        assert "took this clause out" in words(page)
        assert "My words." in words(page)

    def test_gives_the_text_back_where_the_version_was_sent_out(
        self, made, sent_out, sign_in
    ):
        page = self.post(sign_in(made.lead), sent_out, self.clause(sent_out))

        assert "can no longer change" in words(page)
        assert "My words." in words(page)

    def test_says_what_is_missing(self, made, draft, sign_in):
        page = self.post(sign_in(made.lead), draft, self.clause(draft), heading="")

        assert "Enter heading" in words(page)
        assert "My words." in words(page)

    def test_refuses_too_long_a_text_and_keeps_it(self, made, draft, sign_in):
        long = "word " * 4_001

        page = self.post(sign_in(made.lead), draft, self.clause(draft), text=long)

        assert "20000 characters or fewer" in words(page)
        assert long.encode().strip() in page.content


class TestAddClause:
    def test_sent_twice_adds_one(self, made, draft, sign_in):
        client = sign_in(made.lead)
        typed = {"heading": "H", "text": "T", "identity": "cl_0123456789"}

        for _ in range(2):
            client.post(at(draft, "add_clause"), typed)

        assert draft.clauses.filter(heading="H").count() == 1


class TestMoveAndRemoveClause:
    def test_moves_up(self, made, draft, sign_in):
        last = draft.clauses.order_by("-position").first()

        sign_in(made.lead).post(
            at(draft, "move_clause", identity=last.identity), {"direction": "up"}
        )

        assert draft.clauses.order_by("position").first() == last

    def test_takes_out_after_asking(self, made, draft, sign_in):
        clause = draft.clauses.first()
        address = at(draft, "remove_clause", identity=clause.identity)
        client = sign_in(made.lead)
        assert clause.text in words(client.get(address)).replace("&#39;", "'")

        client.post(address, {"revision": clause.revision})

        assert not draft.clauses.filter(pk=clause.pk).exists()

    def test_does_not_take_out_what_changed_meanwhile(
        self, made, draft, sign_in, today_now
    ):
        clause = draft.clauses.first()
        address = at(draft, "remove_clause", identity=clause.identity)

        page = sign_in(made.lead).post(address, {"revision": clause.revision + 1})

        assert "Somebody else changed" in words(page)
        assert draft.clauses.filter(pk=clause.pk).exists()


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
        assert b'type="submit"' not in page.content.partition(b"<main")[2]

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
        assert "Ask somebody else" in words(client.get(address))

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
