"""The ledger's own acts."""

from typing import Final

from audit.registries import Verb

VERBS: Final = (
    Verb(name="audit.schema.migrated", sentence="upgraded the database"),
    Verb(name="audit.data.migrated", sentence="changed records during an upgrade"),
    Verb(name="audit.delivery.retried", sentence="tried {object} again"),
    Verb(name="audit.history.read", sentence="read the audit history"),
    Verb(name="audit.sample.loaded", sentence="loaded the sample"),
)
