"""What an administrator does next while the installation is being set up."""

from dataclasses import dataclass
from typing import Final

from django.urls import reverse

from collab.models import Collaborative
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

    title: str
    why: str
    action: str
    page: str
    href: str = ""


LOAD: Final = Step(
    title="Load the organisations",
    why="Collaboratives are made of organisations that exist in law. Load them from a"
    " file, such as the published list of NHS trusts, or add them one by one.",
    action="Load organisations from a file",
    page="collab:upload_import",
)
CREATE: Final = Step(
    title="Create the first collaborative",
    why="Say what the partners want to do together, and whom they serve.",
    action="Create a collaborative",
    page="collab:new_collaborative",
)
FILL: Final = Step(
    title="Say who takes part in {}",
    why="Each organisation takes part from a day on, as lead provider, member or in"
    " another part.",
    action="Add the first organisation",
    page="collab:start_membership",
)
HAND_OVER: Final = Step(
    title="Name the first governance lead of {}",
    why="They need a post at a member, so first invite the leads of one member"
    " organisation from its page; they appoint the person. From then on the governance"
    " lead looks after the collaborative.",
    action="Name the governance lead",
    page="collab:name_governance_lead",
)


def next_step(rights: Rights) -> Step | None:
    """Give the next step of setting up; None for others and once all is done."""
    if not rights.administers_installation:
        return None
    if not organisations(rights=rights).exists():
        return _at(LOAD)
    if not collaboratives(rights=rights).exists():
        return _at(CREATE)
    if (empty := without_members(rights=rights)) is not None:
        return _at(FILL, empty)
    if (silent := without_people(rights=rights)) is not None:
        return _at(HAND_OVER, silent)
    return None


def _at(step: Step, found: Collaborative | None = None) -> Step:
    slug = [found.slug] if found else []
    return Step(
        title=step.title.format(found),
        why=step.why,
        action=step.action,
        page=step.page,
        href=reverse(step.page, args=slug),
    )
