"""``load_sample``: two collaboratives to walk about in, told through the services."""

import datetime as dt
import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from agreements.sample.loading import load
from agreements.sample.people import OFFERED
from audit.services.sample_clock import LogNotEmptyError
from collab.rules.periods import london_day


class Command(BaseCommand):
    """Load the sample into an empty installation, once."""

    help = "Load IMPACT and Example Valley into an empty installation."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the day that counts as today."""
        parser.add_argument(
            "--today", help="The day that counts as today, such as 2026-04-20."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """
        Load it and keep the sign-ins in ``var/sample-people.txt``.

        :raises CommandError: in production, or where anything was recorded before
        """
        if settings.ENVIRONMENT == "production" or not settings.SAMPLE_SIGN_IN:
            raise CommandError(
                "The sample is refused here: it is for one person's own machine."
            )
        today = (
            dt.date.fromisoformat(options["today"])
            if options["today"]
            else london_day(timezone.now())
        )
        try:
            story = load(today=today, say=lambda line: self.stdout.write(f"  {line}"))
        except LogNotEmptyError as error:
            raise CommandError(str(error)) from error
        path = Path(settings.VAR_DIR) / "sample-people.txt"
        _keep(path, _lines(story.passwords))
        self.stdout.write(f"Sign-ins of the sample's people are in {path}")


def _lines(passwords: dict[str, str]) -> str:
    rows = [
        f"{person.name:<18} {person.email:<40} {passwords[person.email]}"
        for person in OFFERED
    ]
    return (
        "These people are invented. Each password works on this installation only.\n\n"
        + "\n".join(rows)
        + "\n"
    )


def _keep(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
