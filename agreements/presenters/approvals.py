"""How approval plans, rounds and approvals are said on pages."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from agreements import policies
from agreements.enums import (
    ApprovalRule,
    VersionStatus,
)
from agreements.models import (
    Agreement,
    Version,
)
from agreements.selectors.approving import (
    PlannedGroup,
    plan_of,
    who_can_be_asked,
)
from ui.formats import count


@dataclass(frozen=True, kw_only=True)
class PersonShown:
    """One approver: who, for whom, as what, and where their approval stands."""

    uid: str
    name: str
    organisation: str
    capacity: str
    state: str = ""
    colour: str = "grey"
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class GroupShown:
    """One group, its rule in words, and its people."""

    uid: str
    number: int
    name: str
    rule: str
    people: list[PersonShown]
    due: str = ""
    state: str = ""
    colour: str = "grey"


@dataclass(frozen=True, kw_only=True)
class PlanShown:
    """An approval plan; ``in_use`` says why it cannot be changed just now."""

    groups: list[GroupShown]
    may_change: bool
    in_use: str


@dataclass(frozen=True, kw_only=True)
class AskingShown:
    """What asking for approval would do: who is asked, who cannot be, what is wrong."""

    groups: list[GroupShown]
    warnings: list[str]
    lacking: list[str]


def rule_in_words(rule: str, needed: int | None) -> str:
    """Say how many of a group must approve."""
    if rule == ApprovalRule.N_OF_M:
        return f"Any {needed} of those named must approve"
    return {
        ApprovalRule.ALL.value: "Everybody named must approve",
        ApprovalRule.ANY.value: "Any one of those named must approve",
        ApprovalRule.ONE_PER_ORGANISATION.value: (
            "One of those named for each organisation must approve"
        ),
    }[rule]


def show_plan(agreement: Agreement, *, user: Any, now: dt.datetime) -> PlanShown:
    """Gather an agreement's approval plan."""
    using = agreement.versions.filter(status__in=["in_review", "approved"]).first()
    governs = policies.can_govern(
        user=user, collaborative_id=agreement.collaborative_id, at=now
    )
    in_use = ""
    if using is not None:
        in_use = (
            f"Version {using.number} is {using.get_status_display().lower()} under this"
            " plan. To change the plan, take that version back to draft first; its"
            " approvals then no longer count."
        )
    groups = [
        GroupShown(
            uid=group.uid,
            number=number,
            name=group.name,
            rule=rule_in_words(group.rule, group.needed),
            due=f"Within {count(group.due_in_days, 'day')} of being asked",
            people=[
                PersonShown(
                    uid=each.uid,
                    name=each.user.name,
                    organisation=each.organisation.name,
                    capacity=each.capacity,
                )
                for each in sorted(group.approvers.all(), key=lambda each: each.pk)
            ],
        )
        for number, group in enumerate(plan_of(agreement), start=1)
    ]
    return PlanShown(groups=groups, may_change=governs and not in_use, in_use=in_use)


def show_asking(version: Version, *, now: dt.datetime) -> AskingShown:
    """Say who would be asked, who named cannot be, and which group could not approve."""
    planned = who_can_be_asked(version, now)
    return AskingShown(
        groups=[_planned(each, number) for number, each in enumerate(planned, start=1)],
        warnings=[
            f"{seat.approver.user.name} is named in {each.group.name} and cannot be"
            f" asked. {seat.lacking}"
            for each in planned
            for seat in each.seats
            if seat.lacking
        ],
        lacking=[each.group.name for each in planned if not each.can_complete],
    )


def _planned(planned: PlannedGroup, number: int) -> GroupShown:
    group = planned.group
    return GroupShown(
        uid=group.uid,
        number=number,
        name=group.name,
        rule=rule_in_words(group.rule, group.needed),
        due=f"Within {count(group.due_in_days, 'day')} of being asked",
        state="Can approve" if planned.can_complete else "Too few can approve",
        colour="green" if planned.can_complete else "red",
        people=[
            PersonShown(
                uid=seat.approver.uid,
                name=seat.approver.user.name,
                organisation=seat.approver.organisation.name,
                capacity=seat.approver.capacity,
                state="Cannot be asked" if seat.lacking else "",
                colour="red",
            )
            for seat in planned.seats
        ],
    )


def what_a_change_costs(version: Version) -> str:
    """Say what saving a change does to approvals; "" where there are none to lose."""
    if version.status == VersionStatus.IN_REVIEW:
        return (
            "This version is in review. If you save any change, it becomes a draft"
            " again, every approval already given is lost, and everybody must be asked"
            " anew."
        )
    if version.status == VersionStatus.APPROVED:
        return (
            "This version is approved. If you save any change, it becomes a draft"
            " again, every approval is lost, and everybody must be asked anew."
        )
    return ""
