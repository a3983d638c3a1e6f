"""``migrate`` with the guard kept up, and the upgrade recorded."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands.migrate import Command as DjangoMigrate
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from audit import guards
from audit.management.databases import is_for_tests
from audit.services.migrating import record_schema_change


class Command(DjangoMigrate):
    """Upgrade the database; SQLite loses triggers when it remakes a table."""

    def handle(self, *args: Any, **options: Any) -> None:
        """
        Run Django's own command, and see to it that every trigger stands after it.

        :raises CommandError: if it would drop tables that hold the history
        """
        connection = connections[options["database"]]
        _refuse_to_drop_history(connection, options)
        before = _applied(connection)
        with _guard_kept_up(connection):
            super().handle(*args, **options)
        after = _applied(connection)
        if before != after and ("audit", "0001_initial") in after:
            record_schema_change(
                applied=sorted(f"{app}.{name}" for app, name in after - before),
                removed=sorted(f"{app}.{name}" for app, name in before - after),
                now=timezone.now(),
            )


@contextmanager
def _guard_kept_up(connection: Any) -> Iterator[None]:
    if connection.vendor == "sqlite":
        # Remaking a table drops its triggers, and renaming one trips over them.
        with guards.lifted(connection):
            yield
        return
    # PostgreSQL keeps them through every change of a table: never a moment without,
    # and no lock on a table whose triggers stand already.
    yield
    if guards.missing(connection):
        guards.install(connection)


def _refuse_to_drop_history(connection: Any, options: dict[str, Any]) -> None:
    holds = {model._meta.app_label for model in guards.guarded_models()}
    going = options.get("app_label") in holds and (
        options.get("migration_name") == "zero"
    )
    if going and not is_for_tests(connection):
        raise CommandError("This would erase the audit history. Nothing was changed.")


def _applied(connection: Any) -> set[tuple[str, str]]:
    return set(MigrationRecorder(connection).applied_migrations())
