"""Acts on the register of decisions as a whole: files taken away, and loads."""

from typing import Final

from audit.registries import Verb

VERBS: Final = (
    Verb(name="collab.register.exported", sentence="took away {object}"),
    Verb(
        name="collab.decision_import.checked",
        sentence="checked the {object} before loading it",
    ),
    Verb(name="collab.decision_import.started", sentence="started the {object}"),
    Verb(
        name="collab.decision_import.loaded",
        sentence="loaded decisions by the {object}",
    ),
    Verb(name="collab.decision_import.finished", sentence="finished the {object}"),
)
