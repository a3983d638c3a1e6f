"""Acts on appointments, deputies, delegations, engagements, roles and files."""

from typing import Final

from audit.registries import Verb


def _by_two(noun: str, *, of: str) -> tuple[Verb, ...]:
    return (
        Verb(name=f"collab.{noun}.proposed", sentence=f"proposed {of}{{object}}"),
        Verb(name=f"collab.{noun}.confirmed", sentence=f"confirmed {of}{{object}}"),
        Verb(
            name=f"collab.{noun}.refused",
            sentence=f"refused {of}{{object}}",
            needs_reason=True,
        ),
        Verb(
            name=f"collab.{noun}.ended",
            sentence=f"ended {of}{{object}}",
            needs_reason=True,
        ),
    )


VERBS: Final = (
    *_by_two("appointment", of="the appointment as "),
    *_by_two("deputy", of="a "),
    *_by_two("delegation", of="the delegation: "),
    Verb(
        name="collab.first_lead.appointed",
        sentence="appointed the first organisation lead: {object}",
    ),
    Verb(
        name="collab.first_lead.proposed",
        sentence="proposed an organisation lead: {object}",
    ),
    Verb(
        name="collab.authority.withheld",
        sentence="tried what nobody may do for themselves: {object}",
    ),
    Verb(name="collab.engagement.given", sentence="engaged an {object}"),
    Verb(
        name="collab.engagement.ended", sentence="ended the {object}", needs_reason=True
    ),
    Verb(name="collab.role.given", sentence="gave the role {object}"),
    Verb(name="collab.role.taken", sentence="took the role {object}"),
    Verb(
        name="collab.person.left",
        sentence="recorded that a person left {object}",
        needs_reason=True,
    ),
    Verb(name="collab.document.stored", sentence="stored the {object}"),
    Verb(name="collab.people.imported", sentence="imported people of {object}"),
)
