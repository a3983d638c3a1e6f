"""What an administrator does next while the installation is being set up."""

from dataclasses import dataclass

from django.urls import reverse

from collab.rules.rights import Rights
from collab.selectors.collaboratives import (
    collaboratives,
    without_members,
    without_people,
)
from collab.selectors.organisations import organisations


@dataclass(frozen=True, kw_only=True)
class Step:
    """The one thing to do next, why, and where."""

    number: int
    title: str
    why: str
    action: str
    href: str


def next_step(rights: Rights) -> Step | None:
    """Give the next step of setting up; None for others and once all is done."""
    if not rights.administers_installation:
        return None
    if not organisations(rights=rights).exists():
        return Step(
            number=1,
            title="Load the organisations",
            why="Collaboratives are made of organisations that exist in law. Load them"
            " from a file, such as the published list of NHS trusts, or add them one"
            " by one.",
            action="Load organisations from a file",
            href=reverse("collab:upload_import"),
        )
    rows = collaboratives(rights=rights)
    if not rows.exists():
        return Step(
            number=2,
            title="Create the first collaborative",
            why="Say what the partners want to do together, and whom they serve.",
            action="Create a collaborative",
            href=reverse("collab:new_collaborative"),
        )
    empty = without_members(rights=rights)
    if empty is not None:
        return Step(
            number=3,
            title=f"Say who takes part in {empty}",
            why="Each organisation takes part from a day on, as lead provider, member"
            " or in another part.",
            action="Add the first organisation",
            href=reverse("collab:start_membership", args=[empty.slug]),
        )
    silent = without_people(rights=rights)
    if silent is not None:
        return Step(
            number=4,
            title=f"Name the first governance lead of {silent}",
            why="They need a post at a member, so first invite the leads of one member"
            " organisation from its page; they appoint the person. From then on the"
            " governance lead looks after the collaborative.",
            action="Name the governance lead",
            href=reverse("collab:name_governance_lead", args=[silent.slug]),
        )
    return None
