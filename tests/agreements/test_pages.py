import datetime as dt

import pytest

from agreements.enums import VersionStatus
from agreements.models import Agreement, Clause, Version
from agreements.services.clauses import change_clause, remove_clause
from agreements.services.terms import set_terms
from collab.rules.periods import london_day
from tests.agreements.pages import at, dated, words
from tests.builders import agreements as build

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


class TestTheThread:
    def test_goes_from_a_title_to_in_force_by_pages_alone(
        self, made, sign_in, today_now
    ):
        slug = made.collaborative.slug
        lead = sign_in(made.lead)
        made_at = lead.post(
            f"/{slug}/agreements/new",
            {
                "title": "Provider agreement",
                "instrument": "lead_provider",
                "open_to": "collaborative",
            },
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
            "agreement_revision": version.agreement.revision,
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
        agreement = Agreement.objects.get(pk=draft.agreement_id)
        return {
            "title": "T",
            "revision": draft.revision,
            "agreement_revision": agreement.revision,
            "value": "1",
        } | changed

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


class TestTheAddressOfARecord:
    def test_leads_from_an_event_to_its_page(self, made, today_now):
        from audit.registries import address_of

        version = build.in_force(made, today_now)
        page = at(version)

        assert (
            address_of("agreements.agreement", version.agreement.uid)
            == (page.partition("/versions")[0])
        )
        for row in (
            version,
            version.clauses.first(),
            version.requests.first(),
            version.sign_offs.first(),
        ):
            assert address_of(row._meta.label_lower, row.uid) == page

    def test_is_nothing_for_what_is_not_there(self):
        from audit.registries import address_of

        assert address_of("agreements.version", "ver_x") is None
