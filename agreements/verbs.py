"""Acts on agreements."""

from typing import Final

from audit.registries import Verb

VERBS: Final = (
    Verb(name="agreements.agreement.created", sentence="opened {object}"),
    Verb(name="agreements.version.started", sentence="began {object}"),
    Verb(name="agreements.party.named", sentence="named {object} as a party"),
    Verb(name="agreements.party.removed", sentence="took out {object} as a party"),
    Verb(name="agreements.clause.added", sentence="added the clause {object}"),
    Verb(name="agreements.clause.changed", sentence="changed the clause {object}"),
    Verb(name="agreements.clause.moved", sentence="moved the clause {object}"),
    Verb(name="agreements.clause.removed", sentence="took out the clause {object}"),
    Verb(name="agreements.terms.set", sentence="set dates and value of {object}"),
    Verb(name="agreements.version.sent_out", sentence="sent {object} out to be signed"),
    Verb(name="agreements.version.signed_off", sentence="signed {object}"),
    Verb(
        name="agreements.signature.refused",
        sentence="tried to sign {object} without authority",
    ),
    Verb(
        name="agreements.signature.declined",
        sentence="declined to sign: {object}",
        needs_reason=True,
    ),
    Verb(
        name="agreements.signatory.replaced",
        sentence="asked another signatory: {object}",
    ),
    Verb(
        name="agreements.version.withdrawn",
        sentence="withdrew {object}",
        needs_reason=True,
    ),
    Verb(
        name="agreements.version.came_into_force",
        sentence="brought {object} into force, its day having come",
    ),
    Verb(
        name="agreements.version.ended",
        sentence="ended {object}, its day having come",
    ),
)
