"""``migrate`` with the guard lifted and put back, and the upgrade recorded."""

from typing import Any

from django.core.management.commands.migrate import Command as DjangoMigrate
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from audit import guards
from audit.services.migrating import record_schema_change


class Command(DjangoMigrate):
    """Upgrade the database; SQLite loses triggers when it remakes a table."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Run Django's own command between lifting and restoring the guard."""
        connection = connections[options["database"]]
        before = _applied(connection)
        with guards.lifted(connection):
            super().handle(*args, **options)
        after = _applied(connection)
        if before != after and ("audit", "0001_initial") in after:
            record_schema_change(
                applied=sorted(f"{app}.{name}" for app, name in after - before),
                removed=sorted(f"{app}.{name}" for app, name in before - after),
                now=timezone.now(),
            )


def _applied(connection: Any) -> set[tuple[str, str]]:
    return set(MigrationRecorder(connection).applied_migrations())
