"""The pages of pathways and outcomes, as people meet them."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from collab.rules.periods import london_day
from pathways.models import Outcome, OutcomeValue, Pathway, PathwayStage
from pathways.presenters.outcomes import show_outcome
from tests.agreements.pages import dated, typed_in, words
from tests.builders import outcomes
from tests.builders.acts import any_act

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


def at(thing, page):
    slug = thing.collaborative.slug
    return reverse(f"pathways:{page}", args=[slug, thing.reference])


def of_stage(stage, page):
    pathway = stage.pathway
    return reverse(
        f"pathways:{page}",
        args=[pathway.collaborative.slug, pathway.reference, stage.uid],
    )


WHOLE = {
    "name": "Days in hospital",
    "meaning": "Days for each person, counted at discharge.",
    "domain": "clinical",
    "stage": "",
    "notes": "",
    "unit": "days",
    "decimals": "1",
    "direction": "decrease",
    "baseline_value": "40.5",
    "baseline_period": "2024/25",
    "baseline_source": "Board paper 9",
    "target_value": "30",
    **dated("target_on", dt.date(2030, 3, 31)),
}


class TestTheList:
    def test_says_what_to_do_first(self, made, lead, member, sign_in):
        address = reverse("pathways:list", args=[made.collaborative.slug])

        assert "Add the first one" in words(sign_in(lead).get(address))
        said = words(sign_in(member).get(address))
        assert "A governance lead writes them down" in said
        assert "Add a pathway" not in said

    def test_shows_each_outcome_with_how_it_is_going(
        self, outcome, lead, today_now, member, sign_in
    ):
        outcomes.value(outcome, lead, today_now, 8)

        said = words(
            sign_in(member).get(
                reverse("pathways:list", args=[outcome.collaborative.slug])
            )
        )

        assert "On the way" in said
        assert "8 per cent of patients in January 2026. 80 per cent of the way" in said
        assert "Northfield Trust answers for it." in said

    def test_asks_as_many_questions_for_twenty_as_for_one(
        self, made, lead, body, today_now, sign_in
    ):
        def fill(many):
            for _ in range(many):
                number = Pathway.objects.count()
                pathway = outcomes.pathway(
                    made.collaborative, lead, today_now, name=f"Pathway {number}"
                )
                stage = outcomes.stage(pathway, lead, today_now)
                outcome = outcomes.outcome(
                    pathway, lead, body, today_now, stage_id=stage.pk
                )
                wrong = outcomes.value(outcome, lead, today_now)
                outcomes.corrected(wrong, lead, today_now)

        def asked(address):
            browser.get(address)
            with CaptureQueriesContext(connection) as queries:
                browser.get(address)
            return len(queries)

        browser = sign_in(lead)
        fill(1)
        pages = [
            reverse("pathways:list", args=[made.collaborative.slug]),
            f"/{made.collaborative.slug}/",
        ]
        few = [asked(page) for page in pages]
        fill(19)

        assert [asked(page) for page in pages] == few


class TestAPathwaysPage:
    def test_is_filled_by_its_forms(self, made, lead, sign_in):
        browser, slug = sign_in(lead), made.collaborative.slug
        browser.post(
            reverse("pathways:add", args=[slug]),
            {"name": "Secure care", "cohort": "Adults"},
        )
        pathway = Pathway.objects.get()
        for name in ("Referral", "Discharge"):
            browser.post(
                at(pathway, "add_stage"), {"name": name, "what_happens": "Seen to."}
            )
        second = PathwayStage.objects.get(name="Discharge")
        browser.post(of_stage(second, "move_stage"), {"direction": "up"})
        page = browser.get(of_stage(second, "change_stage"))
        browser.post(
            of_stage(second, "change_stage"),
            typed_in(page) | {"name": "Going home"},
        )

        said = words(browser.get(at(pathway, "pathway")))
        assert said.index("1. Going home") < said.index("2. Referral")

    def test_takes_a_stage_out_after_asking(self, pathway, lead, today_now, sign_in):
        stage = outcomes.stage(pathway, lead, today_now)
        browser = sign_in(lead)

        assert "The history keeps" in words(
            browser.get(of_stage(stage, "remove_stage"))
        )
        browser.post(of_stage(stage, "remove_stage"))
        assert not PathwayStage.objects.exists()

    def test_says_why_a_stage_stays(self, pathway, lead, body, today_now, sign_in):
        stage = outcomes.stage(pathway, lead, today_now)
        outcomes.outcome(pathway, lead, body, today_now, stage_id=stage.pk)

        said = words(sign_in(lead).post(of_stage(stage, "remove_stage")))
        assert "Outcomes belong to this stage" in said

    def test_keeps_what_two_people_typed(self, pathway, lead, today_now, sign_in):
        browser = sign_in(lead)
        address = at(pathway, "change")
        first, second = (typed_in(browser.get(address)) for _ in range(2))
        browser.post(address, first | {"name": "First words"})

        refused = browser.post(address, second | {"name": "Second words"})
        assert "Somebody else changed this" in words(refused)
        assert typed_in(refused)["name"] == "Second words"

        browser.post(address, typed_in(refused))
        assert Pathway.objects.get().name == "Second words"

    def test_names_the_field_of_a_name_that_is_taken(
        self, made, pathway, lead, sign_in
    ):
        page = sign_in(lead).post(
            reverse("pathways:add", args=[made.collaborative.slug]),
            {"name": pathway.name, "cohort": "Adults"},
        )

        assert 'href="#id_name"' in page.content.decode()
        assert "There is one called Adult secure care already." in words(page)


class TestAddingAnOutcome:
    def post(self, pathway, browser, body, **changed):
        data = WHOLE | {"organisation": body.uid} | changed
        return browser.post(at(pathway, "add_outcome"), data)

    def test_takes_it_whole(self, pathway, lead, body, sign_in):
        self.post(pathway, sign_in(lead), body)
        found = Outcome.objects.get()

        assert (found.baseline_value, found.target_value) == (405, 300)
        assert (found.decimals, found.organisation) == (1, body)

    @pytest.mark.parametrize(
        ("field", "typed", "said"),
        [
            ("baseline_value", "40.55", "at most one decimal place"),
            ("target_value", "thirty", "at most one decimal place"),
            ("target_value", "50", "must be lower than the baseline"),
            ("unit", "", "Unit"),
            ("organisation", "org_nobody", "Who answers"),
        ],
    )
    def test_says_what_is_wrong_and_keeps_what_was_typed(
        self, pathway, lead, body, sign_in, field, typed, said
    ):
        page = self.post(pathway, sign_in(lead), body, **{field: typed})

        assert said in words(page)
        assert "There is a problem" in words(page)
        assert typed_in(page)["meaning"] == WHOLE["meaning"]
        assert not Outcome.objects.exists()


class TestAnOutcomesPage:
    def test_says_who_answers_from_where_to_where_and_how_it_goes(
        self, outcome, lead, member, today_now, sign_in
    ):
        outcomes.value(outcome, lead, today_now, 8)

        said = words(sign_in(member).get(at(outcome, "outcome")))
        for words_of_it in (
            "Northfield Trust",
            "20 per cent of patients, 2019/20",
            "Source: Board paper 7",
            "5 per cent of patients by",
            "A fall is better",
            "Effect on the system",
            "8 per cent of patients in January 2026",
        ):
            assert words_of_it in said
        assert "Enter a value" not in said

    def test_shows_the_line_with_its_words_and_both_levels(
        self, outcome, lead, today_now, sign_in
    ):
        for number, figure in ((1, 12), (2, 9), (4, 8)):
            outcomes.value(outcome, lead, today_now, figure, month=(2025, number))

        html = sign_in(lead).get(at(outcome, "outcome")).content.decode()
        assert html.count("<polyline") == 1
        assert html.count("<circle") == 3
        assert ">Baseline</text>" in html
        assert ">Target</text>" in html
        assert "shown as a gap" in html
        assert 'style="' not in html

    def test_keeps_a_corrected_value_in_sight_with_the_reason(
        self, outcome, lead, member, today_now, sign_in
    ):
        wrong = outcomes.value(outcome, lead, today_now, 8)
        outcomes.corrected(wrong, lead, today_now, 9)

        page = sign_in(member).get(at(outcome, "outcome"))
        said = words(page)
        assert "Corrected" in said
        assert "Corrects the earlier value: Two people were counted twice" in said
        assert "9 per cent of patients in January 2026" in said
        assert page.content.decode().count("<circle") == 1

    def test_says_what_is_next(self, pathway, lead, body, member, today_now, sign_in):
        today = london_day(today_now)
        late = outcomes.outcome(pathway, lead, body, today_now, target_on=today - DAY)
        browser = sign_in(member)
        assert "enters the first value" in words(browser.get(at(late, "outcome")))

        wrong = outcomes.value(late, lead, today_now, 25)
        said = words(browser.get(at(late, "outcome")))
        assert "The target day is over" in said
        assert "says at the next review why" in said

        outcomes.corrected(wrong, lead, today_now, 4)
        assert "The target is reached." in words(browser.get(at(late, "outcome")))

    def test_says_that_a_body_is_no_member_any_more(
        self, outcome, made, member, today_now
    ):
        part = made.collaborative.memberships.get(organisation=made.bodies[0])
        with any_act(today_now):
            part.left_on = london_day(today_now)
            part.save()

        shown = show_outcome(outcome, user=member, now=today_now)
        assert "no member" in shown.answers_note

    def test_asks_as_many_questions_for_twenty_values_as_for_one(
        self, outcome, lead, today_now, sign_in
    ):
        def asked():
            browser.get(at(outcome, "outcome"))
            with CaptureQueriesContext(connection) as queries:
                browser.get(at(outcome, "outcome"))
            return len(queries)

        browser = sign_in(lead)
        outcomes.value(outcome, lead, today_now, month=(2023, 1))
        few = asked()
        for number in range(1, 13):
            wrong = outcomes.value(outcome, lead, today_now, month=(2024, number))
            outcomes.corrected(wrong, lead, today_now)

        assert asked() == few


class TestChangingAnOutcome:
    @pytest.mark.parametrize(
        ("page", "changed"),
        [
            ("change_outcome", {"name": "Other words"}),
            ("change_baseline", {"baseline_value": "21", "reason": "A better paper"}),
            ("change_target", {"target_value": "4", "reason": "Agreed anew"}),
        ],
    )
    def test_takes_what_is_typed_over_what_stands(
        self, outcome, lead, sign_in, page, changed
    ):
        browser = sign_in(lead)
        typed = typed_in(browser.get(at(outcome, page)))
        # What is chosen with a round button stands in no text box.
        kept = {"domain": outcome.domain, "direction": outcome.direction}
        answer = browser.post(at(outcome, page), kept | typed | changed)

        assert answer["Location"] == at(outcome, "outcome")
        found = Outcome.objects.get(pk=outcome.pk)
        assert found.revision == outcome.revision + 1

    def test_lets_another_member_answer(self, outcome, made, lead, sign_in):
        browser = sign_in(lead)
        typed = typed_in(browser.get(at(outcome, "change_accountable")))
        browser.post(
            at(outcome, "change_accountable"),
            typed | {"organisation": made.bodies[1].uid, "reason": "The beds moved"},
        )

        assert Outcome.objects.get(pk=outcome.pk).organisation == made.bodies[1]

    @pytest.mark.parametrize(
        "page", ["change_baseline", "change_target", "change_accountable"]
    )
    def test_asks_why(self, outcome, lead, sign_in, page):
        browser = sign_in(lead)
        typed = typed_in(browser.get(at(outcome, page))) | {"direction": "decrease"}

        assert (
            'href="#id_reason"'
            in browser.post(at(outcome, page), typed).content.decode()
        )


class TestEnteringAValue:
    GIVEN = {
        "value": "8",
        "source": "Bed-state meeting",
        **dated("starts_on", dt.date(2026, 1, 1)),
        **dated("last_on", dt.date(2026, 1, 31)),
    }

    def test_takes_an_analysts_in_five_fields(self, outcome, analyst, sign_in):
        browser = sign_in(analyst)
        page = browser.get(at(outcome, "enter_value"))
        assert "Never write anything about a patient." in words(page)
        assert (
            len(set(typed_in(page)) - {"q"}) == 8
        )  # two dates have three boxes; one box to tick

        browser.post(at(outcome, "enter_value"), self.GIVEN)
        assert OutcomeValue.objects.get().value == 8

    @pytest.mark.parametrize(
        ("changed", "field", "said"),
        [
            ({"value": "8.5"}, "value", "Write the value as a whole number"),
            ({"value": ""}, "value", "Value"),
            ({"last_on_year": "2025"}, "last_on_day", "must not be before"),
            ({"last_on_year": "2999"}, "last_on_day", "lies ahead"),
            ({"source": ""}, "source", "Source"),
        ],
    )
    def test_says_what_is_wrong_at_the_field(
        self, outcome, lead, sign_in, changed, field, said
    ):
        page = sign_in(lead).post(at(outcome, "enter_value"), self.GIVEN | changed)

        assert f'href="#id_{field}"' in page.content.decode()
        assert said in words(page)
        assert not OutcomeValue.objects.exists()

    def test_leads_to_the_value_that_stands(self, outcome, lead, today_now, sign_in):
        outcomes.value(outcome, lead, today_now, 7)

        page = sign_in(lead).post(at(outcome, "enter_value"), self.GIVEN)
        assert "There is a value for January 2026 already" in words(page)


class TestCorrectingAValue:
    @pytest.fixture
    def address(self, outcome, lead, today_now):
        wrong = outcomes.value(outcome, lead, today_now, 8)
        return f"{at(outcome, 'outcome')}/values/{wrong.uid}/correct"

    def post(self, browser, address, **changed):
        given = {"what": "another", "value": "9", "source": "Meeting", "reason": "Typo"}
        return browser.post(address, given | changed)

    def test_keeps_both(self, address, analyst, sign_in):
        self.post(sign_in(analyst), address)

        assert sorted(OutcomeValue.objects.values_list("value", flat=True)) == [8, 9]

    def test_can_take_a_value_out(self, address, analyst, sign_in):
        self.post(sign_in(analyst), address, what="none", value="")

        assert not OutcomeValue.objects.all().in_force().exists()

    @pytest.mark.parametrize(
        ("changed", "field"),
        [
            ({"value": ""}, "value"),
            ({"value": "x"}, "value"),
            ({"reason": ""}, "reason"),
        ],
    )
    def test_says_what_is_missing(self, address, analyst, sign_in, changed, field):
        page = self.post(sign_in(analyst), address, **changed)

        assert f'href="#id_{field}"' in page.content.decode()

    def test_says_that_somebody_was_first(self, address, analyst, sign_in):
        browser = sign_in(analyst)
        self.post(browser, address)

        assert "Somebody else corrected" in words(
            self.post(browser, address, value="7")
        )
