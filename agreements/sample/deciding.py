"""What a board of the sample decides, and what follows from it."""

from dataclasses import dataclass, field
from typing import Final

from agreements.sample.boards import taken
from agreements.sample.papers import Desk
from agreements.services.decisions import log_decision_under
from collab.enums import DecisionMethod, DecisionOutcome, ImportStatus
from collab.models import Action, Decision, Forum
from collab.rules.decision_facts import (
    ConditionWanted,
    DecisionFacts,
    LinkWanted,
    TookNoPart,
)
from collab.services import action_moves, actions, decision_imports

# Boards meet, and are written up, after what else happens on a day.
HOUR: Final = 16


@dataclass(frozen=True, kw_only=True)
class Absent:
    """Somebody who was there and took no part, or a body all of whose people did not.

    ``body`` is the key of a body whose interest it is, empty for a person's own.
    """

    reason: str
    name: str = ""
    body: str = ""


@dataclass(frozen=True, kw_only=True)
class Condition:
    """What has to be done before an approval takes effect."""

    what: str
    owner: str
    due: int


@dataclass(frozen=True, kw_only=True)
class Item:
    """What a forum decided; days count from today. ``there`` are names."""

    on: int
    what: str
    why: str
    there: tuple[str, ...]
    logged_by: str
    outcome: str = DecisionOutcome.APPROVED
    method: str = DecisionMethod.CONSENSUS
    options: str = ""
    no_part: tuple[Absent, ...] = ()
    against: tuple[str, ...] = ()
    dissent: str = ""
    value_pence: int | None = None
    effective: int | None = None
    review: int | None = None
    conditions: tuple[Condition, ...] = ()
    quorum_route: str = ""
    link: tuple[str, str] | None = None


@dataclass
class Board:
    """One forum of a collaborative, with what it decided so far by its own names."""

    desk: Desk
    forum: Forum
    decided: dict[str, Decision] = field(default_factory=dict)

    @classmethod
    def of(cls, desk: Desk) -> "Board":
        """Find the board that was set up for a collaborative."""
        return cls(
            desk=desk,
            forum=Forum.objects.get(collaborative=desk.collaborative, slug="board"),
        )

    def decide(self, key: str, item: Item, *, agreement_id: int | None = None) -> None:
        """Log what was decided, the day after."""
        desk, story = self.desk, self.desk.story
        self.decided[key] = log_decision_under(
            collaborative_id=desk.collaborative.pk,
            organisation_id=story.bodies[desk.body_of(item.logged_by)].pk,
            agreement_id=agreement_id,
            facts=self._facts(item),
            actor=story.people[item.logged_by],
            now=story.at(item.on + 1, HOUR),
        )

    def _facts(self, item: Item) -> DecisionFacts:
        story = self.desk.story
        return DecisionFacts(
            forum_id=self.forum.pk,
            what=item.what,
            why=item.why,
            present=taken(self.desk, self.forum, item.there),
            outcome=item.outcome,
            decided_on=story.day(item.on),
            method=item.method,
            no_part=tuple(self._no_part(each) for each in item.no_part),
            against=frozenset(story.people[name].pk for name in item.against),
            options=item.options,
            dissent=item.dissent,
            value_pence=item.value_pence,
            effective_on=None if item.effective is None else story.day(item.effective),
            review_on=None if item.review is None else story.day(item.review),
            conditions=tuple(self._condition(each) for each in item.conditions),
            links=self._links(item),
            quorum_route=item.quorum_route,
        )

    def _links(self, item: Item) -> tuple[LinkWanted, ...]:
        if item.link is None:
            return ()
        kind, key = item.link
        return (LinkWanted(decision_id=self.decided[key].pk, kind=kind),)

    def _no_part(self, each: Absent) -> TookNoPart:
        story = self.desk.story
        return TookNoPart(
            reason=each.reason,
            user_id=story.people[each.name].pk if each.name else None,
            organisation_id=story.bodies[each.body].pk if each.body else None,
        )

    def _condition(self, each: Condition) -> ConditionWanted:
        story = self.desk.story
        return ConditionWanted(
            what=each.what,
            organisation_id=story.bodies[self.desk.body_of(each.owner)].pk,
            owner_id=story.people[each.owner].pk,
            due_on=story.day(each.due),
        )

    def recall(self, content: str, *, body: str, on: int) -> None:
        """Load decisions of earlier years from their minutes."""
        desk, story = self.desk, self.desk.story
        clerk, now = story.people[desk.writer], story.at(on, HOUR)
        checked = decision_imports.check_past_decisions(
            collaborative_id=desk.collaborative.pk,
            organisation_id=story.bodies[body].pk,
            content=content.encode(),
            file_name="Earlier decisions (invented).csv",
            actor=clerk,
            now=now,
        )
        found = decision_imports.confirm_past_decisions(
            import_id=checked.pk, actor=clerk, now=now
        )
        while found.status == ImportStatus.LOADING:
            found = decision_imports.confirm_past_decisions(
                import_id=checked.pk, actor=clerk, now=now
            )

    def ask(self, key: str, what: str, *, owner: str, due: int, on: int) -> Action:
        """Open an action that follows from a decision."""
        desk, story = self.desk, self.desk.story
        return actions.open_action(
            collaborative_id=desk.collaborative.pk,
            what=what,
            organisation_id=story.bodies[desk.body_of(owner)].pk,
            owner_id=story.people[owner].pk,
            due_on=story.day(due),
            decision_id=self.decided[key].pk,
            actor=story.people[desk.writer],
            now=story.at(on, HOUR, 30),
        )

    def shows(self, action: Action, words: str, *, by: str, on: int) -> None:
        """Have somebody say that an action is done, and how that shows."""
        story = self.desk.story
        action_moves.give_evidence(
            action_id=action.pk,
            words=words,
            actor=story.people[by],
            now=story.at(on, HOUR, 40),
        )

    def closes(self, action: Action, *, by: str, on: int) -> None:
        """Have somebody else agree that it is done."""
        story = self.desk.story
        action_moves.close_action(
            action_id=action.pk,
            revision=Action.objects.get(pk=action.pk).revision,
            actor=story.people[by],
            now=story.at(on, HOUR, 50),
        )
