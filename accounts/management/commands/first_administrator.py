"""Prints the link with which an empty installation begins."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.services import administrators


class Command(BaseCommand):
    """Print a one-hour link while there is no administrator; otherwise say so."""

    help = "Prints a link, good for one hour, to set up the first administrator."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make the link and print it."""
        try:
            link = administrators.first_administrator_link(now=timezone.now())
        except administrators.AdministratorsExistError as error:
            self.stdout.write(f"{error} Use create_administrator to invite another.")
            return
        self.stdout.write("Set up the first administrator within one hour:")
        self.stdout.write(link)
