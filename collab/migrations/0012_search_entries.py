"""Lay the table of what the search finds, and the full-text index over it.

SQLite keeps the index in a virtual table that follows the entries by triggers. The
tokenizer cuts at spaces alone: terms are made by collab/rules/searching.py, alike for
both databases. PostgreSQL keeps the terms as a column that it works out itself.
"""

from django.db import migrations, models

ENTRIES = "collab_searchentry"
INDEX = "collab_searchindex"

_PUT = f"INSERT INTO {INDEX}(rowid, terms) VALUES (new.id, new.terms);"
_TAKE = (
    f"INSERT INTO {INDEX}({INDEX}, rowid, terms)"
    " VALUES ('delete', old.id, old.terms);"
)
ON_SQLITE = [
    f"CREATE VIRTUAL TABLE {INDEX} USING fts5(terms, content='{ENTRIES}',"
    " content_rowid='id', detail=none, columnsize=0,"
    " tokenize=\"ascii tokenchars '_'\")",
    f"CREATE TRIGGER {ENTRIES}_put AFTER INSERT ON {ENTRIES} BEGIN {_PUT} END",
    f"CREATE TRIGGER {ENTRIES}_take AFTER DELETE ON {ENTRIES} BEGIN {_TAKE} END",
    f"CREATE TRIGGER {ENTRIES}_change AFTER UPDATE OF id, terms ON {ENTRIES}"
    f" BEGIN {_TAKE} {_PUT} END",
]
ON_POSTGRESQL = [
    f"ALTER TABLE {ENTRIES} ADD COLUMN lexemes tsvector GENERATED ALWAYS AS"
    " (array_to_tsvector(string_to_array(nullif(terms, ''), ' '))) STORED",
    f"CREATE INDEX {INDEX} ON {ENTRIES} USING gin (lexemes)",
]


def lay(apps, schema_editor):
    on_postgresql = schema_editor.connection.vendor == "postgresql"
    for statement in ON_POSTGRESQL if on_postgresql else ON_SQLITE:
        schema_editor.execute(statement)


def take_up(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE {ENTRIES} DROP COLUMN lexemes")
        return
    for name in ("put", "take", "change"):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {ENTRIES}_{name}")
    schema_editor.execute(f"DROP TABLE {INDEX}")


class Migration(migrations.Migration):
    dependencies = [("collab", "0011_decisions_of_forums")]

    operations = [
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("object_type", models.CharField(max_length=60)),
                ("object_uid", models.CharField(max_length=32)),
                ("kind", models.CharField(max_length=60)),
                ("title", models.CharField(max_length=300)),
                ("text", models.TextField(blank=True)),
                ("address", models.CharField(max_length=300)),
                ("audience", models.CharField(max_length=60)),
                ("collaborative_uid", models.CharField(blank=True, max_length=32)),
                ("terms", models.TextField(blank=True)),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("object_type", "object_uid"),
                        name="collab_search_entry_once",
                    )
                ],
            },
        ),
        migrations.RunPython(lay, take_up),
    ]
