"""What IMPACT's partnership board decided over two years; all of it is invented."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from agreements.models import Version
from agreements.sample.days import Scene
from agreements.sample.deciding import HOUR, Board, Condition, Item
from agreements.sample.papers import Desk
from collab.enums import DecisionLinkKind, DecisionOutcome
from collab.models import Action

NAME: Final = "Partnership board"
SIX: Final = (
    "Eleanor Marsh",
    "Dr Leila Hassan",
    "Sunita Rao",
    "Fiona Garrick",
    "Helen Cartwright",
    "Robert Ainsley",
)
# Before the register was kept here: day, what, outcome, item, why, value in pounds.
EARLIER: Final = (
    (
        -702,
        "Keep one waiting list for all adult secure beds in the East Midlands",
        "approved",
        "4.1",
        "Nine lists hid who had waited longest.",
        "",
    ),
    (
        -603,
        "Count people placed out of area in one way, and look at it each quarter",
        "approved",
        "6.3",
        "Partners counted differently, so nobody could say whether it was going well.",
        "",
    ),
    (
        -488,
        "Plan step-down places in each of the five counties",
        "approved",
        "5.2",
        "People stay in secure beds because nothing nearer home is ready for them.",
        "260,000.00",
    ),
)

TO_THE_BOARDS: Final = Item(
    on=-226,
    what="Send the partnership agreement to the nine boards\nEach board is asked for"
    " its approval before the agreement has effect.",
    why="Each partner is bound only by its own board.",
    there=SIX,
    logged_by="Dr Leila Hassan",
)
WEEKLY_MEETING: Final = Item(
    on=-90,
    what="Hold one weekly bed-state meeting for all nine partners",
    why="Nine separate calls leave gaps. One meeting shows every empty bed in the East"
    " Midlands before anybody is placed elsewhere.",
    options="Go on with daily calls; one weekly meeting; a shared screen alone.",
    there=SIX,
    logged_by="Dr Leila Hassan",
    value_pence=12_000_00,
    review=95,
)
PEER_SUPPORT: Final = Item(
    on=-63,
    what="Pay for two peer support workers in the community teams",
    why="People who have been in secure care themselves help others to leave it.",
    options="Nothing new; one worker; two workers, one of them in Lincolnshire.",
    there=SIX,
    logged_by="Dr Leila Hassan",
    outcome=DecisionOutcome.APPROVED_WITH_CONDITIONS,
    value_pence=84_000_00,
    effective=-40,
    review=300,
    conditions=(
        Condition(
            what="Agree the job description with people who use the service",
            owner="Fiona Garrick",
            due=-45,
        ),
    ),
)
FIRST_FIGURES: Final = Item(
    on=-35,
    what="Note how many people were placed out of area this quarter",
    why="The board looks at it each quarter.",
    there=SIX,
    logged_by="Dr Leila Hassan",
    outcome=DecisionOutcome.NOTED,
)
ON_TUESDAYS: Final = Item(
    on=-12,
    what="Move the weekly bed-state meeting to Tuesdays",
    why="Most discharges are planned on Wednesdays; the meeting comes a day before.",
    there=(*SIX[:3], "Catherine Doyle", *SIX[4:]),
    logged_by="Dr Leila Hassan",
    link=(DecisionLinkKind.AMENDS, "meeting"),
)


@dataclass
class ImpactBoard:
    """Eight decisions: three from minutes, five logged; and what they ask for.

    ``version_of`` gives a version of the story's agreements by its own name.
    """

    desk: Desk
    version_of: Callable[[str], Version]
    board: Board | None = None
    asked: dict[str, Action] = field(default_factory=dict)

    def scenes(self) -> list[Scene]:
        """List what happens, each with its day."""
        return [
            Scene(day=-277, hour=HOUR, tell=self.earlier_decisions_are_loaded),
            Scene(day=-225, hour=HOUR, tell=self.agreement_goes_to_the_boards),
            Scene(day=-89, hour=HOUR, tell=self.meeting_is_decided),
            Scene(day=-62, hour=HOUR, tell=self.peer_support_is_decided),
            Scene(day=-47, hour=HOUR, tell=self.condition_is_met),
            Scene(day=-34, hour=HOUR, tell=self.figures_are_noted),
            Scene(day=-11, hour=HOUR, tell=self.meeting_moves),
            Scene(day=-3, hour=HOUR, tell=self.template_is_shown),
        ]

    @property
    def sitting(self) -> Board:
        """Give the board, with what it decided so far."""
        if self.board is None:
            self.board = Board.of(self.desk)
        return self.board

    def earlier_decisions_are_loaded(self) -> None:
        """Load what earlier minutes say was decided."""
        story, rows = self.desk.story, io.StringIO()
        table = csv.writer(rows)
        table.writerow(
            ("what", "day", "outcome", "source", "item", "why", "forum", "value")
        )
        for day, what, outcome, item, why, value in EARLIER:
            said = f"{story.day(day):%d/%m/%Y}"
            minutes = (
                f"Minutes of the partnership board, {story.day(day):%B %Y} (invented)"
            )
            table.writerow((what, said, outcome, minutes, item, why, NAME, value))
        self.sitting.recall(rows.getvalue(), body="notts", on=-277)

    def agreement_goes_to_the_boards(self) -> None:
        """Decide under the memorandum that the boards are asked."""
        self._decide("boards", TO_THE_BOARDS, under="memorandum")

    def meeting_is_decided(self) -> None:
        """Put one meeting in the place of nine calls, and ask for its template."""
        self._decide("meeting", WEEKLY_MEETING, under="memorandum")
        self.asked["template"] = self.sitting.ask(
            "meeting",
            "Write the one-page bed-state report that the meeting looks at",
            owner="Tomasz Nowak",
            due=12,
            on=-89,
        )

    def peer_support_is_decided(self) -> None:
        """Approve on a condition."""
        self._decide("peers", PEER_SUPPORT, under="first")
        self.asked["condition"] = Action.objects.get(
            decision=self.sitting.decided["peers"], is_condition=True
        )

    def condition_is_met(self) -> None:
        """Show that the condition is met, and have somebody else agree."""
        action = self.asked["condition"]
        self.sitting.shows(
            action,
            "Agreed with the service user reference group on Thursday.",
            by="Fiona Garrick",
            on=-47,
        )
        self.sitting.closes(action, by=self.desk.writer, on=-47)

    def figures_are_noted(self) -> None:
        """Note the figures of the quarter, and ask for the next."""
        self._decide("figures", FIRST_FIGURES, under="first")
        self.sitting.ask(
            "figures",
            "Bring next quarter's figures, county by county",
            owner="Tomasz Nowak",
            due=40,
            on=-34,
        )

    def meeting_moves(self) -> None:
        """Amend what was decided about the meeting; a deputy sits for Alan Whitmore."""
        self._decide("tuesdays", ON_TUESDAYS, under="first")

    def template_is_shown(self) -> None:
        """Say that the report is written; somebody else has yet to agree."""
        self.sitting.shows(
            self.asked["template"],
            "Used at the last two meetings.",
            by="Tomasz Nowak",
            on=-3,
        )

    def _decide(self, key: str, item: Item, *, under: str) -> None:
        version = self.version_of(under)
        self.sitting.decide(key, item, agreement_id=version.agreement_id)
