"""Let PostgreSQL itself refuse two versions of one agreement in force at once.

The two ranges stand for "the same agreement" and "overlapping periods"; a range of one
number needs no extension. SQLite has no such constraint: there the partial unique
index and the service's lock hold (docs/adr/0004).
"""

from django.db import migrations

NAME = "agreements_version_periods_apart"


def add(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            f"ALTER TABLE agreements_version ADD CONSTRAINT {NAME}"
            " EXCLUDE USING gist (int8range(agreement_id, agreement_id, '[]') WITH &&,"
            " tstzrange(in_force_from, in_force_to) WITH &&)"
            " WHERE (in_force_from IS NOT NULL)"
        )


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            f"ALTER TABLE agreements_version DROP CONSTRAINT IF EXISTS {NAME}"
        )


class Migration(migrations.Migration):
    dependencies = [("agreements", "0001_initial")]

    operations = [migrations.RunPython(add, remove)]
