"""``flush`` would erase the history, so it is refused outside test databases."""

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands.flush import Command as DjangoFlush
from django.db import connections

from audit import guards
from audit.management.databases import is_for_tests


class Command(DjangoFlush):
    """Empty a test database; refuse anywhere else."""

    def handle(self, **options: Any) -> None:
        """
        Flush with the guard lifted.

        :raises CommandError: for a database that is not a test's
        """
        connection = connections[options["database"]]
        if not is_for_tests(connection):
            raise CommandError(
                "flush would erase the audit history. Nothing was changed."
            )
        with guards.lifted(connection):
            super().handle(**options)
