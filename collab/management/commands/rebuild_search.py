"""Write what the search finds anew: after an upgrade, or to repair it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from collab.services.searching import rebuild_search


class Command(BaseCommand):
    """Goes through every record in portions; safe to stop, repeat, and run meanwhile."""

    help = "Write the entries of the search anew for every record."

    def add_arguments(self, parser: CommandParser) -> None:
        """Let only what has no entry yet be looked at, as after an upgrade."""
        parser.add_argument(
            "--missing", action="store_true", help="only records without an entry"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Go through all, and say how many there were."""
        looked_at = rebuild_search(missing_only=options["missing"], now=timezone.now())
        if options["verbosity"]:
            self.stdout.write(f"{looked_at:,} records looked at.")
