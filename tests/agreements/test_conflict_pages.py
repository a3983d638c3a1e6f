"""Two people on one draft: the page puts both together and loses nothing."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from agreements.models import Agreement, Clause, Condition, Version
from agreements.services import clauses, conditions, parties
from collab.rules.periods import london_day
from tests.access.side import PDF
from tests.agreements.pages import at, dated, typed_in, words
from tests.builders import agreements as build

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(today_now):
    return build.partnership(today_now)


@pytest.fixture
def draft(made, today_now):
    return build.draft(made, today_now, needs=("The board agrees.",), title="Beds")


@pytest.fixture
def lead(made, sign_in):
    return sign_in(made.lead)


class TestTerms:
    def read(self, draft):
        """What the form of somebody who opens the page now holds."""
        version = Version.objects.select_related("agreement").get(pk=draft.pk)
        return {
            "title": version.agreement.title,
            "revision": version.revision,
            "agreement_revision": version.agreement.revision,
            "value": "",
            "notice_length": "",
            "notice_unit": "",
            "notice_effect": "ends",
            "effect_from": "later",
            **dated("commences_on", version.commences_on),
        }

    def test_keep_what_each_of_two_changed(self, lead, draft):
        mine, theirs = self.read(draft), self.read(draft)
        lead.post(
            at(draft, "terms"), theirs | {"notice_length": 6, "notice_unit": "months"}
        )

        page = lead.post(at(draft, "terms"), mine | {"value": "500"})

        assert "Only the other person changed this" in words(page)
        assert "You both changed" not in words(page)
        assert lead.post(at(draft, "terms"), typed_in(page)).status_code == 302
        draft.refresh_from_db()
        assert (draft.value_pence, draft.notice_length) == (500_00, 6)
        assert draft.notice_unit == "months"

    def test_show_both_where_both_changed_one_of_them(self, lead, draft):
        mine, theirs = self.read(draft), self.read(draft)
        lead.post(at(draft, "terms"), theirs | {"value": "123"})

        page = lead.post(at(draft, "terms"), mine | {"value": "77"})

        assert "You both changed this" in words(page)
        assert "\u00a3123" in words(page)
        assert b'value="77"' in page.content

    def test_notice_that_only_the_title_was_changed(self, lead, draft):
        mine, theirs = self.read(draft), self.read(draft)
        lead.post(at(draft, "terms"), theirs | {"title": "Their title"})

        page = lead.post(at(draft, "terms"), mine | {"value": "77"})

        assert page.status_code == 200
        lead.post(at(draft, "terms"), typed_in(page))
        assert Agreement.objects.get(pk=draft.agreement_id).title == "Their title"

    def test_put_dates_back_into_their_boxes(self, lead, draft, today_now):
        mine, theirs = self.read(draft), self.read(draft)
        day = london_day(today_now).replace(year=2031)
        lead.post(at(draft, "terms"), theirs | dated("review_on", day))

        page = lead.post(at(draft, "terms"), mine | {"value": "77"})

        assert b'value="2031"' in page.content
        lead.post(at(draft, "terms"), typed_in(page))
        assert Version.objects.get(pk=draft.pk).review_on == day

    def test_ask_for_length_and_unit_of_notice_together(self, lead, draft):
        for half in ({"notice_length": 6}, {"notice_unit": "months"}):
            page = lead.post(at(draft, "terms"), self.read(draft) | half)
            assert "There is a problem" in words(page)

    @pytest.mark.parametrize("wrong", ["0", "-1", "x", "501", "9" * 30])
    def test_refuse_a_length_of_notice_that_is_none(self, lead, draft, wrong):
        typed = {"notice_length": wrong, "notice_unit": "days"}
        page = lead.post(at(draft, "terms"), self.read(draft) | typed)

        assert "There is a problem" in words(page)
        assert f'value="{wrong}"'.encode() in page.content


class TestClause:
    @pytest.fixture
    def clause(self, draft):
        return draft.clauses.order_by("position").first()

    def typed(self, clause, **changed):
        return {
            "heading": clause.heading,
            "text": clause.text,
            "identity": clause.identity,
            "revision": clause.revision,
        } | changed

    @pytest.fixture
    def theirs(self, made, draft, clause, today_now):
        return clauses.change_clause(
            version_id=draft.pk,
            identity=clause.identity,
            revision=clause.revision,
            heading=clause.heading,
            text="Their words.",
            actor=made.lead,
            now=today_now,
        )

    def test_takes_their_text_where_i_changed_the_heading_alone(
        self, lead, draft, clause, theirs
    ):
        address = at(draft, "change_clause", identity=clause.identity)

        page = lead.post(address, self.typed(clause, heading="Mine"))
        lead.post(address, typed_in(page))

        saved = Clause.objects.get(pk=clause.pk)
        assert (saved.heading, saved.text) == ("Mine", "Their words.")

    def test_can_have_both_texts_in_the_box(self, lead, draft, clause, theirs):
        address = at(draft, "change_clause", identity=clause.identity)
        page = lead.post(address, self.typed(clause, text="My words."))
        assert "Put both texts in the box" in words(page)

        page = lead.post(address, typed_in(page) | {"both": "1"})

        assert Clause.objects.get(pk=clause.pk).text == "Their words."
        data = typed_in(page)
        assert data["text"] == "Their words.\n\nMy words."
        assert lead.post(address, data).status_code == 302
        assert Clause.objects.get(pk=clause.pk).text == "Their words.\n\nMy words."


class TestCondition:
    def test_shows_both_and_loses_nothing(self, lead, made, draft, today_now):
        found = draft.conditions.get()
        conditions.change_condition(
            version_id=draft.pk,
            identity=found.identity,
            revision=found.revision,
            text="Their words.",
            actor=made.lead,
            now=today_now,
        )
        typed = {"text": "My words.", "revision": found.revision}
        typed["identity"] = found.identity
        address = at(draft, "change_condition", identity=found.identity)

        page = lead.post(address, typed)

        assert "Their words." in words(page)
        assert "My words." in words(page)
        assert lead.post(address, typed_in(page)).status_code == 302
        assert Condition.objects.get(pk=found.pk).text == "My words."

    def test_gives_the_text_back_where_it_was_taken_out(
        self, lead, made, draft, today_now
    ):
        found = draft.conditions.get()
        conditions.remove_condition(
            version_id=draft.pk,
            identity=found.identity,
            revision=found.revision,
            actor=made.lead,
            now=today_now,
        )
        typed = {"text": "My words.", "revision": found.revision}
        typed["identity"] = found.identity

        page = lead.post(at(draft, "change_condition", identity=found.identity), typed)

        assert "took this condition out" in words(page)
        assert "My words." in words(page)


class TestParty:
    def test_says_who_was_named_for_another_part_meanwhile(self, lead, made, today_now):
        draft = build.draft(made, today_now, bodies=made.bodies[:1])
        body = made.bodies[1]
        parties.name_party(
            version_id=draft.pk,
            organisation_id=body.pk,
            role="host",
            actor=made.lead,
            now=today_now,
        )
        typed = {"organisation": body.uid, "role": "partner"}

        page = lead.post(at(draft, "add_party"), typed)

        assert "was named meanwhile as host" in words(page)
        assert draft.agreement.parties.get(organisation=body).role == "host"

    def test_named_twice_for_the_same_part_is_one(self, lead, made, today_now):
        draft = build.draft(made, today_now, bodies=made.bodies[:1])
        typed = {"organisation": made.bodies[1].uid, "role": "partner"}

        for _ in range(2):
            assert lead.post(at(draft, "add_party"), typed).status_code == 302

        assert draft.agreement.parties.count() == 2


class TestRecordingAConditionAsMet:
    def test_shows_it_on_the_version_and_for_the_signatories(
        self, lead, made, today_now
    ):
        version = build.out_for_signature(made, today_now, needs=("The board agrees.",))
        found = version.conditions.get()
        address = at(version, "condition_met", identity=found.identity)
        typed = {"evidence": "Minute 4."} | dated("met_on", london_day(today_now))

        assert "The board agrees." in words(lead.get(address))
        assert lead.post(address, typed).status_code == 302

        for page in ("version", "sign", "print"):
            shown = words(lead.get(at(version, page)))
            assert "The board agrees." in shown
            assert "Minute 4." in shown
        again = lead.post(address, typed)
        assert "recorded before" in words(again)
        assert "Minute 4." in words(again)

    def test_says_what_is_wrong_and_keeps_what_was_typed(self, lead, made, today_now):
        version = build.out_for_signature(made, today_now, needs=("The board agrees.",))
        found = version.conditions.get()
        ahead = london_day(today_now).replace(year=2999)
        typed = {"evidence": "Minute 4."} | dated("met_on", ahead)
        address = at(version, "condition_met", identity=found.identity)

        page = lead.post(address, typed)

        assert "must not be in the future" in words(page)
        assert "Minute 4." in words(page)

    def test_keeps_a_document_that_members_can_open(self, lead, made, today_now):
        version = build.out_for_signature(made, today_now, needs=("The board agrees.",))
        found = version.conditions.get()
        address = at(version, "condition_met", identity=found.identity)
        file = SimpleUploadedFile("minute.pdf", PDF)
        typed = {"evidence": "Minute 4.", "file": file}

        lead.post(address, typed | dated("met_on", london_day(today_now)))

        assert found.met.document.collaborative == made.collaborative
        assert "The document" in words(lead.get(at(version)))
