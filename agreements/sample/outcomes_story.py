"""What the partners want and how it is going: published figures and illustrative ones.

IMPACT's published figures stand with their sources, also where they disagree. No
monthly series of them was published: the months are illustrative and say so. What is
not going well happens in Example Valley, which is wholly invented.
"""

import datetime as dt
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Final

from agreements.sample.days import Scene
from agreements.sample.papers import Desk
from pathways.models import Outcome, OutcomeValue
from pathways.services import outcomes, pathways, values
from pathways.services.outcomes import Baseline, OutcomeFacts, Target

ANALYST: Final = "Tomasz Nowak"
PIONEERS: Final = "NHS Confederation, Pioneers of reform, March 2025"
STAGES: Final = (
    (
        "Referral and assessment",
        (
            "A person is referred; two services assess together whether secure care is"
            " needed, and at which level."
        ),
    ),
    (
        "Finding a place",
        (
            "The weekly bed-state meeting looks for a place inside the five counties before"
            " anybody is placed elsewhere."
        ),
    ),
    ("Care and treatment", "Care is planned with the person and reviewed with them."),
    (
        "Stepping down",
        "From medium to low secure care, or to a supported home, as soon as it is safe.",
    ),
    ("Life in the community", "A community team goes on with what was begun."),
)
PUBLISHED: Final = OutcomeFacts(
    name="People placed out of area",
    meaning=(
        "The share of adults in low or medium secure care whose bed lies outside the"
        " five counties of the East Midlands that IMPACT serves."
    ),
    domain="system_effect",
    notes=(
        "Published figures differ, and so do their definitions and days."
        f" From 20 to 5 per cent in 2023/24: {PIONEERS}. From 21 to 6 per cent: NHS"
        " Providers, IMPACT case study, key messages. From 14 to less than 6 per cent,"
        " with 20 patients left in March 2024: East Midlands Alliance, Bringing secure"
        " care closer to home.\n"
        "The target and its day are invented for this sample. No monthly figures were"
        " published: the months shown are illustrative."
    ),
)
MADE_UP: Final = "Illustrative: made up for this sample, not published by anybody"
# Tenths of a per cent, for the twelve months before today.
MONTHS: Final = (68, 64, 66, 61, 59, 60, 56, 54, 55, 51, 49, 47)
MISTYPED: Final = (1, 46)
BEGINS: Final = -199


