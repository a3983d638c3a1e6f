"""Approval plans, who can be asked under them, and what was answered."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from agreements.enums import ApprovalStatus
from agreements.models import (
    Agreement,
    ApprovalGroup,
    ApprovalRequest,
    ApprovalRound,
    Approver,
    RoundGroup,
    Version,
)
from agreements.rules import approval as rules
from agreements.rules.approval import Answer, Group, Seat, Word
from agreements.selectors.authors import authors_of
from collab.enums import Power
from collab.grants import rights_of
from collab.models import Delegation
from collab.rules.periods import london_day
from collab.rules.rights import Rights
from collab.selectors.authority import delegation_for, who_may

_ANSWERS = {
    ApprovalStatus.GIVEN: Answer.GIVEN,
    ApprovalStatus.REFUSED: Answer.REFUSED,
    ApprovalStatus.OUTDATED: Answer.OUTDATED,
}


@dataclass(frozen=True, kw_only=True)
class PlannedSeat:
    """One approver of a plan; ``lacking`` says why they cannot be asked, else ""."""

    approver: Approver
    lacking: str
    is_author: bool


@dataclass(frozen=True, kw_only=True)
class PlannedGroup:
    """One group of a plan, and whether it could approve if it were asked today."""

    group: ApprovalGroup
    seats: list[PlannedSeat]
    can_complete: bool

    @property
    def able(self) -> list[Approver]:
        """Give the approvers who can be asked."""
        return [seat.approver for seat in self.seats if not seat.lacking]


def plan_of(agreement: Agreement) -> list[ApprovalGroup]:
    """Give the groups of an agreement's plan in their order, with their approvers."""
    return list(
        agreement.approval_groups.prefetch_related(
            "approvers__user", "approvers__organisation"
        ).order_by("position", "pk")
    )


def plan_names_somebody(agreement: Agreement) -> bool:
    """Say whether approval is needed at all: an empty plan asks nobody (ADR 0007)."""
    return bool(agreement.approval_groups.exists())


def who_can_be_asked(
    version: Version, at: dt.datetime, *, plan: list[ApprovalGroup] | None = None
) -> list[PlannedGroup]:
    """Check each approver of the plan against authors, authority and access."""
    authors = authors_of(version, at)
    able: dict[int, set[int]] = {}
    found = []
    for group in plan_of(version.agreement) if plan is None else plan:
        seats = []
        for approver in sorted(group.approvers.all(), key=lambda each: each.pk):
            organisation_id = approver.organisation_id
            if organisation_id not in able:
                able[organisation_id] = _able(organisation_id, version, at)
            why = authors.why_not(approver.user)
            lacking = why or _lacking(approver, version, able[organisation_id], at)
            seats.append(
                PlannedSeat(approver=approver, lacking=lacking, is_author=bool(why))
            )
        found.append(_planned(group, seats))
    return found


def _planned(group: ApprovalGroup, seats: list[PlannedSeat]) -> PlannedGroup:
    as_rules = Group(
        rule=group.rule,
        needed=group.needed,
        seats=tuple(_seat(seat.approver) for seat in seats),
    )
    barred = {seat.approver.pk for seat in seats if seat.lacking}
    return PlannedGroup(
        group=group,
        seats=seats,
        can_complete=rules.can_complete(as_rules, [], "", barred=barred),
    )


def _able(organisation_id: int, version: Version, at: dt.datetime) -> set[int]:
    people = who_may(
        organisation_id=organisation_id,
        power=Power.APPROVE_AGREEMENTS,
        value_pence=version.value_pence,
        at=at,
    )
    return {person.pk for person in people}


def _lacking(
    approver: Approver, version: Version, able: set[int], at: dt.datetime
) -> str:
    person, organisation = approver.user, approver.organisation
    if person.pk not in able:
        found = delegation_for(
            user=person,
            organisation_id=organisation.pk,
            power=Power.APPROVE_AGREEMENTS,
            value_pence=version.value_pence,
            at=at,
        )
        return (
            f"{found.sentence} An organisation lead of {organisation} can record"
            " what is missing."
        )
    seen = Agreement.objects.visible_to(rights_of(person, at))
    if not seen.filter(pk=version.agreement_id).exists():
        collaborative = version.agreement.collaborative
        return (
            f"They cannot open the pages of {collaborative}. Give them the role of"
            " member first."
        )
    return ""


def people_who_may_approve(agreement: Agreement, at: dt.datetime) -> list[Delegation]:
    """List who holds power to approve for a member body, one row for each of them."""
    members = agreement.collaborative.memberships.in_effect_on(london_day(at))
    rows = Delegation.objects.in_effect_at(at).filter(
        power=Power.APPROVE_AGREEMENTS,
        organisation_id__in=members.values("organisation_id"),
        user__is_active=True,
    )
    rows = rows.select_related("user", "organisation")
    once = {
        (row.user_id, row.organisation_id): row
        for row in rows.order_by("user__name", "organisation__name", "pk")
    }
    return list(once.values())


def open_round(version: Version) -> ApprovalRound | None:
    """Find the round that is being asked, or was approved and still counts."""
    found: ApprovalRound | None = version.rounds.filter(
        status__in=["in_review", "approved"]
    ).first()
    return found


def groups_of(asked: ApprovalRound) -> list[RoundGroup]:
    """Give a round's groups in order, with requests and answers: four queries."""
    return list(
        asked.groups.prefetch_related(
            "requests__user",
            "requests__organisation",
            "requests__answer__user",
        ).order_by("position")
    )


def as_rules(groups: list[RoundGroup]) -> list[Group]:
    """Give a round's groups as the rules know them."""
    return [
        Group(
            rule=group.rule,
            needed=group.needed,
            seats=tuple(_seat(request) for request in group.requests.all()),
        )
        for group in groups
    ]


def words_of(groups: list[RoundGroup]) -> list[Word]:
    """Give every answer of a round, as the rules know them."""
    return [
        Word(
            seat=request.pk,
            by=answer.user_id if answer else request.user_id,
            answer=_ANSWERS[request.status],
            content_hash=answer.content_hash if answer else "",
        )
        for group in groups
        for request in group.requests.all()
        if request.status in _ANSWERS
        for answer in [getattr(request, "answer", None)]
    ]


def _seat(each: Approver | ApprovalRequest) -> Seat:
    return Seat(key=each.pk, user=each.user_id, organisation=each.organisation_id)


def is_approved_on(version: Version, content_hash: str) -> bool:
    """Say whether every group of the version's round approved exactly this text."""
    asked = open_round(version)
    if asked is None or asked.content_hash != content_hash:
        return False
    groups = groups_of(asked)
    return bool(groups) and rules.is_approved(
        as_rules(groups), words_of(groups), content_hash
    )


def requests_for(user: Any, rights: Rights, at: dt.datetime) -> Any:
    """Narrow to the approvals asked of a person, and of those they stand in for."""
    mine = Q(user=user)
    absent = user.deputises.in_effect_at(at).values_list(
        "appointment__user_id", "organisation_id"
    )
    for holder_id, organisation_id in absent:
        mine |= Q(user_id=holder_id, organisation_id=organisation_id)
    return (
        ApprovalRequest.objects.visible_to(rights)
        .filter(mine, status=ApprovalStatus.ASKED)
        .select_related(
            "group__round__version__agreement__collaborative", "organisation", "user"
        )
        .order_by("group__due_on", "pk")
    )
