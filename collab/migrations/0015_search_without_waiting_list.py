"""Have PostgreSQL put new terms into the index at once.

Its waiting list is read whole by every question, and a search asks one for each of its
audiences: it would cost tens of milliseconds until the next clean-up.
"""

from django.db import migrations


def put_at_once(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER INDEX collab_searchindex SET (fastupdate = off)")
        schema_editor.execute("SELECT gin_clean_pending_list('collab_searchindex')")


def let_wait(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER INDEX collab_searchindex RESET (fastupdate)")


class Migration(migrations.Migration):
    dependencies = [("collab", "0014_register_of_decisions")]

    operations = [migrations.RunPython(put_at_once, let_wait)]
