"""Who wrote a text cannot approve it, and whoever changes it undoes what was approved."""

import pytest

from agreements.enums import ApprovalRule, ApprovalStatus, RoundStatus, VersionStatus
from agreements.models import ApprovalRequest
from agreements.policies import AuthorCannotApproveError
from agreements.services.asking_approval import GroupCannotApproveError
from agreements.services.clauses import change_clause
from audit.models import Event
from tests.agreements.test_approving import fresh, statuses
from tests.builders import agreements as build
from tests.builders import approvals, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(now):
    return build.partnership(now)


@pytest.fixture
def draft(made, now):
    return build.draft(made, now)


def change(version, made, now, actor=None, text="Changed."):
    clause = version.clauses.order_by("position").first()
    return change_clause(
        version_id=version.pk,
        identity=clause.identity,
        revision=clause.revision,
        heading=clause.heading,
        text=text,
        actor=actor or made.lead,
        now=now,
    )


class TestAuthors:
    def test_cannot_approve_and_asking_says_who_and_what_to_do(
        self, made, draft, two_groups, governs, ann, now
    ):
        governs(ann)
        change(draft, made, now, actor=ann)

        with pytest.raises(GroupCannotApproveError, match="Ann: Whoever wrote"):
            approvals.ask(draft, made, now)

    def test_are_left_out_where_somebody_else_can_approve(
        self, made, draft, governs, ann, ben, now
    ):
        one, two = made.bodies
        governs(ann)
        approvals.group(
            made, draft.agreement, now, (ann, one), (ben, two), rule=ApprovalRule.ANY
        )
        change(draft, made, now, actor=ann)

        approvals.ask(draft, made, now)

        assert [row.user for row in ApprovalRequest.objects.all()] == [ben]

    def test_cannot_approve_through_somebody_they_deputise_for(
        self, made, draft, two_groups, ann, now
    ):
        people.deputise(made.lead, ann.appointments.first(), now)

        with pytest.raises(GroupCannotApproveError, match="their deputy, wrote"):
            approvals.ask(draft, made, now)

    def test_who_become_deputies_later_cannot_approve_in_the_others_place(
        self, made, draft, two_groups, ann, now
    ):
        approvals.ask(draft, made, now)
        people.deputise(made.lead, ann.appointments.first(), now)
        request = approvals.request_of(draft, ann)

        with pytest.raises(AuthorCannotApproveError, match="You cannot approve"):
            approvals.approve(draft, made.lead, now, request_id=request.pk)

        assert Event.objects.filter(verb="agreements.approval.withheld").exists()

    def test_are_those_who_changed_it_since_the_last_approval(
        self, made, draft, two_groups, governs, ann, ben, now
    ):
        governs(ben)
        lead_approves = approvals.approver("Lea", made, made.bodies[0], now)
        governs(lead_approves)
        change(draft, made, now, actor=lead_approves)
        approvals.ask(draft, made, now)
        approvals.approve(draft, ann, now)
        approvals.approve(draft, ben, now)
        change(draft, made, now, actor=governs(ann), text="Again.")

        with pytest.raises(GroupCannotApproveError) as refused:
            approvals.ask(draft, made, now)

        assert "Ann" in str(refused.value)
        assert "Ben" not in str(refused.value)


class TestAChangeOfContent:
    def test_makes_a_draft_and_outdates_every_approval(
        self, made, draft, two_groups, ann, now
    ):
        asked = approvals.ask(draft, made, now)
        approvals.approve(draft, ann, now)

        change(draft, made, now)

        version = fresh(draft)
        assert (version.status, version.content_hash) == (VersionStatus.DRAFT, "")
        assert set(statuses(draft)) == {ApprovalStatus.OUTDATED}
        asked.refresh_from_db()
        assert asked.status == RoundStatus.OUTDATED
        told = ann.notifications.order_by("-pk").first()
        assert told.subject.startswith("Changed:")

    def test_of_dates_parties_or_title_does_the_same(
        self, made, draft, two_groups, ann, ben, now
    ):
        for touch in (
            lambda: build.with_terms(draft, made, now, value_pence=5),
            lambda: build.add_clause(draft, made, now, "More", "Text."),
        ):
            approvals.ask(draft, made, now)
            approvals.approve(draft, ann, now)
            approvals.approve(draft, ben, now)
            touch()
            assert fresh(draft).status == VersionStatus.DRAFT
            assert set(statuses(draft)) == {ApprovalStatus.OUTDATED}

    def test_back_to_the_same_words_brings_no_approval_back(
        self, made, draft, two_groups, ann, ben, now
    ):
        approvals.ask(draft, made, now)
        approvals.approve(draft, ann, now)
        text = draft.clauses.order_by("position").first().text
        change(draft, made, now)
        change(draft, made, now, text=text)

        approvals.ask(draft, made, now)

        assert statuses(draft)[-2:] == [ApprovalStatus.ASKED, ApprovalStatus.PLANNED]
