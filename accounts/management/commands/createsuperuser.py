"""Concordat has no superusers (settled question 10)."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    """Refuse, and name the command that is meant."""

    help = "Refuses: there are no superusers. See create_administrator."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what to do instead."""
        raise CommandError(
            "Concordat has no superusers. Use: manage.py create_administrator EMAIL NAME"
        )
