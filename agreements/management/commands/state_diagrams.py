"""Draw the tables of moves into docs/reference/states.md, or compare them with it."""

from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError, CommandParser

from agreements import transitions
from agreements.enums import (
    AgreementStatus,
    ApprovalStatus,
    RequestStatus,
    RoundStatus,
    VersionStatus,
)
from agreements.rules.diagrams import page

PAGE: Final = Path(__file__).parents[3] / "docs" / "reference" / "states.md"


def states_page() -> str:
    """Write the page from the tables as they stand."""
    tables: list[tuple[str, Any, Any]] = [
        ("A version", VersionStatus, transitions.VERSION_MOVES),
        ("A round of approval", RoundStatus, transitions.ROUND_MOVES),
        ("One person's approval", ApprovalStatus, transitions.APPROVAL_MOVES),
        ("A request for signature", RequestStatus, transitions.REQUEST_MOVES),
        ("An agreement", AgreementStatus, transitions.AGREEMENT_MOVES),
    ]
    return page(
        (
            title,
            str(next(iter(moves)).value),
            {
                str(before.value): [str(after.value) for after in afters]
                for before, afters in moves.items()
            },
            {str(value): str(label) for value, label in statuses.choices},
        )
        for title, statuses, moves in tables
    )


class Command(BaseCommand):
    """Keep the page of states true."""

    help = "Write docs/reference/states.md from the tables; --check only compares."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take --check."""
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the page, or fail where it is not what the tables say."""
        wanted = states_page()
        if not options["check"]:
            PAGE.write_text(wanted)
            self.stdout.write(f"Wrote {PAGE.name}.")
        elif not PAGE.exists() or PAGE.read_text() != wanted:
            raise CommandError(
                "docs/reference/states.md is out of date: run manage.py state_diagrams."
            )
