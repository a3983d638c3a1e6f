"""Invites an administrator from the server's shell."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.services import administrators
from accounts.services.invitations import AlreadyHereError
from audit.door import CommandActor


class Command(BaseCommand):
    """Make the account, give it administration, and print the invitation's link."""

    help = "Invites an administrator; prints and mails the link to set up the account."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the address and the name."""
        parser.add_argument("email")
        parser.add_argument("name", nargs="+")

    def handle(self, *args: Any, **options: Any) -> None:
        """Invite the administrator."""
        try:
            user = administrators.create_administrator(
                email=options["email"],
                name=" ".join(options["name"]),
                actor=CommandActor("create_administrator"),
                now=timezone.now(),
            )
        except AlreadyHereError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{user.name} is invited. Set up the account within 7 days:")
        self.stdout.write(user.invitations.get().link())
