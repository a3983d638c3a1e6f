import dataclasses
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agreements.models import Version
from agreements.presenters.comparing import (
    _party,
    _term,
    show_comparison,
    summary_of,
)
from agreements.presenters.comparison_paper import comparison_pdf
from agreements.rules.comparison import TermChange, compare
from agreements.rules.content import ConditionContent
from agreements.selectors.comparing import usual_pair
from agreements.selectors.content import content_of
from agreements.services.clauses import change_clause, move_clause, remove_clause
from tests.agreements.pages import at, words
from tests.builders import agreements as build

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(today_now):
    return build.partnership(today_now)


@pytest.fixture
def first(made, today_now):
    version = build.draft(made, today_now)
    build.add_clause(version, made, today_now, "Notice", "Three months.")
    return build.sign_all(build.send_out(version, made, today_now), made, today_now)


@pytest.fixture
def second(first, made, today_now):
    """A next version: one clause reworded, one moved, one out, one in; a value."""
    draft = build.next_version(made, first, today_now)
    purpose, money, notice = draft.clauses.order_by("position")
    change_clause(
        version_id=draft.pk,
        identity=purpose.identity,
        revision=purpose.revision,
        heading=purpose.heading,
        text="Care **close to** <b>people</b>.",
        actor=made.lead,
        now=today_now,
    )
    remove_clause(
        version_id=draft.pk,
        identity=money.identity,
        revision=money.revision,
        actor=made.lead,
        now=today_now,
    )
    build.add_clause(draft, made, today_now, "Data", "Shared *lawfully*.")
    move_clause(
        version_id=draft.pk,
        identity=notice.identity,
        up=True,
        actor=made.lead,
        now=today_now,
    )
    build.with_terms(draft, made, today_now, value_pence=25_000_000)
    return Version.objects.select_related("agreement__collaborative").get(pk=draft.pk)


def page_of(version, name="compare", old=1, new=2):
    agreement = version.agreement
    where = [agreement.collaborative.slug, agreement.reference]
    return reverse(
        f"agreements:{name}",
        args=where if name == "choose_comparison" else [*where, old, new],
    )


class TestCompare:
    def test_says_first_how_much_changed(self, made, second, sign_in):
        page = sign_in(made.lead).get(page_of(second))

        said = words(page)
        assert "1 clause added, 1 removed, 1 moved and 1 reworded." in said
        assert re.search(r"Also changed: [^.]*value\.", said)
        assert said.index("1 clause added") < said.index("Dates, money")

    def test_marks_words_for_eye_and_ear_and_takes_markup_as_words(
        self, made, second, sign_in
    ):
        content = sign_in(made.lead).get(page_of(second)).content.decode()

        assert re.search(r"<del><span[^>]*>\[taken out: </span>[^<]*home\*\*", content)
        assert "&lt;b&gt;people&lt;/b&gt;" in content
        assert "<b>" not in content
        assert "£250,000" in content

    def test_shows_only_what_changed_until_all_is_asked_for(
        self, made, first, sign_in, today_now
    ):
        draft = build.next_version(made, first, today_now)
        build.add_clause(draft, made, today_now, "Data", "Shared.")
        client = sign_in(made.lead)

        brief = words(client.get(page_of(first)))
        whole = words(client.get(page_of(first) + "?all=yes"))

        assert "Each body bears its own costs." not in brief
        assert "Show all clauses, with the 3 that did not change" in brief
        assert "Each body bears its own costs." in whole

    def test_says_that_nothing_differs(self, made, first, sign_in, today_now):
        build.next_version(made, first, today_now)

        said = words(sign_in(made.lead).get(page_of(first)))

        assert "No clause differs" in said

    def test_compares_a_draft_by_what_it_says_now(self, made, second, today_now):
        clause = second.clauses.order_by("position").last()
        change_clause(
            version_id=second.pk,
            identity=clause.identity,
            revision=clause.revision,
            heading="Another heading",
            text=clause.text,
            actor=made.lead,
            now=today_now,
        )
        first = second.agreement.versions.get(number=1)
        first.agreement = second.agreement

        titles = [line.title for line in show_comparison(first, second).clauses]

        assert "Another heading" in titles

    def test_is_not_there_for_a_number_that_is_not(self, made, second, sign_in):
        client = sign_in(made.lead)

        assert client.get(page_of(second, new=9)).status_code == 404

    def test_costs_the_same_however_many_clauses(
        self, made, second, sign_in, today_now
    ):
        client = sign_in(made.lead)
        with CaptureQueriesContext(connection) as few:
            client.get(page_of(second))
        for number in range(20):
            build.add_clause(second, made, today_now, f"More {number}", "Words.")
        with CaptureQueriesContext(connection) as many:
            client.get(page_of(second))

        assert len(many) == len(few)

    def test_is_led_to_from_the_agreement_and_from_the_version(
        self, made, second, sign_in
    ):
        client = sign_in(made.lead)
        agreement = reverse(
            "agreements:agreement",
            args=[made.collaborative.slug, second.agreement.reference],
        )

        assert "Compare two versions" in words(client.get(agreement))
        assert page_of(second) in client.get(at(second)).content.decode()


