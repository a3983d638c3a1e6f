"""Acts on collaboratives, their members and named roles."""

from typing import Final

from audit.registries import Verb

VERBS: Final = (
    Verb(name="collab.collaborative.created", sentence="created {object}"),
    Verb(name="collab.collaborative.changed", sentence="changed {object}"),
    Verb(name="collab.papers.read", sentence="read {object}"),
    Verb(name="collab.persona.added", sentence="added the persona {object}"),
    Verb(name="collab.persona.changed", sentence="changed the persona {object}"),
    Verb(name="collab.persona.removed", sentence="removed the persona {object}"),
    Verb(name="collab.membership.started", sentence="recorded {object}"),
    Verb(name="collab.membership.ended", sentence="ended the part of {object}"),
    Verb(name="collab.named_role.given", sentence="named the {object}"),
    Verb(name="collab.named_role.ended", sentence="ended the time of the {object}"),
    Verb(
        name="collab.governance_lead.named",
        sentence="named the first governance lead of {object}",
    ),
)