@dataclass
class ImpactOutcomes:
    """The pathway of adult secure care, and how far from home people are placed."""

    desk: Desk
    known: dict[str, Outcome] = field(default_factory=dict)
    entered: dict[int, OutcomeValue] = field(default_factory=dict)

    def scenes(self) -> list[Scene]:
        """List what happens, each with its day."""
        return [
            Scene(day=BEGINS, hour=14, tell=self.pathway_is_written),
            Scene(day=BEGINS + 1, hour=14, tell=self.published_figure_is_entered),
            *(
                Scene(day=day, hour=14, tell=partial(self.enter, number))
                for number, day in self._days().items()
            ),
            Scene(day=BEGINS + 3, hour=15, tell=self.a_month_is_corrected),
        ]

    def pathway_is_written(self) -> None:
        """Write down the stages, and the outcome with its published baseline."""
        desk, story = self.desk, self.desk.story
        lead = story.people[desk.writer]
        made = pathways.add_pathway(
            collaborative_id=desk.collaborative.pk,
            name="Adult secure care",
            cohort="Adults from the five counties of the East Midlands who need low or"
            " medium secure mental health, learning disability or autism services.",
            actor=lead,
            now=story.at(BEGINS, 14),
        )
        stages = [
            pathways.add_stage(
                pathway_id=made.pk,
                name=name,
                what_happens=what,
                actor=lead,
                now=story.at(BEGINS, 14, 5 + minute),
            )
            for minute, (name, what) in enumerate(STAGES)
        ]
        self.known["far"] = outcomes.add_outcome(
            pathway_id=made.pk,
            facts=replace(PUBLISHED, stage_id=stages[1].pk),
            decimals=1,
            baseline=Baseline(
                value=200,
                period="Before IMPACT, as published",
                source=PIONEERS,
                unit="per cent of patients",
                direction="decrease",
            ),
            target=Target(value=40, on=story.day(60)),
            organisation_id=story.bodies["notts"].pk,
            actor=lead,
            now=story.at(BEGINS, 14, 30),
        )

    def published_figure_is_entered(self) -> None:
        """Enter the one figure that was published for a year."""
        self._enter(
            dt.date(2023, 4, 1), dt.date(2024, 3, 31), 50, PIONEERS, on=BEGINS + 1
        )

    def enter(self, number: int) -> None:
        """Enter an illustrative month, some days after it is over."""
        first, last = self._month(number)
        figure = MISTYPED[1] if number == MISTYPED[0] else MONTHS[number]
        self.entered[number] = self._enter(
            first, last, figure, MADE_UP, on=self._days()[number], is_illustrative=True
        )

    def a_month_is_corrected(self) -> None:
        """Correct a month whose digits were exchanged; both values stay."""
        number, _ = MISTYPED
        story = self.desk.story
        values.correct_value(
            value_id=self.entered[number].pk,
            value=MONTHS[number],
            source=MADE_UP,
            reason="The two digits were exchanged when it was typed.",
            actor=story.people[ANALYST],
            now=story.at(BEGINS + 3, 15),
        )

    def _enter(
        self,
        first: dt.date,
        last: dt.date,
        figure: int,
        source: str,
        *,
        on: int,
        is_illustrative: bool = False,
    ) -> OutcomeValue:
        story = self.desk.story
        return values.enter_value(
            outcome_id=self.known["far"].pk,
            starts_on=first,
            last_on=last,
            value=figure,
            source=source,
            is_illustrative=is_illustrative,
            actor=story.people[ANALYST],
            now=story.at(on, 14),
        )

    def _month(self, number: int) -> tuple[dt.date, dt.date]:
        """Give the first and the last day of one of the twelve months before today."""
        today = self.desk.story.today
        months = today.year * 12 + today.month - 1 - len(MONTHS) + number
        first = dt.date(months // 12, months % 12 + 1, 1)
        after = (first + dt.timedelta(days=31)).replace(day=1)
        return first, after - dt.timedelta(days=1)

    def _days(self) -> dict[int, int]:
        """Say on which day of the story each month is entered: five days after it."""
        today = self.desk.story.today
        due = {
            number: (self._month(number)[1] - today).days + 5
            for number in range(len(MONTHS))
        }
        return {number: max(day, BEGINS + 2) for number, day in due.items() if day < 0}


@dataclass
class ValleyOutcomes:
    """An invented outcome that is not going well, and a body that answers for it."""

    desk: Desk
    body: str

    def scenes(self) -> list[Scene]:
        """List what happens, each with its day."""
        return [Scene(day=-40, hour=14, tell=self.falls_are_counted)]

    def falls_are_counted(self) -> None:
        """Write an outcome down with two values, the latest worse than the baseline."""
        desk, story = self.desk, self.desk.story
        by: dict[str, Any] = {
            "actor": story.people[desk.writer],
            "now": story.at(-40, 14),
        }
        made = pathways.add_pathway(
            collaborative_id=desk.collaborative.pk,
            name="Falls at home",
            cohort="People over 65 in the valley who live at home.",
            **by,
        )
        falls = outcomes.add_outcome(
            pathway_id=made.pk,
            facts=OutcomeFacts(
                name="Falls that end in hospital",
                meaning="Stays in hospital after a fall at home, in a quarter.",
                domain="clinical",
            ),
            decimals=0,
            baseline=Baseline(
                value=120,
                period="Before the falls team",
                source="Invented",
                unit="stays in hospital",
                direction="decrease",
            ),
            target=Target(value=90, on=story.day(75)),
            organisation_id=story.bodies[self.body].pk,
            **by,
        )
        for first, figure in ((-222, 112), (-131, 127)):
            values.enter_value(
                outcome_id=falls.pk,
                starts_on=story.day(first),
                last_on=story.day(first + 90),
                value=figure,
                source="Invented",
                **by,
            )