class TestChoose:
    def test_goes_from_the_one_in_force_to_the_newest(self, made, second, sign_in):
        client = sign_in(made.lead)

        led = client.get(page_of(second, "choose_comparison"))
        asked = client.get(page_of(second, "choose_comparison") + "?old=2&new=1")
        wrong = client.get(page_of(second, "choose_comparison") + "?old=x&new=-1")

        assert led["Location"] == page_of(second)
        assert asked["Location"] == page_of(second, old=2, new=1)
        assert wrong["Location"] == page_of(second)

    def test_takes_the_only_version_twice(self, made, first, today_now):
        assert usual_pair(first.agreement, at=today_now) == (1, 1)


class TestPaper:
    def test_has_the_same_bytes_for_the_same_facts(self, made, second, today_now):
        first = second.agreement.versions.get(number=1)
        first.agreement = second.agreement

        made_once = comparison_pdf(first, second, as_at=today_now)

        assert made_once.startswith(b"%PDF-")
        assert made_once == comparison_pdf(first, second, as_at=today_now)

    def test_is_given_out_as_an_attachment(self, made, second, sign_in):
        answer = sign_in(made.lead).get(page_of(second, "comparison_paper"))

        assert answer["Content-Type"] == "application/pdf"
        assert answer["Content-Disposition"].startswith("attachment")


class TestSummary:
    def test_counts_parties_by_what_became_of_them(self, made, second):
        old = content_of(second)
        lost = dataclasses.replace(old, parties=old.parties[:1])

        assert summary_of(compare(old, lost)) == ["1 party leaves."]
        assert summary_of(compare(lost, old)) == ["1 party joins."]
        assert summary_of(compare(old, old)) == ["Nothing differs: both say the same."]

    def test_says_how_another_party_signs_and_what_a_condition_is(self, second):
        old = content_of(second)
        party = dataclasses.replace(old.parties[0], signing="both")
        condition = ConditionContent(identity="cnd_1", text="The boards agree")
        new = dataclasses.replace(
            old, parties=(party, *old.parties[1:]), conditions=(condition,)
        )
        found = compare(old, new)

        assert "and signs by" in _party(found.parties[0])
        assert (_term(found.terms[0]).old, _term(found.terms[0]).new) == (
            "None",
            "The boards agree",
        )

    def test_names_terms_that_it_has_never_heard_of(self, second):
        comparison = compare(content_of(second), content_of(second))
        later = dataclasses.replace(
            comparison, terms=(TermChange(name="notice_days", old=30, new=90),)
        )

        assert summary_of(later) == ["Also changed: notice days."]
