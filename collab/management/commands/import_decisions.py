"""``manage.py import_decisions FILE.csv --collaborative impact``: past decisions."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import User
from collab.enums import ImportStatus
from collab.grants import rights_of
from collab.models import Collaborative, DecisionImport, Organisation
from collab.presenters.decision_imports import (
    count_of_plan,
    lines_of_plan,
    show_load,
)
from collab.rules.csv_files import LARGEST_FILE
from collab.rules.periods import london_day
from collab.selectors.decision_imports import plan_of
from collab.selectors.register import own_bodies
from collab.services.decision_imports import (
    check_past_decisions,
    confirm_past_decisions,
    load_past_decisions,
)


class Command(BaseCommand):
    """Say what a file would add, or load it on a governance lead's behalf."""

    help = "Load past decisions of a collaborative from a CSV file, or only try it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the file, the collaborative, and the lead whose load it is."""
        parser.add_argument("file", type=Path, help="a CSV file like the template")
        parser.add_argument("--collaborative", required=True, help="its short name")
        parser.add_argument("--by", help="the governance lead's email address")
        parser.add_argument("--organisation", help="the ODS code they act for")
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="say what would be added, add nothing",
        )

    def handle(self, *_: Any, **options: Any) -> None:
        """Do what was asked and print a sentence for every row that matters."""
        try:
            collaborative = Collaborative.objects.get(slug=options["collaborative"])
            content = _content(options["file"])
            if options["dry_run"]:
                self._try(content, collaborative)
            else:
                self._load(content, collaborative, options)
        except Collaborative.DoesNotExist as error:
            raise CommandError("No collaborative has this short name.") from error
        except (ValueError, PermissionDenied) as error:
            raise CommandError(str(error)) from error

    def _try(self, content: bytes, collaborative: Collaborative) -> None:
        today = london_day(timezone.now())
        plan = plan_of(content, collaborative=collaborative, today=today)
        if plan.reading.refused:
            raise CommandError(plan.reading.refused)
        for line in lines_of_plan(plan):
            self.stdout.write(
                f"Row {line.number}: {line.title}: {line.state.lower()}. {line.detail}"
            )
        said = ", ".join(
            f"{many} {words.lower()}" for words, many in count_of_plan(plan)
        )
        self.stdout.write(f"Nothing was changed: {said}.")

    def _load(
        self, content: bytes, collaborative: Collaborative, options: dict[str, Any]
    ) -> None:
        lead = User.objects.filter(email__iexact=options["by"] or "").first()
        if lead is None:
            raise CommandError("Name the governance lead: --by their email address.")
        body = _body(lead, collaborative, options["organisation"])
        found = check_past_decisions(
            collaborative_id=collaborative.pk,
            organisation_id=body.pk,
            content=content,
            file_name=options["file"].name,
            actor=lead,
            now=timezone.now(),
        )
        confirm_past_decisions(import_id=found.pk, actor=lead, now=timezone.now())
        self._finish(found, lead)

    def _finish(self, found: DecisionImport, lead: User) -> None:
        found.refresh_from_db()
        while found.status == ImportStatus.LOADING:
            load_past_decisions(import_id=found.pk, actor=lead, now=timezone.now())
            found.refresh_from_db()
        shown = show_load(found)
        for line in shown.lines:
            self.stdout.write(
                f"Row {line.number}: {line.title}: {line.state.lower()}. {line.detail}"
            )
        said = ", ".join(f"{many} {words.lower()}" for words, many in shown.counted)
        self.stdout.write(f"{found.reference}: {said or 'nothing to do'}.")


def _body(lead: User, collaborative: Collaborative, code: str | None) -> Organisation:
    now = timezone.now()
    bodies = own_bodies(
        collaborative=collaborative,
        rights=rights_of(lead, now),
        today=london_day(now),
    )
    if code:
        bodies = [each for each in bodies if each.ods_code == code.upper()]
    if len(bodies) != 1:
        raise CommandError(
            "Say for which member the lead acts: --organisation with its ODS code."
        )
    return bodies[0]


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise CommandError("The file is larger than 25 MB. Split it.")
        return path.read_bytes()
    except OSError as error:
        raise CommandError(
            f"The file {path} cannot be read: {error.strerror}."
        ) from error
