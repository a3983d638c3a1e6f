"""``audit_state``: whether records are what the history and the events say."""

import sys
import time
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, connection

from audit import guards
from audit.selectors.state import Outcome, check_model, governed_models

AGREES, DIFFERS, NOT_CHECKED = 0, 1, 2


class Command(BaseCommand):
    """Compare every governed record with its history and its events."""

    help = "Exit 0: all agree. Exit 1: something differs. Exit 2: could not check."

    def handle(self, *args: Any, **options: Any) -> None:
        """Check table by table and say in words what was found."""
        started = time.monotonic()
        try:
            missing = guards.missing(connection)
            outcomes = [self._told(check_model(model)) for model in governed_models()]
        except DatabaseError as error:
            self.stderr.write(f"The check could not be made: {error}")
            sys.exit(NOT_CHECKED)
        for name in missing:
            self.stdout.write(f"The guard {name} is missing: run manage.py migrate.")
        wrong = sum(len(outcome.findings) for outcome in outcomes) + len(missing)
        rows = sum(outcome.rows for outcome in outcomes)
        seconds = time.monotonic() - started
        verdict = f"{wrong:,} findings." if wrong else "All agree."
        self.stdout.write(f"Compared {rows:,} rows in {seconds:.1f} s. {verdict}")
        if wrong:
            sys.exit(DIFFERS)

    def _told(self, outcome: Outcome) -> Outcome:
        for finding in outcome.findings:
            self.stdout.write(f"{finding.model} {finding.uid} {finding.words}.")
        if outcome.incomparable:
            self.stdout.write(
                f"{outcome.model}: {outcome.incomparable:,} rows were last written"
                " before an upgrade changed the table; compared with history only."
            )
        return outcome
