"""``manage.py import_organisations FILE.csv``: load, try or undo a register."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from audit.door import CommandActor
from collab.enums import ImportOutcome, ImportStatus
from collab.models import OrganisationImport
from collab.rules.csv_files import LARGEST_FILE
from collab.rules.organisation_csv import Reading
from collab.selectors.imports import planned, read_file
from collab.services.imports import NothingToLoadError, check_import, confirm_import
from collab.services.imports_undoing import continue_import, undo_import

ACTOR = CommandActor("import_organisations")
SHOWN_AT_MOST = 200


class Command(BaseCommand):
    """Load a CSV of organisations; a second run of the same file changes nothing."""

    help = "Load organisations from a CSV file, say what would change, or undo a load."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take a file, or the reference of the import to undo."""
        parser.add_argument("file", nargs="?", help="a CSV file with headings")
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="say what would change, change nothing",
        )
        parser.add_argument(
            "--undo", metavar="REFERENCE", help="undo an import, such as ORG-001"
        )

    def handle(self, *_: Any, **options: Any) -> None:
        """Do what was asked and print a sentence for every row that matters."""
        if bool(options["file"]) == bool(options["undo"]):
            raise CommandError("Give either a file or --undo with a reference.")
        if options["undo"]:
            self._undo(options["undo"])
        else:
            self._load(Path(options["file"]), dry_run=options["dry_run"])

    def _load(self, path: Path, *, dry_run: bool) -> None:
        content = _content(path)
        reading = read_file(content)
        if reading.refused:
            raise CommandError(reading.refused)
        self._say_what_is_wrong(reading)
        if dry_run:
            self._say_what_would_change(reading)
            return
        try:
            found = check_import(
                content=content, file_name=path.name, actor=ACTOR, now=timezone.now()
            )
        except NothingToLoadError as error:
            self.stdout.write(str(error))
            return
        confirm_import(import_id=found.pk, actor=ACTOR, now=timezone.now())
        self._finish(found)

    def _undo(self, reference: str) -> None:
        try:
            first = OrganisationImport.objects.get(reference=reference.upper())
            reversal = undo_import(import_id=first.pk, actor=ACTOR, now=timezone.now())
        except OrganisationImport.DoesNotExist as error:
            raise CommandError(f"There is no import {reference}.") from error
        except ValueError as error:
            raise CommandError(str(error)) from error
        self._finish(reversal)

    def _finish(self, found: OrganisationImport) -> None:
        found.refresh_from_db()
        while found.status == ImportStatus.LOADING:
            continue_import(import_uid=found.uid, actor=ACTOR, now=timezone.now())
            found.refresh_from_db()
        counted: dict[str, int] = {}
        for line in found.lines.order_by("row_number", "pk").iterator():
            counted[line.outcome] = counted.get(line.outcome, 0) + 1
            if line.outcome == ImportOutcome.LEFT:
                self.stdout.write(f"Row {line.row_number}: {line.name}: {line.message}")
        said = [
            f"{counted[each]} {each.label.lower()}"
            for each in ImportOutcome
            if each in counted
        ]
        self.stdout.write(f"{found.reference}: {', '.join(said) or 'nothing to do'}.")
        if not found.reverses_id:
            self.stdout.write(
                f"To undo it: manage.py import_organisations --undo {found.reference}"
            )

    def _say_what_is_wrong(self, reading: Reading) -> None:
        if reading.unknown_columns:
            self.stdout.write(
                f"Columns that were not read: {', '.join(reading.unknown_columns)}."
            )
        for problem in reading.problems[:SHOWN_AT_MOST]:
            self.stdout.write(str(problem))
        if (more := len(reading.problems) - SHOWN_AT_MOST) > 0:
            self.stdout.write(f"And {more} more rows like these.")

    def _say_what_would_change(self, reading: Reading) -> None:
        counted = {ImportOutcome.CREATED: 0, ImportOutcome.CHANGED: 0}
        for each in planned(reading.rows):
            if each.message:
                self.stdout.write(f"Row {each.row.number}: {each.message}")
            elif each.outcome is not None:
                counted[each.outcome] += 1
                self.stdout.write(
                    f"Row {each.row.number}: {each.row.name}: {each.outcome.label.lower()}"
                )
        self.stdout.write(
            f"Nothing was changed. Loading it would add"
            f" {counted[ImportOutcome.CREATED]} and change"
            f" {counted[ImportOutcome.CHANGED]} organisations."
        )


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise CommandError("The file is larger than 25 MB. Split it.")
        return path.read_bytes()
    except OSError as error:
        raise CommandError(
            f"The file {path} cannot be read: {error.strerror}."
        ) from error
