"""What Example Valley's care board decided, and could not decide: all invented."""

from dataclasses import dataclass
from typing import Final

from agreements.sample.days import Scene
from agreements.sample.deciding import HOUR, Absent, Board, Item
from agreements.sample.papers import Desk
from collab.enums import (
    DecisionMethod,
    DecisionOutcome,
    QuorumRoute,
)

ALL_FOUR: Final = ("Sian Powell", "Paul Merriman", "Rosa Delgado", "Victor Hale")

WEEKEND_LINE: Final = Item(
    on=-120,
    what="Answer the falls line at weekends",
    why="Half of all calls for an ambulance after a fall come on two days of seven.",
    options="Weekdays only; weekends from eight to eight; day and night.",
    there=ALL_FOUR,
    logged_by="Rosa Delgado",
    method=DecisionMethod.MAJORITY,
    against=("Victor Hale",),
    dissent="Victor Hale: nobody has said who pays for the second winter.",
    value_pence=46_000_00,
    review=60,
)
WEEKEND_CARE: Final = Item(
    on=-70,
    what="Buy weekend care at home from Example Valley Homecare for six months",
    why="It is the only one that can begin before winter.",
    options="Wait for a tender; buy from one provider for six months.",
    there=ALL_FOUR,
    logged_by="Rosa Delgado",
    no_part=(
        Absent(
            body="ev-homecare",
            reason="the contract would be with Example Valley Homecare Limited",
        ),
    ),
    value_pence=91_500_00,
    review=110,
)
DROP_IN: Final = Item(
    on=-28,
    what="Rent a room for a carers' drop-in",
    why="Carers ask for one place to go.",
    there=ALL_FOUR,
    logged_by="Rosa Delgado",
    outcome=DecisionOutcome.DEFERRED,
    no_part=(Absent(name="Rosa Delgado", reason="her brother owns the hall"),),
    quorum_route=QuorumRoute.DEPUTY,
)
DROP_IN_AGAIN: Final = Item(
    on=-14,
    what="Rent a room for a carers' drop-in, now with a quorum",
    why="Carers ask for one place to go. The rent is that of the council's own halls.",
    there=("Sian Powell", "Paul Merriman", "Wendy Griffiths", "Victor Hale"),
    logged_by="Nia Probert",
    value_pence=3_600_00,
    link=("supersedes", "drop-in"),
)


@dataclass
class ExampleValleyBoard:
    """A majority with dissent, a body's conflict, a lost quorum and its mending."""

    desk: Desk
    board: Board | None = None

    def scenes(self) -> list[Scene]:
        """List what happens, each with its day."""
        return [
            Scene(day=-119, hour=HOUR, tell=self.weekend_line_is_decided),
            Scene(day=-69, hour=HOUR, tell=self.weekend_care_is_decided),
            Scene(day=-27, hour=HOUR, tell=self.quorum_is_lost),
            Scene(day=-13, hour=HOUR, tell=self.deputy_decides),
        ]

    @property
    def sitting(self) -> Board:
        """Give the board, with what it decided so far."""
        if self.board is None:
            self.board = Board.of(self.desk)
        return self.board

    def weekend_line_is_decided(self) -> None:
        """Decide by majority, and ask for something that is now overdue."""
        self.sitting.decide("line", WEEKEND_LINE)
        self.sitting.ask(
            "line",
            "Put the weekend number up in every surgery",
            owner="Paul Merriman",
            due=-9,
            on=-119,
        )

    def weekend_care_is_decided(self) -> None:
        """Decide without the company that would be paid."""
        self.sitting.decide("care", WEEKEND_CARE)
        self.sitting.ask(
            "care",
            "Say how many visits were missed in the first three months",
            owner="Victor Hale",
            due=21,
            on=-69,
        )

    def quorum_is_lost(self) -> None:
        """Find that without the charity nobody may decide, and put it off."""
        self.sitting.decide("drop-in", DROP_IN)

    def deputy_decides(self) -> None:
        """Take it up again with a deputy who has no interest of her own."""
        self.sitting.decide("again", DROP_IN_AGAIN)
