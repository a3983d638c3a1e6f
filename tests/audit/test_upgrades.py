"""Upgrades keep the guard, are recorded, and cannot lose the history."""

import types
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

import collab.migrations
from accounts.models import User
from audit import guards
from audit.management.databases import is_for_tests
from audit.models import Event
from audit.selectors.state import check_model
from audit.services.migrating import migration_act
from collab.models import Organisation
from tests.audit.things import opened, trust

THROWAWAY = """
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("collab", "{last}")]
    operations = [
        migrations.AlterField(
            "succession", "former_name", models.CharField(max_length=210)
        ),
    ]
"""


def payloads(verb: str) -> list[str]:
    return list(Event.objects.filter(verb=verb).values_list("payload", flat=True))


@pytest.fixture
def throwaway(tmp_path, settings, monkeypatch):
    """One migration more than collab has, which remakes a guarded table on SQLite."""
    (folder,) = collab.migrations.__path__
    last = max(path.stem for path in Path(folder).glob("0*.py"))
    package = tmp_path / "throwaway_migrations"
    package.mkdir()
    (package / "__init__.py").write_text(f"__path__.insert(0, {folder!r})\n")
    (package / "9999_throwaway.py").write_text(THROWAWAY.format(last=last))
    monkeypatch.syspath_prepend(tmp_path)
    settings.MIGRATION_MODULES = {"collab": "throwaway_migrations"}
    return last


@pytest.mark.django_db(transaction=True)
class TestMigrate:
    def test_keeps_the_triggers_of_a_table_that_is_remade(self, throwaway):
        call_command("migrate", "collab", "9999_throwaway", verbosity=0)

        assert guards.missing(connection) == []
        assert '"collab.9999_throwaway"' in payloads("audit.schema.migrated")[-1]

        call_command("migrate", "collab", throwaway, verbosity=0)

        assert guards.missing(connection) == []
        assert (
            '"taken_back":[null,["collab.9999_throwaway"]]'
            in (payloads("audit.schema.migrated")[-1])
        )

    def test_puts_back_what_was_missing(self):
        trigger = guards.wanted(connection)[0]
        with connection.cursor() as cursor:
            cursor.execute(guards._drop(connection, trigger.table, trigger.name))

        call_command("migrate", verbosity=0)

        assert guards.missing(connection) == []

    def test_takes_the_ledger_back_and_lays_it_again(self, now):
        call_command("migrate", "audit", "zero", verbosity=0)
        call_command("migrate", "audit", verbosity=0)

        assert guards.missing(connection) == []
        trust("A", now)
        assert Event.objects.filter(object_type="collab.organisation").count() == 1

    @pytest.mark.parametrize("room", ["audit", "collab", "accounts", "agreements"])
    def test_refuses_to_drop_the_history_outside_tests(self, settings, room):
        settings.ENVIRONMENT = "local"

        with pytest.raises(CommandError, match="audit history"):
            call_command("migrate", room, "zero", verbosity=0)


@pytest.mark.django_db(transaction=True)
class TestFlush:
    def test_empties_a_test_database_and_leaves_the_guard(self, now):
        trust("A", now)

        call_command("flush", interactive=False, verbosity=0)

        assert not Event.objects.exists()
        assert guards.missing(connection) == []

    def test_is_refused_outside_tests(self, now, settings):
        trust("A", now)
        settings.ENVIRONMENT = "local"

        with pytest.raises(CommandError, match="audit history"):
            call_command("flush", interactive=False, verbosity=0)

        assert Organisation.objects.count() == 1


class TestIsForTests:
    @pytest.mark.parametrize(
        ("vendor", "name", "expected"),
        [
            ("sqlite", ":memory:", True),
            ("sqlite", "file:memorydb_default?mode=memory&cache=shared", True),
            ("sqlite", "/srv/memory/concordat.sqlite3", False),
            ("sqlite", "/tmp/test_a.sqlite3", True),
            ("postgresql", "concordat_test_0a1b", True),
            ("postgresql", "concordat", False),
            ("postgresql", "memory", False),
        ],
    )
    def test_goes_by_the_name(self, vendor, name, expected):
        database = types.SimpleNamespace(vendor=vendor, settings_dict={"NAME": name})

        assert is_for_tests(database) is expected

    def test_is_never_true_under_other_settings(self, settings):
        settings.ENVIRONMENT = "production"
        database = types.SimpleNamespace(
            vendor="postgresql", settings_dict={"NAME": "test_concordat"}
        )

        assert not is_for_tests(database)


@pytest.mark.django_db
class TestMigrationAct:
    def test_records_each_row_that_a_data_migration_reports(self, now):
        with migration_act("collab.0005_split", why="Split the names", now=now) as told:
            told.changed("collab.organisation", "org_a", {"name": ["A b", "A"]})

        (first, second) = payloads("audit.data.migrated")
        assert '"label":"collab.0005_split"' in first
        assert '"changes":{"name":["A b","A"]}' in second
        assert "Split the names" not in first + second

    def test_keeps_the_state_equal_to_the_log(self, now):
        """A data migration as it would be written, with the models of its own time."""
        row = trust("Vale Trust", now)
        with opened(now):
            jo = User(name="Jo", email="jo@example.org", created_at=now)
            jo.save()
        old = MigrationExecutor(connection).loader.project_state().apps

        with migration_act("collab.0005", why="Split the names", now=now) as told:
            told.change(
                old.get_model("collab", "Organisation").objects.get(pk=row.pk),
                name="Vale NHS Trust",
            )
            told.change(
                old.get_model("accounts", "User").objects.get(pk=jo.pk), name="Joanna"
            )

        assert Organisation.objects.get(pk=row.pk).name == "Vale NHS Trust"
        for model in (Organisation, User):
            outcome = check_model(model)
            assert outcome.findings == []
            assert outcome.incomparable == 0
        assert "Joanna" not in "".join(payloads("audit.data.migrated"))
        with opened(now):
            again = Organisation.objects.get(pk=row.pk)
            again.town = "Leeds"
            again.save()
        assert again.revision == 2
