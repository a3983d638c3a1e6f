"""Who is told what about an action, and how its day is followed."""

from collections.abc import Iterable
from typing import Final

from accounts.enums import Role
from accounts.models import User
from accounts.services.notifying import Note, notify_many
from audit.door import Record
from collab.grants import holders, takes_part
from collab.models import Action, Decision
from collab.selectors.actions import action_address
from collab.services.due_things import settle
from ui.formats import date

NOTIFICATION: Final = "action"
KIND: Final = "action"
KIND_TO_CHECK: Final = "action_check"


def follow(record: Record, *, actions: Iterable[Action]) -> None:
    """Have the engine follow actions, last in the act that changes them."""
    subjects = list(actions)
    for kind in (KIND, KIND_TO_CHECK):
        settle(record=record, kind=kind, subjects=subjects)


def tell_opened(record: Record, *, action: Action) -> None:
    """Tell its owner what they are to do, and by when."""
    _tell(
        record,
        action,
        [action.owner],
        f"To do by {date(action.due_on)}: {action.reference}",
        f"{_by(record)} opened {action.reference} for {action.organisation}, and you"
        f" own it: {action.what} It is to be done by {date(action.due_on)}."
        f"{_condition(action)} When it is done, say so on its page and give evidence.",
    )


def tell_shown(record: Record, *, action: Action, people: Iterable[User]) -> None:
    """Tell whoever may close it that evidence was given."""
    _tell(
        record,
        action,
        people,
        f"Is it done? {action.reference}",
        f"{_by(record)} says that {action.reference} of {action.organisation} is done:"
        f" {action.what} Look at the evidence, and close the action or return it.",
    )


def tell_closed(record: Record, *, action: Action, people: Iterable[User]) -> None:
    """Tell its owner, and whoever gave evidence, that nothing is left to do."""
    _tell(
        record,
        action,
        people,
        f"Closed: {action.reference}",
        f"{_by(record)} looked at the evidence and closed {action.reference}:"
        f" {action.what} Nothing is left to do.",
    )


def tell_conditions_met(record: Record, *, decision: Decision) -> None:
    """Tell whoever logged a decision, and the leads, that no condition is left."""
    people = [decision.logged_by, *_leads(record, decision.collaborative)]
    slug = decision.collaborative.slug
    _write(
        record,
        decision,
        people,
        f"Every condition is met: {decision.reference}",
        f"The last condition of decision {decision.reference} is met. No condition"
        " keeps it from taking effect any more.",
        f"/{slug}/decisions/{decision.reference}",
    )


def tell_returned(record: Record, *, action: Action, people: Iterable[User]) -> None:
    """Tell its owner, and whoever gave evidence, why it was not accepted."""
    _tell(
        record,
        action,
        people,
        f"Not accepted: {action.reference}",
        f"{_by(record)} did not accept that {action.reference} is done:"
        f" {action.what} Why: {record.reason} It is open again, and due by"
        f" {date(action.due_on)}.",
    )


def tell_dropped(record: Record, *, action: Action, people: Iterable[User]) -> None:
    """Tell its owner, and whoever gave evidence, that there is no more need of it."""
    _tell(
        record,
        action,
        people,
        f"No longer needed: {action.reference}",
        f"{action.reference} is no longer needed: {action.what}"
        f" Why: {action.dropped_because} Nothing is left to do.",
    )


def tell_changed(record: Record, *, action: Action, people: Iterable[User]) -> None:
    """Tell the owner before and the owner now what changed, and why."""
    _tell(
        record,
        action,
        people,
        f"Changed: {action.reference}, due {date(action.due_on)}",
        f"{_by(record)} changed {action.reference}: {action.what} It is now owned by"
        f" {action.owner.name} of {action.organisation}, and due by"
        f" {date(action.due_on)}. Why: {record.reason}",
    )


def tell_needs_owner(
    record: Record, *, action: Action, people: Iterable[User], leaver: User
) -> None:
    """Tell who can give it to somebody that its owner has left."""
    _tell(
        record,
        action,
        people,
        f"Needs a new owner: {action.reference}",
        f"{leaver.name} has left {action.organisation} and owned {action.reference}:"
        f" {action.what} It stays with {action.organisation} and is due by"
        f" {date(action.due_on)}. Give it to somebody else on its page.",
    )


def judges_of(record: Record, *, action: Action, shown_by: Iterable[int]) -> list[User]:
    """Give who is asked whether an action is done: the leads, and whoever opened it.

    Never its owner, nor anybody who gave evidence; leads alone for a condition.
    """
    people = _leads(record, action.collaborative)
    if not action.is_condition:
        people = [*people, action.opened_by]
    barred = {action.owner_id, *shown_by}
    return [person for person in people if person.pk not in barred]


def _leads(record: Record, collaborative: object) -> list[User]:
    return holders(role=Role.GOVERNANCE_LEAD, on=collaborative, at=record.at)  # type: ignore[arg-type]


def _condition(action: Action) -> str:
    if not action.is_condition or action.decision is None:
        return ""
    return (
        f" It is a condition of decision {action.decision.reference}, which takes no"
        " effect until it is met."
    )


def _by(record: Record) -> str:
    return str(getattr(record.by, "name", "") or "Somebody")


def _tell(
    record: Record, action: Action, people: Iterable[User], subject: str, words: str
) -> None:
    _write(record, action, people, subject, words, action_address(action))


def _write(
    record: Record,
    about: Action | Decision,
    people: Iterable[User],
    subject: str,
    words: str,
    link: str,
) -> None:
    actor = getattr(record.by, "pk", None)
    once = {each.pk: each for each in people if each.is_active and each.pk != actor}
    if not once:
        return
    # Whoever takes no part any more cannot open the page, and is not told of it.
    inside = takes_part(users=once, collaborative=about.collaborative, at=record.at)
    decision = about if isinstance(about, Decision) else about.decision
    if decision is not None and decision.has_exclusions:
        inside -= set(decision.exclusions.values_list("user_id", flat=True))
    notes = [
        Note(
            user=person,
            kind=NOTIFICATION,
            subject=subject[:200],
            words=words,
            link=link,
            about=about,
        )
        for pk, person in once.items()
        if pk in inside
    ]
    if notes:
        notify_many(record=record, notes=notes)
