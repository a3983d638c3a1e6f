"""Values: entered once, one for each time, corrected by another row with a reason."""

import datetime as dt
import threading

import pytest
from django.db import (
    DatabaseError,
    IntegrityError,
    connection,
    connections,
)

from audit.door.opening import ReasonNeededError
from audit.models import PersonalValue
from collab.rules.periods import london_day
from pathways.models import OutcomeValue
from pathways.policies import NotEnteringError
from pathways.services.values import (
    CorrectedMeanwhileError,
    NothingCorrectedError,
    PeriodError,
    PeriodTakenError,
    correct_value,
)
from tests.builders import agreements, outcomes
from tests.builders.acts import any_act

pytestmark = pytest.mark.django_db

D = dt.date


def in_force(outcome):
    rows = OutcomeValue.objects.filter(outcome=outcome).in_force()
    return list(rows.order_by("starts_on").values_list("label", "value"))


class TestEnterValue:
    def test_names_the_period_and_who_entered_it(self, outcome, lead, today_now):
        made = outcomes.value(outcome, lead, today_now, 8)

        assert (made.label, made.value, made.entered_by) == ("January 2026", 8, lead)
        assert (made.starts_on, made.ends_on) == (D(2026, 1, 1), D(2026, 2, 1))

    def test_is_for_governance_leads_and_analysts(
        self, outcome, analyst, member, today_now
    ):
        outcomes.value(outcome, analyst, today_now)
        with pytest.raises(NotEnteringError):
            outcomes.value(outcome, member, today_now, month=(2025, 1))

    @pytest.mark.parametrize(
        ("first", "last"),
        [
            (D(2026, 1, 1), D(2026, 1, 31)),
            (D(2026, 1, 31), D(2026, 2, 27)),
            (D(2025, 4, 1), D(2026, 3, 31)),
            (D(2026, 1, 15), D(2026, 1, 15)),
        ],
    )
    def test_refuses_time_for_which_a_value_stands(
        self, outcome, lead, today_now, first, last
    ):
        outcomes.value(outcome, lead, today_now, 8)

        with pytest.raises(PeriodTakenError, match="8 per cent of patients"):
            outcomes.value(outcome, lead, today_now, 9, starts_on=first, last_on=last)

    def test_takes_the_days_right_before_and_after(self, outcome, lead, today_now):
        for month in ((2026, 1), (2025, 12), (2026, 2)):
            outcomes.value(outcome, lead, today_now, month=month)

        assert len(in_force(outcome)) == 3

    def test_keeps_once_what_is_sent_twice(self, outcome, lead, today_now):
        first = outcomes.value(outcome, lead, today_now)

        assert outcomes.value(outcome, lead, today_now) == first
        assert OutcomeValue.objects.count() == 1

    def test_takes_a_period_on_its_last_day_and_not_before(
        self, outcome, lead, today_now
    ):
        today = london_day(today_now)
        with pytest.raises(PeriodError, match="lies ahead"):
            outcomes.value(
                outcome,
                lead,
                today_now,
                starts_on=today,
                last_on=today + outcomes.DAY,
            )
        assert outcomes.value(outcome, lead, today_now, starts_on=today, last_on=today)

    def test_refuses_a_period_that_runs_backwards(self, outcome, lead, today_now):
        with pytest.raises(PeriodError, match="before the first"):
            outcomes.value(
                outcome,
                lead,
                today_now,
                starts_on=D(2026, 2, 1),
                last_on=D(2026, 1, 31),
            )

    def test_keeps_typed_words_out_of_the_events(self, outcome, lead, today_now):
        before = PersonalValue.objects.count()
        outcomes.value(outcome, lead, today_now)

        assert PersonalValue.objects.count() > before


