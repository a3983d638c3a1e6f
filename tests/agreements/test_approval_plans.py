"""Who may write an approval plan, and when it stands still."""

import datetime as dt

import pytest

from agreements.services import (
    approval_plans,
    sending_out,
)
from collab.rules.periods import london_day
from tests.builders import agreements as build
from tests.builders import approvals

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture
def made(now):
    return build.partnership(now)


@pytest.fixture
def draft(made, now):
    return build.draft(made, now)


class TestThePlan:
    def test_cannot_be_changed_while_a_version_is_in_review(
        self, made, draft, two_groups, now
    ):
        approvals.ask(draft, made, now)
        group = draft.agreement.approval_groups.first()

        with pytest.raises(
            approval_plans.PlanInUseError, match="Take it back to draft"
        ):
            approval_plans.remove_group(group_id=group.pk, actor=made.lead, now=now)

    def test_stays_when_the_next_version_begins(
        self, made, draft, two_groups, ann, ben, now
    ):
        approvals.ask(draft, made, now)
        approvals.approve(draft, ann, now)
        approvals.approve(draft, ben, now)
        build.send_out(draft, made, now)
        version = build.sign_all(draft, made, now)

        following = build.next_version(made, version, now)

        with pytest.raises(sending_out.ApprovalMissingError):
            build.with_terms(following, made, now, commences_on=london_day(now + DAY))
            build.send_out(following, made, now)
        approvals.ask(following, made, now)

    def test_names_only_who_holds_power_to_approve(self, made, draft, now):
        signatory = made.signatory(made.bodies[0])

        with pytest.raises(
            approval_plans.ApproverCannotBeNamedError, match="cannot approve"
        ):
            approvals.group(made, draft.agreement, now, (signatory, made.bodies[0]))

    def test_names_nobody_twice_in_one_group(self, made, draft, ann, now):
        body = made.bodies[0]

        with pytest.raises(
            approval_plans.ApproverCannotBeNamedError, match="counts twice"
        ):
            approvals.group(made, draft.agreement, now, (ann, body), (ann, body))

    def test_moves_a_group_up_and_down(self, made, draft, two_groups, now):
        groups = draft.agreement.approval_groups.order_by("position")
        second = groups[1]

        for _ in range(2):
            approval_plans.move_group(
                group_id=second.pk, up=True, actor=made.lead, now=now
            )

        assert [each.name for each in groups.all()] == ["Boards", "Finance"]
