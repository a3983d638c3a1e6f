"""Import people of one organisation from a CSV file, on a lead's behalf."""

from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.models import User
from collab.models import Organisation
from collab.services.people_import import ImportReport, import_people


class Command(BaseCommand):
    """Tries the table, or takes it; what is proposed waits for a second lead."""

    help = "Propose the posts of a CSV file (name, email, ods_code, post, starts_on)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Name the file, the lead and the organisation."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--by", required=True, help="the lead's email address")
        parser.add_argument("--organisation", required=True, help="its ODS code")
        parser.add_argument("--dry-run", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Take the file and print what became of each row."""
        try:
            report = import_people(
                organisation_id=Organisation.objects.get(
                    ods_code=options["organisation"].upper()
                ).pk,
                content=options["file"].read_bytes(),
                actor=User.objects.get(email__iexact=options["by"]),
                now=timezone.now(),
                dry_run=options["dry_run"],
            )
        except Organisation.DoesNotExist as error:
            raise CommandError("No organisation has this ODS code.") from error
        except User.DoesNotExist as error:
            raise CommandError("Nobody has this email address.") from error
        except (OSError, ValueError, PermissionDenied) as error:
            raise CommandError(str(error)) from error
        self._print(report)

    def _print(self, report: ImportReport) -> None:
        word = "would be proposed" if report.dry_run else "proposed"
        for row in report.bad:
            self.stderr.write(f"Row {row.number}: {row.message}")
        self.stdout.write(
            f"{len(report.proposed)} {word}, {len(report.already)} there already,"
            f" {len(report.bad)} not taken."
        )
