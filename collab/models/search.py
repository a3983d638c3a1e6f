"""What the search reads: one entry for each record that can be found."""

from typing import ClassVar

from django.db import models

from audit import models as ledger


class SearchEntry(models.Model):
    """One record as the search finds it.

    Operational: a copy of what the record says, written in the act that writes the
    record (collab/services/searching.py) and made anew by ``rebuild_search``. It holds
    typed text and names of people: whoever erases a person's values takes the entries
    of the records by ``object_uid`` along (``forget_entries``) or writes them anew.

    ``audience`` and ``collaborative_uid`` are those of the record's events. ``terms``
    are its words for each audience (collab/rules/searching.py); the full-text index
    over them is laid by the migration: a virtual table kept by triggers on SQLite, a
    generated column with a GIN index on PostgreSQL. On SQLite, a migration that remakes
    this table must lay the triggers again.

    A changed record keeps its entry's key, by which the newest come first.
    """

    object_type = models.CharField(max_length=60)
    object_uid = models.CharField(max_length=32)
    kind = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    address = models.CharField(max_length=300)
    audience = models.CharField(max_length=60)
    collaborative_uid = models.CharField(max_length=32, blank=True)
    terms = models.TextField(blank=True)
    changed_at = models.DateTimeField()

    objects: ClassVar = models.Manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["object_type", "object_uid"], name="collab_search_entry_once"
            )
        ]

    class Privacy(ledger.Privacy):
        """How each field would enter an event; these rows enter none."""

        open = (
            "object_type",
            "object_uid",
            "kind",
            "address",
            "audience",
            "collaborative_uid",
            "changed_at",
        )
        personal = ("title", "text", "terms")

    def __str__(self) -> str:
        return self.title
