"""Approvals at the same moment: only a real server can show it."""

import pytest
from django.db import connection

from agreements.enums import ApprovalRule, ApprovalStatus, VersionStatus
from agreements.models import Approval, ApprovalRequest, Version
from agreements.selectors.content import live_content_of
from agreements.services.approving import NotAskedForApprovalError
from agreements.services.giving import OtherContentError
from agreements.transitions import IllegalMoveError
from collab.services.leavers import record_leaver
from tests.agreements.test_at_once import together
from tests.agreements.test_authors import change
from tests.builders import agreements as build
from tests.builders import approvals, people

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]


@pytest.fixture(autouse=True)
def _only_on_a_server():
    if connection.vendor != "postgresql":
        pytest.skip("needs TEST_DATABASE_URL with a PostgreSQL server")


@pytest.fixture
def made(now):
    return build.partnership(now)


@pytest.fixture
def draft(made, now):
    return build.draft(made, now)


@pytest.fixture
def both(made, draft, ann, ben, now):
    """One group that both must approve, asked."""
    one, two = made.bodies
    approvals.group(made, draft.agreement, now, (ann, one), (ben, two))
    approvals.ask(draft, made, now)


class TestTwoAtOnce:
    def test_give_the_last_two_approvals_and_it_is_approved_once(
        self, made, draft, both, ann, ben, now
    ):
        results = together(
            *[
                lambda user=user: approvals.approve(draft, user, now)
                for user in (ann, ben)
            ]
        )

        assert all(isinstance(each, Approval) for each in results), results
        assert Version.objects.get(pk=draft.pk).status == VersionStatus.APPROVED
        told = made.lead.notifications.filter(subject__startswith="Approved")
        assert told.count() == 1

    def test_approve_where_any_one_is_enough_and_one_counts(
        self, made, draft, ann, ben, now
    ):
        one, two = made.bodies
        approvals.group(
            made, draft.agreement, now, (ann, one), (ben, two), rule=ApprovalRule.ANY
        )
        approvals.ask(draft, made, now)

        results = together(
            *[
                lambda user=user: approvals.approve(draft, user, now)
                for user in (ann, ben)
            ]
        )

        assert sum(isinstance(each, NotAskedForApprovalError) for each in results) == 1
        assert Approval.objects.count() == 1

    def test_ask_and_one_round_begins(self, made, draft, two_groups, now):
        results = together(*[lambda: approvals.ask(draft, made, now)] * 2)

        assert sum(isinstance(each, IllegalMoveError) for each in results) == 1
        assert draft.rounds.count() == 1


class TestAnApproval:
    @pytest.mark.parametrize("turn", range(3))
    def test_that_races_a_change_is_never_on_other_content(
        self, made, draft, both, ann, now, turn
    ):
        results = together(
            lambda: approvals.approve(draft, ann, now),
            lambda: change(draft, made, now, text=f"Other words {turn}."),
        )

        version = Version.objects.select_related("agreement").get(pk=draft.pk)
        assert version.is_draft
        standing = ApprovalRequest.objects.filter(status=ApprovalStatus.GIVEN)
        assert not standing.exists()
        now_says = live_content_of(version).fingerprint()
        assert not Approval.objects.filter(content_hash=now_says).exists()
        assert isinstance(
            results[0], (Approval, NotAskedForApprovalError, OtherContentError)
        )

    def test_that_races_a_leaver_stands_or_is_refused(
        self, made, draft, both, ann, now
    ):
        body = made.bodies[0]

        results = together(
            lambda: approvals.approve(draft, ann, now),
            lambda: record_leaver(
                user_id=ann.pk,
                organisation_id=body.pk,
                reason="Retired",
                actor=people.leads_of(body, now)[0],
                now=now,
            ),
        )

        request = ApprovalRequest.objects.get(user=ann)
        stands = isinstance(results[0], Approval)
        wanted = ApprovalStatus.GIVEN if stands else ApprovalStatus.OUTDATED
        assert request.status == wanted, results
        assert not isinstance(results[1], Exception), results[1]
