"""The approval plan of an agreement: groups in order, and who is named in each.

The plan belongs to the agreement and stays when the next version begins. While a
version is in review or approved it cannot be changed: take the version back to draft
first, so that nobody's approval is ever counted under another plan.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from accounts.models import User
from agreements import policies
from agreements.enums import ApprovalRule
from agreements.models import Agreement, ApprovalGroup, Approver
from agreements.selectors.bodies import body_acted_for
from agreements.services.locking import lock_agreement
from agreements.transitions import IllegalMoveError
from audit.door import Record, act
from audit.models import StaleRowError
from collab.enums import Power
from collab.grants import fresh_rights
from collab.models import Organisation
from collab.selectors.authority import delegation_for


class PlanInUseError(IllegalMoveError):
    """A version is being approved under the plan, or was approved under it."""


class ApproverCannotBeNamedError(ValueError):
    """The person may not approve for that body, or is named in the group already."""


@dataclass(frozen=True, kw_only=True)
class GroupTerms:
    """What a group is called, how many of it must approve, and within how many days.

    ``needed`` counts for the rule "a number of those named" alone.
    """

    name: str
    rule: str
    due_in_days: int
    needed: int | None = None

    def give_to(self, group: ApprovalGroup) -> None:
        """Write them into a group."""
        group.name = self.name.strip()
        group.rule = ApprovalRule(self.rule)
        group.due_in_days = self.due_in_days
        group.needed = self.needed if self.rule == ApprovalRule.N_OF_M else None


@contextmanager
def _planning(
    verb: str, *, agreement_id: int, actor: User, now: dt.datetime
) -> Iterator[tuple[Record, Agreement]]:
    found = Agreement.objects.select_related("collaborative").get(pk=agreement_id)
    body = body_acted_for(actor, found.collaborative, now)
    with act(verb, by=actor, for_organisation=body, at=now) as record:
        agreement = lock_agreement(record, agreement_id=agreement_id)
        policies.require_can_govern(
            user=actor, collaborative_id=agreement.collaborative_id, at=now
        )
        using = agreement.versions.filter(status__in=["in_review", "approved"]).first()
        if using is not None:
            raise PlanInUseError(
                f"Version {using.number} is {using.get_status_display().lower()} under"
                " this plan. Take it back to draft first; its approvals then no longer"
                " count."
            )
        yield record, agreement


def add_group(
    *, agreement_id: int, uid: str, terms: GroupTerms, actor: User, now: dt.datetime
) -> ApprovalGroup:
    """
    Add a group at the end of the plan.

    ``uid`` comes with the form, so that a form sent twice adds one group.

    :raises NotGovernanceLeadError: if the person does not govern the collaborative
    :raises PlanInUseError: while a version is in review or approved
    """
    with _planning(
        "agreements.approval_group.added",
        agreement_id=agreement_id,
        actor=actor,
        now=now,
    ) as (record, agreement):
        group: ApprovalGroup | None = agreement.approval_groups.filter(uid=uid).first()
        if group is None:
            last = agreement.approval_groups.order_by("-position").first()
            group = ApprovalGroup(
                agreement=agreement, uid=uid, position=last.position + 1 if last else 1
            )
            terms.give_to(group)
            group.save()
        record.about(group, agreement)
        return group


def change_group(
    *,
    group_id: int,
    revision: int,
    terms: GroupTerms,
    actor: User,
    now: dt.datetime,
) -> ApprovalGroup:
    """
    Change a group that nobody has changed since it was read.

    :raises NotGovernanceLeadError: if the person does not govern the collaborative
    :raises PlanInUseError: while a version is in review or approved
    :raises StaleRowError: if it is no longer what the person read
    """
    found = ApprovalGroup.objects.get(pk=group_id)
    with _planning(
        "agreements.approval_group.changed",
        agreement_id=found.agreement_id,
        actor=actor,
        now=now,
    ) as (record, agreement):
        group: ApprovalGroup = agreement.approval_groups.get(pk=group_id)
        if group.revision != revision:
            raise StaleRowError(
                "Somebody else changed this group while you were working on it. Look"
                " at what stands there now, and save again."
            )
        terms.give_to(group)
        group.save()
        record.about(group, agreement)
        return group


def move_group(
    *, group_id: int, up: bool, actor: User, now: dt.datetime
) -> ApprovalGroup:
    """
    Let a group be asked one place earlier or later; at the end of the list it stays.

    :raises NotGovernanceLeadError: if the person does not govern the collaborative
    :raises PlanInUseError: while a version is in review or approved
    """
    found = ApprovalGroup.objects.get(pk=group_id)
    with _planning(
        "agreements.approval_group.moved",
        agreement_id=found.agreement_id,
        actor=actor,
        now=now,
    ) as (record, agreement):
        groups = list(agreement.approval_groups.order_by("position", "pk"))
        index = next(i for i, each in enumerate(groups) if each.pk == group_id)
        group: ApprovalGroup = groups[index]
        beside = index - 1 if up else index + 1
        record.about(group, agreement)
        if 0 <= beside < len(groups):
            other = groups[beside]
            group.position, other.position = other.position, group.position
            group.save()
            other.save()
        return group


def remove_group(*, group_id: int, actor: User, now: dt.datetime) -> None:
    """
    Take a group out of the plan, with whoever it names; the history keeps both.

    :raises NotGovernanceLeadError: if the person does not govern the collaborative
    :raises PlanInUseError: while a version is in review or approved
    """
    found = ApprovalGroup.objects.get(pk=group_id)
    with _planning(
        "agreements.approval_group.removed",
        agreement_id=found.agreement_id,
        actor=actor,
        now=now,
    ) as (record, agreement):
        group = agreement.approval_groups.get(pk=group_id)
        record.about(group, agreement)
        group.approvers.all().delete()
        group.delete()


def name_approver(
    *,
    group_id: int,
    user_id: int,
    organisation_id: int,
    actor: User,
    now: dt.datetime,
) -> Approver:
    """
    Name one more person in a group, who holds power to approve for a body.

    :raises NotGovernanceLeadError: if the person does not govern the collaborative
    :raises PlanInUseError: while a version is in review or approved
    :raises ApproverCannotBeNamedError: without authority or access, or named before
    """
    found = ApprovalGroup.objects.get(pk=group_id)
    with _planning(
        "agreements.approver.named",
        agreement_id=found.agreement_id,
        actor=actor,
        now=now,
    ) as (record, agreement):
        group: ApprovalGroup = agreement.approval_groups.get(pk=group_id)
        person = User.objects.get(pk=user_id)
        organisation = Organisation.objects.get(pk=organisation_id)
        _require_once(group, person, organisation)
        capacity = _capacity(agreement, person, organisation, now)
        approver: Approver = Approver.objects.create(
            group=group, user=person, organisation=organisation, capacity=capacity
        )
        record.about(approver, agreement)
        return approver


def _require_once(
    group: ApprovalGroup, person: User, organisation: Organisation
) -> None:
    named = group.approvers.filter(user=person)
    if group.rule == ApprovalRule.ONE_PER_ORGANISATION:
        named = named.filter(organisation=organisation)
    if named.exists():
        raise ApproverCannotBeNamedError(
            f"{person.name} is already named in this group, and nobody counts twice."
        )


def _capacity(
    agreement: Agreement, person: User, organisation: Organisation, now: dt.datetime
) -> str:
    found = delegation_for(
        user=person,
        organisation_id=organisation.pk,
        power=Power.APPROVE_AGREEMENTS,
        value_pence=None,
        at=now,
    )
    if found.delegation is None or found.deputy is not None:
        raise ApproverCannotBeNamedError(
            f"{person.name} cannot approve for {organisation}. {found.sentence}"
            f" An organisation lead of {organisation} can record what is missing."
        )
    seen = Agreement.objects.visible_to(fresh_rights(person, now))
    if not seen.filter(pk=agreement.pk).exists():
        raise ApproverCannotBeNamedError(
            f"{person.name} cannot open the pages of {agreement.collaborative}. Give"
            " them the role of member first."
        )
    return str(found.delegation.capacity)


def remove_approver(*, approver_id: int, actor: User, now: dt.datetime) -> None:
    """
    Take a person out of a group; the history keeps that they were named.

    :raises NotGovernanceLeadError: if the person does not govern the collaborative
    :raises PlanInUseError: while a version is in review or approved
    """
    found = Approver.objects.select_related("group").get(pk=approver_id)
    with _planning(
        "agreements.approver.removed",
        agreement_id=found.group.agreement_id,
        actor=actor,
        now=now,
    ) as (record, agreement):
        record.about(found, agreement)
        found.delete()
