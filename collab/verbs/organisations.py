"""Acts on the register of organisations."""

from typing import Final

from audit.registries import Verb

VERBS: Final = (
    Verb(name="collab.organisation.created", sentence="added {object} to the register"),
    Verb(name="collab.organisation.changed", sentence="changed the facts of {object}"),
    Verb(name="collab.organisation.renamed", sentence="renamed {object}"),
    Verb(name="collab.organisation.merged", sentence="recorded the merger of {object}"),
    Verb(name="collab.organisation.closed", sentence="recorded that {object} closed"),
    Verb(name="collab.import.checked", sentence="checked {object} before loading it"),
    Verb(name="collab.import.started", sentence="started {object}"),
    Verb(name="collab.import.loaded", sentence="loaded rows of {object}"),
    Verb(name="collab.import.finished", sentence="finished {object}"),
    Verb(name="collab.import.undone", sentence="undid rows by {object}"),
)
