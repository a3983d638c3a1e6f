"""Where each approval of a version stands, and what was approved before."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from agreements.enums import ApprovalStatus, RoundStatus
from agreements.models import ApprovalRequest, ApprovalRound, RoundGroup, Version
from agreements.presenters.approvals import GroupShown, PersonShown, rule_in_words
from agreements.rules import approval as rules
from agreements.selectors.approving import as_rules, words_of
from collab.rules.periods import london_day
from ui.formats import count, date, due, moment

# Earlier rounds that a page shows; the history has every one.
EARLIER: Final = 5
_COLOURS: Final = {
    "planned": "grey",
    "asked": "blue",
    "in_review": "blue",
    "given": "green",
    "approved": "green",
    "refused": "red",
    "outdated": "grey",
    "not_needed": "grey",
}


@dataclass(frozen=True, kw_only=True)
class RoundShown:
    """One asking for approval; ``waits_for`` names whose answer is missing."""

    asked: str
    state: str
    colour: str
    fingerprint: str
    groups: list[GroupShown]
    waits_for: list[str]
    stuck: str


@dataclass(frozen=True, kw_only=True)
class ApprovalsShown:
    """What a version's page says of approvals: the open round, and earlier ones."""

    current: RoundShown | None
    earlier: list[RoundShown]
    left_out: int


def show_approvals(version: Version, *, now: dt.datetime) -> ApprovalsShown:
    """Gather a version's rounds of approval in a constant number of queries."""
    rounds = list(
        version.rounds.select_related("asked_by")
        .prefetch_related(
            "groups__requests__user",
            "groups__requests__organisation",
            "groups__requests__answer__user",
        )
        .order_by("-pk")[: EARLIER + 2]
    )
    is_open = bool(rounds) and rounds[0].status in ("in_review", "approved")
    earlier = rounds[1:] if is_open else rounds
    return ApprovalsShown(
        current=_round(rounds[0], now) if is_open else None,
        earlier=[_round(each, now) for each in earlier[:EARLIER]],
        left_out=max(0, len(earlier) - EARLIER),
    )


def _round(asked: ApprovalRound, now: dt.datetime) -> RoundShown:
    groups = sorted(asked.groups.all(), key=lambda group: group.position)
    words, seen = words_of(groups), as_rules(groups)
    in_review = asked.status == RoundStatus.IN_REVIEW
    stuck = [
        group.name
        for group, rule in zip(groups, seen, strict=True)
        if in_review and not rules.can_complete(rule, words, asked.content_hash)
    ]
    return RoundShown(
        asked=f"Asked by {asked.asked_by.name} on {moment(asked.asked_at)}",
        state=RoundStatus(asked.status).label,
        colour=_COLOURS[asked.status],
        fingerprint=asked.content_hash,
        groups=[_group(group, asked, now) for group in groups],
        waits_for=[
            f"{request.user.name} for {request.organisation.name}"
            for group in groups
            for request in group.requests.all()
            if request.status == ApprovalStatus.ASKED
        ],
        stuck=(
            f"Too few people are left who can approve in: {', '.join(stuck)}. Take the"
            " version back to draft, name somebody else in the approval plan, and ask"
            " again."
            if stuck
            else ""
        ),
    )


def _group(group: RoundGroup, asked: ApprovalRound, now: dt.datetime) -> GroupShown:
    state, colour = "Not asked yet", "grey"
    if group.completed_at is not None:
        state, colour = f"Approved on {moment(group.completed_at)}", "green"
    elif asked.ended_at is not None:
        state = "Did not approve"
    elif group.opened_at is not None:
        state, colour = "Waiting for approval", "blue"
    words = f"Within {count(group.due_in_days, 'day')} of being asked"
    if group.due_on is not None:
        words = f"Due {date(group.due_on)}"
        if group.completed_at is None and asked.ended_at is None:
            words += f" ({due(group.due_on, london_day(now))})"
    return GroupShown(
        uid=group.uid,
        number=group.position,
        name=group.name,
        rule=rule_in_words(group.rule, group.needed),
        due=words,
        state=state,
        colour=colour,
        people=[
            _person(request)
            for request in sorted(group.requests.all(), key=lambda each: each.pk)
        ],
    )


def _person(request: ApprovalRequest) -> PersonShown:
    answer = getattr(request, "answer", None)
    detail = ""
    if answer is not None:
        done = "Approved" if answer.answer == ApprovalStatus.GIVEN else "Refused"
        who = f" by {answer.name}, {answer.capacity}" if answer.deputy_id else ""
        detail = f"{done}{who} on {moment(answer.answered_at)}"
        if answer.reason:
            detail += f": {answer.reason}"
    elif request.asked_at is not None:
        detail = f"Asked on {date(request.asked_at)}"
    return PersonShown(
        uid=request.uid,
        name=request.user.name,
        organisation=request.organisation.name,
        capacity=request.capacity,
        state=ApprovalStatus(request.status).label,
        colour=_COLOURS[request.status],
        detail=detail,
    )