class TestCorrectValue:
    @pytest.fixture
    def wrong(self, outcome, lead, today_now):
        return outcomes.value(outcome, lead, today_now, 8)

    def test_puts_another_row_in_its_place_and_leaves_it(
        self, outcome, wrong, analyst, today_now
    ):
        right = outcomes.corrected(wrong, analyst, today_now, 9)

        assert in_force(outcome) == [("January 2026", 9)]
        assert OutcomeValue.objects.get(pk=wrong.pk).value == 8
        assert (right.corrects, right.reason) == (
            wrong,
            "Two people were counted twice",
        )

    def test_can_be_corrected_again_but_not_beside(
        self, outcome, wrong, lead, today_now
    ):
        right = outcomes.corrected(wrong, lead, today_now, 9)
        with pytest.raises(CorrectedMeanwhileError):
            outcomes.corrected(wrong, lead, today_now, 10)
        outcomes.corrected(right, lead, today_now, 10)

        assert in_force(outcome) == [("January 2026", 10)]

    def test_can_say_that_no_value_stands_and_then_that_one_does(
        self, outcome, wrong, lead, today_now
    ):
        gone = outcomes.corrected(wrong, lead, today_now, None)
        assert in_force(outcome) == []
        with pytest.raises(PeriodTakenError, match="was taken out"):
            outcomes.value(outcome, lead, today_now)

        outcomes.corrected(gone, lead, today_now, 8)
        assert in_force(outcome) == [("January 2026", 8)]

    def test_makes_room_for_another_period_that_shares_its_days(
        self, outcome, wrong, lead, today_now
    ):
        gone = outcomes.corrected(wrong, lead, today_now, None)
        outcomes.value(outcome, lead, today_now, last_on=D(2026, 2, 27))

        with pytest.raises(PeriodTakenError):
            outcomes.corrected(gone, lead, today_now, 8)

    def test_needs_a_reason_and_a_difference(self, wrong, lead, today_now):
        given = {"value_id": wrong.pk, "source": "", "actor": lead, "now": today_now}
        with pytest.raises(ReasonNeededError):
            correct_value(value=9, reason=" ", **given)
        with pytest.raises(NothingCorrectedError):
            correct_value(value=8, reason="None", **given)

    def test_is_for_governance_leads_and_analysts(self, wrong, member, today_now):
        with pytest.raises(NotEnteringError):
            outcomes.corrected(wrong, member, today_now)


class TestTheTable:
    @pytest.fixture
    def kept(self, outcome, lead, today_now):
        return outcomes.value(outcome, lead, today_now, 8)

    def again(self, kept, **changed):
        names = ("outcome", "starts_on", "ends_on", "label", "value", "source")
        facts = {name: getattr(kept, name) for name in names}
        who = {"entered_by": kept.entered_by, "entered_at": kept.entered_at}
        return OutcomeValue(**facts | who | changed)

    def test_holds_one_value_for_a_period(self, kept, today_now):
        with pytest.raises(DatabaseError), any_act(today_now):
            self.again(kept).save()

    def test_holds_one_correction_of_a_value(self, kept, lead, today_now):
        outcomes.corrected(kept, lead, today_now)
        with pytest.raises(DatabaseError), any_act(today_now):
            self.again(kept, corrects=kept, reason="Beside", value=3).save()

    @pytest.mark.parametrize(
        "lie",
        [
            {"value": None, "starts_on": D(2024, 1, 1)},
            {"reason": "No correction", "starts_on": D(2024, 1, 1)},
            {"starts_on": D(2026, 2, 1)},
        ],
    )
    def test_holds_no_row_that_lies(self, kept, today_now, lie):
        with pytest.raises(IntegrityError), any_act(today_now):
            self.again(kept, **lie).save()

    def test_is_never_changed(self, kept):
        with pytest.raises(DatabaseError), connection.cursor() as cursor:
            cursor.execute("UPDATE pathways_outcomevalue SET value = 1")


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
class TestTwoAtOnce:
    @pytest.fixture(autouse=True)
    def _only_on_a_server(self):
        if connection.vendor != "postgresql":
            pytest.skip("needs TEST_DATABASE_URL with a PostgreSQL server")

    def together(self, *calls):
        barrier = threading.Barrier(len(calls))
        results = [None] * len(calls)

        def run(number, call):
            barrier.wait()
            try:
                results[number] = call()
            except ValueError as error:
                results[number] = error
            finally:
                connections.close_all()

        threads = [
            threading.Thread(target=run, args=(number, call))
            for number, call in enumerate(calls)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=30)
        return results

    @pytest.fixture
    def standing(self, today_now):
        made = agreements.partnership(today_now)
        pathway = outcomes.pathway(made.collaborative, made.lead, today_now)
        return outcomes.outcome(
            pathway, made.lead, made.bodies[0], today_now
        ), made.lead

    def test_enter_one_period_and_one_value_stands(self, standing, today_now):
        outcome, lead = standing
        results = self.together(
            *[
                lambda figure=figure: outcomes.value(outcome, lead, today_now, figure)
                for figure in (7, 8, 9)
            ]
        )

        assert sum(isinstance(each, PeriodTakenError) for each in results) == 2
        assert len(in_force(outcome)) == 1

    def test_enter_periods_that_share_days_and_one_value_stands(
        self, standing, today_now
    ):
        outcome, lead = standing
        results = self.together(
            *[
                lambda last=last: outcomes.value(
                    outcome, lead, today_now, last_on=D(2026, 1, last)
                )
                for last in (29, 30, 31)
            ]
        )

        assert sum(isinstance(each, PeriodTakenError) for each in results) == 2

    def test_correct_one_value_and_one_correction_stands(self, standing, today_now):
        outcome, lead = standing
        wrong = outcomes.value(outcome, lead, today_now, 8)
        results = self.together(
            *[
                lambda figure=figure: outcomes.corrected(wrong, lead, today_now, figure)
                for figure in (6, 7)
            ]
        )

        assert sum(isinstance(each, CorrectedMeanwhileError) for each in results) == 1
        assert len(in_force(outcome)) == 1
