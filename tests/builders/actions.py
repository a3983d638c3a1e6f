"""Actions, reached through the real services."""

import datetime as dt
import io
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from audit.door import act
from collab.models import Action, ActionEvidence, Collaborative, Decision, Organisation
from collab.rules.decision_facts import TookNoPart
from collab.rules.periods import london_day
from collab.selectors.forums import seats_on
from collab.services import action_moves, actions
from collab.services.documents import store_document
from tests.builders import decisions, forums, people


@dataclass(frozen=True)
class Scene:
    """Two bodies that work together: the owner's, and another."""

    collaborative: Collaborative
    body: Organisation
    other_body: Organisation
    lead: User
    owner: User
    colleague: User
    other: User

    def opened(self, now: dt.datetime, **given: Any) -> Action:
        """An action of the owner, opened by the other body's member."""
        return opened(
            self.collaborative,
            self.owner,
            self.body,
            now,
            **{"by": self.other, **given},
        )

    def condition(self, now: dt.datetime, **given: Any) -> Action:
        """A condition, of a new decision unless one is given, that the owner is to meet."""
        decision = given.pop("decision", None) or decided(
            self.collaborative, self.other_body, self.lead, now
        )
        return condition_of(
            decision, self.owner, self.body, now, **{"by": self.lead, **given}
        )


def scene(now: dt.datetime, *, slug: str = "vale") -> Scene:
    """A governance lead and three members who can own, show and close actions."""
    body = people.organisation_with_two_leads("Northfield Trust", now)
    other_body = people.organisation_with_two_leads("Vale Council", now)
    here = people.collaborative_with(
        [body, other_body], now, slug=slug, name="Vale Care Partners"
    )
    return Scene(
        collaborative=here,
        body=body,
        other_body=other_body,
        lead=people.governance_lead("Priya Raman", here, other_body, now),
        owner=people.member("Owen Owner", here, body, now),
        colleague=people.member("Cara Colleague", here, body, now),
        other=people.member("Otto Other", here, other_body, now),
    )


MONTH = dt.timedelta(days=30)
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def opened(
    collaborative: Collaborative,
    owner: User,
    body: Organisation,
    now: dt.datetime,
    *,
    by: User,
    what: str = "Write the step-down protocol.",
    days: int = 30,
    decision: Decision | None = None,
) -> Action:
    """An action that somebody of a body is to do within so many days."""
    return actions.open_action(
        collaborative_id=collaborative.pk,
        what=what,
        organisation_id=body.pk,
        owner_id=owner.pk,
        due_on=london_day(now) + dt.timedelta(days=days),
        decision_id=decision.pk if decision else None,
        actor=by,
        now=now,
    )


def decided(
    collaborative: Collaborative,
    body: Organisation,
    by: User,
    now: dt.datetime,
    *,
    what: str = "Open two flats in Vale Street",
    **given: Any,
) -> Decision:
    """A decision of the collaborative's board, to which conditions can be written."""
    board = decisions.forum_of(collaborative, now)
    return decisions.log(board, body, by, now, what=what, **given)


def withheld_from(
    person: User, collaborative: Collaborative, body: Organisation, by: User, now: Any
) -> Decision:
    """A decision in which somebody took no part, and which is withheld from them."""
    board = decisions.forum_of(collaborative, now)
    there = decisions.everybody(seats_on(board, london_day(now)))
    forums.seat(board, body, now, person)
    return decisions.log(
        board,
        body,
        by,
        now,
        present=there,
        no_part=(
            TookNoPart(user_id=person.pk, reason="Would be paid", is_withheld=True),
        ),
    )


def condition_of(
    decision: Decision,
    owner: User,
    body: Organisation,
    now: dt.datetime,
    *,
    by: User,
    what: str = "The landlord agrees in writing.",
    days: int = 30,
) -> Action:
    """A condition of a decision, as the act that logs the decision writes it."""
    with act("collab.action.opened", by=by, for_organisation=body, at=now) as record:
        return actions.write_action(
            record,
            collaborative=decision.collaborative,
            what=what,
            organisation=body,
            owner=owner,
            due_on=london_day(now) + dt.timedelta(days=days),
            decision=decision,
            is_condition=True,
            now=now,
        )


def shown(action: Action, by: User, now: dt.datetime, **given: Any) -> ActionEvidence:
    """Evidence for an action, in words."""
    return action_moves.give_evidence(
        action_id=action.pk,
        actor=by,
        now=now,
        **{"words": "Agreed at the meeting of 3 March, minute 4.", **given},
    )


def closed(action: Action, by: User, now: dt.datetime) -> Action:
    """An action that somebody closed, having read it as it stands."""
    return action_moves.close_action(
        action_id=action.pk, revision=revision_of(action), actor=by, now=now
    )


def returned(
    action: Action, by: User, now: dt.datetime, reason: str = "The minute is missing."
) -> Action:
    """An action whose evidence was not accepted."""
    return action_moves.return_action(
        action_id=action.pk,
        revision=revision_of(action),
        reason=reason,
        actor=by,
        now=now,
    )


def revision_of(action: Action) -> int:
    """Give the revision as it is in the database now."""
    found: int = Action.objects.values_list("revision", flat=True).get(pk=action.pk)
    return found


def paper_of(
    collaborative: Collaborative, body: Organisation, by: User, now: dt.datetime
) -> Any:
    """A small file of a body, open to the collaborative."""
    return store_document(
        organisation_id=body.pk,
        collaborative_id=collaborative.pk,
        name="minutes.pdf",
        content=io.BytesIO(PDF),
        size=len(PDF),
        actor=by,
        now=now,
    )
