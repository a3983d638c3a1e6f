import datetime as dt

import pytest

from accounts.policies import StaleAuthenticationError
from agreements.enums import (
    ApprovalRule,
    ApprovalStatus,
    RoundStatus,
    VersionStatus,
)
from agreements.models import Approval, ApprovalRequest, Version
from agreements.policies import (
    NotAnApproverError,
    NotGovernanceLeadError,
)
from agreements.services import (
    approving,
    sending_out,
    taking_back,
)
from agreements.services.asking_approval import (
    GroupCannotApproveError,
    NobodyToAskError,
)
from agreements.services.giving import OtherContentError
from agreements.services.withdrawing import withdraw_version
from agreements.transitions import IllegalMoveError
from audit.door import ReasonNeededError
from audit.models import Event
from collab.enums import PartnershipRole
from collab.rules.periods import london_day
from collab.services import memberships, organisations
from tests.builders import agreements as build
from tests.builders import approvals, people

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture
def made(now):
    return build.partnership(now)


@pytest.fixture
def draft(made, now):
    return build.draft(made, now)


def fresh(version):
    return Version.objects.select_related("agreement").get(pk=version.pk)


def statuses(version):
    rows = ApprovalRequest.objects.filter(group__round__version=version)
    return list(rows.order_by("pk").values_list("status", flat=True))


class TestAskForApproval:
    def test_freezes_the_text_and_asks_the_first_group_alone(
        self, made, draft, two_groups, ann, ben, now
    ):
        asked = approvals.ask(draft, made, now)

        version = fresh(draft)
        assert version.status == VersionStatus.IN_REVIEW
        assert asked.content_hash == version.content_hash != ""
        assert statuses(draft) == [ApprovalStatus.ASKED, ApprovalStatus.PLANNED]
        assert ann.notifications.get().link.endswith("/approve")
        assert not ben.notifications.exists()

    def test_sets_the_day_the_group_is_due(self, made, draft, ann, now):
        group = (ann, made.bodies[0])
        approvals.group(made, draft.agreement, now, group, due_in_days=5)

        asked = approvals.ask(draft, made, now)

        assert asked.groups.get().due_on == london_day(now + 5 * DAY)

    def test_needs_a_plan(self, made, draft, now):
        with pytest.raises(NobodyToAskError):
            approvals.ask(draft, made, now)

    def test_needs_somebody_in_each_group(self, made, draft, now):
        approvals.group(made, draft.agreement, now, name="Empty")

        with pytest.raises(GroupCannotApproveError, match="Empty: name at least one"):
            approvals.ask(draft, made, now)

    def test_is_refused_where_a_group_counts_more_than_it_names(
        self, made, draft, ann, now
    ):
        approvals.group(
            made,
            draft.agreement,
            now,
            (ann, made.bodies[0]),
            rule=ApprovalRule.N_OF_M,
            needed=2,
        )

        with pytest.raises(GroupCannotApproveError):
            approvals.ask(draft, made, now)

    def test_is_refused_where_an_approver_no_longer_has_authority(
        self, made, draft, two_groups, ann, now
    ):
        with people.any_act(now):
            row = ann.delegations.get()
            row.ends_at = now
            row.save()

        with pytest.raises(GroupCannotApproveError, match="organisation lead"):
            approvals.ask(draft, made, now)

    def test_cannot_be_done_twice(self, made, draft, two_groups, now):
        approvals.ask(draft, made, now)

        with pytest.raises(IllegalMoveError):
            approvals.ask(draft, made, now)

    def test_is_refused_to_a_member(self, made, draft, two_groups, ann, now):
        from agreements.services.asking_approval import ask_for_approval

        with pytest.raises(NotGovernanceLeadError):
            ask_for_approval(version_id=draft.pk, actor=ann, now=now)


class TestApproveVersion:
    def test_keeps_person_body_capacity_delegation_and_hash(
        self, made, draft, two_groups, ann, now
    ):
        asked = approvals.ask(draft, made, now)

        given = approvals.approve(draft, ann, now)

        assert (given.user, given.name, given.organisation) == (
            ann,
            "Ann",
            made.bodies[0],
        )
        assert given.capacity == "Finance director"
        assert given.delegation == ann.delegations.get()
        assert given.content_hash == asked.content_hash

    def test_asks_the_next_group_and_then_approves_the_version(
        self, made, draft, two_groups, ann, ben, now
    ):
        approvals.ask(draft, made, now)

        approvals.approve(draft, ann, now)
        assert ben.notifications.exists()
        assert fresh(draft).status == VersionStatus.IN_REVIEW

        approvals.approve(draft, ben, now)
        assert fresh(draft).status == VersionStatus.APPROVED
        assert made.lead.notifications.filter(subject__startswith="Approved").exists()

    def test_of_a_later_group_is_refused_until_its_turn(
        self, made, draft, two_groups, ben, now
    ):
        approvals.ask(draft, made, now)

        with pytest.raises(approving.NotAskedForApprovalError):
            approvals.approve(draft, ben, now)

    def test_needs_a_fresh_check_of_who_it_is(self, made, draft, two_groups, ann, now):
        approvals.ask(draft, made, now)

        with pytest.raises(StaleAuthenticationError):
            approvals.approve(draft, ann, now, session={})

    def test_needs_the_very_text_that_was_shown(
        self, made, draft, two_groups, ann, now
    ):
        approvals.ask(draft, made, now)

        with pytest.raises(OtherContentError):
            approvals.approve(draft, ann, now, fingerprint="0" * 64)

    def test_is_refused_where_a_party_was_renamed_since(
        self, made, draft, two_groups, ann, now
    ):
        approvals.ask(draft, made, now)
        organisations.rename_organisation(
            organisation_id=made.bodies[1].pk,
            new_name="Vale Unitary Council",
            happened_on=london_day(now),
            source="Order 1",
            actor=people.administrator("Ada", now),
            now=now,
        )

        with pytest.raises(OtherContentError):
            approvals.approve(draft, ann, now)

    def test_is_refused_to_who_was_not_asked_and_that_is_kept(
        self, made, draft, two_groups, ann, ben, now
    ):
        approvals.ask(draft, made, now)
        request = approvals.request_of(draft, ann)

        with pytest.raises(NotAnApproverError, match="were not asked"):
            approvals.approve(draft, ben, now, request_id=request.pk)

        assert Event.objects.filter(verb="agreements.approval.withheld").count() == 1

    def test_is_refused_once_the_delegation_has_ended(
        self, made, draft, two_groups, ann, now
    ):
        approvals.ask(draft, made, now)
        with people.any_act(now):
            row = ann.delegations.get()
            row.ends_at = now
            row.save()

        with pytest.raises(NotAnApproverError, match="organisation lead"):
            approvals.approve(draft, ann, now)

    def test_by_a_deputy_counts_and_names_both_rows(
        self, made, draft, two_groups, ann, now
    ):
        approvals.ask(draft, made, now)
        dee = people.person("Dee", now)
        people.deputise(dee, ann.appointments.first(), now)
        request = approvals.request_of(draft, ann)

        given = approvals.approve(draft, dee, now, request_id=request.pk)

        assert given.user == dee
        assert given.deputy.appointment.user == ann
        assert given.delegation.user == ann
        assert given.capacity.startswith("Deputy for")

    def test_counts_nobody_twice_in_one_group(self, made, draft, ann, now):
        other = approvals.approver("Amy", made, made.bodies[0], now)
        body = made.bodies[0]
        approvals.group(made, draft.agreement, now, (ann, body), (other, body))
        dee = people.person("Dee", now)
        for holder in (ann, other):
            people.deputise(dee, holder.appointments.first(), now)
        approvals.ask(draft, made, now)
        first, second = (approvals.request_of(draft, each) for each in (ann, other))
        approvals.approve(draft, dee, now, request_id=first.pk)

        with pytest.raises(approving.AnsweredBeforeError):
            approvals.approve(draft, dee, now, request_id=second.pk)

    def test_of_one_is_enough_for_any_and_the_others_are_no_longer_needed(
        self, made, draft, ann, ben, now
    ):
        one, two = made.bodies
        approvals.group(
            made, draft.agreement, now, (ann, one), (ben, two), rule=ApprovalRule.ANY
        )
        approvals.ask(draft, made, now)

        approvals.approve(draft, ben, now)

        assert fresh(draft).status == VersionStatus.APPROVED
        assert statuses(draft) == [ApprovalStatus.NOT_NEEDED, ApprovalStatus.GIVEN]


class TestRefuseToApprove:
    def test_needs_a_reason(self, made, draft, two_groups, ann, now):
        approvals.ask(draft, made, now)

        with pytest.raises(ReasonNeededError):
            approvals.refuse(draft, ann, now, reason=" ")

    def test_reaches_requester_earlier_approvers_leads_and_chair(
        self, made, draft, two_groups, ann, ben, now
    ):
        chair = people.member("Cher", made.collaborative, made.bodies[0], now)
        memberships.give_named_role(
            collaborative_id=made.collaborative.pk,
            user_id=chair.pk,
            role=PartnershipRole.CHAIR,
            starts_on=london_day(now),
            actor=made.lead,
            now=now,
        )
        approvals.ask(draft, made, now)
        approvals.approve(draft, ann, now)

        approvals.refuse(draft, ben, now)

        for person in (made.lead, ann, chair):
            told = person.notifications.order_by("-pk").first()
            assert told.subject.startswith("Refused:")
            assert "Too dear." in told.words

    def test_makes_a_draft_and_no_approval_counts(
        self, made, draft, two_groups, ann, ben, now
    ):
        asked = approvals.ask(draft, made, now)
        approvals.approve(draft, ann, now)

        approvals.refuse(draft, ben, now)

        assert fresh(draft).status == VersionStatus.DRAFT
        assert statuses(draft) == [ApprovalStatus.OUTDATED, ApprovalStatus.REFUSED]
        asked.refresh_from_db()
        assert asked.status == RoundStatus.REFUSED
        assert Approval.objects.filter(answer="given").count() == 1


class TestSendingOut:
    def test_refuses_a_draft_where_the_plan_names_somebody(
        self, made, draft, two_groups, now
    ):
        with pytest.raises(sending_out.ApprovalMissingError):
            build.send_out(draft, made, now)

    def test_takes_what_every_group_approved(
        self, made, draft, two_groups, ann, ben, now
    ):
        asked = approvals.ask(draft, made, now)
        approvals.approve(draft, ann, now)
        approvals.approve(draft, ben, now)

        sent = build.send_out(draft, made, now)

        assert sent.content_hash == asked.content_hash

    def test_refuses_where_a_party_was_renamed_after_the_approval(
        self, made, draft, two_groups, ann, ben, now
    ):
        approvals.ask(draft, made, now)
        approvals.approve(draft, ann, now)
        approvals.approve(draft, ben, now)
        organisations.rename_organisation(
            organisation_id=made.bodies[1].pk,
            new_name="Vale Unitary Council",
            happened_on=london_day(now),
            source="Order 1",
            actor=people.administrator("Ada", now),
            now=now,
        )

        with pytest.raises(sending_out.ApprovalMissingError, match="Take it back"):
            build.send_out(draft, made, now)

    def test_refuses_what_is_still_in_review(self, made, draft, two_groups, now):
        approvals.ask(draft, made, now)

        with pytest.raises(IllegalMoveError):
            build.send_out(draft, made, now)


class TestTakeBackToDraft:
    def test_outdates_and_tells(self, made, draft, two_groups, ann, now):
        approvals.ask(draft, made, now)

        taking_back.take_back_to_draft(
            version_id=draft.pk, reason="Ann is away", actor=made.lead, now=now
        )

        assert fresh(draft).is_draft
        assert "Ann is away" in ann.notifications.order_by("-pk").first().words

    def test_is_for_what_is_in_review_or_approved(self, made, draft, now):
        with pytest.raises(IllegalMoveError):
            taking_back.take_back_to_draft(
                version_id=draft.pk, reason="Why not", actor=made.lead, now=now
            )


class TestWithdrawing:
    def test_ends_the_round_and_tells_who_was_asked(
        self, made, draft, two_groups, ann, now
    ):
        approvals.ask(draft, made, now)

        withdraw_version(
            version_id=draft.pk, reason="Not wanted", actor=made.lead, now=now
        )

        assert set(statuses(draft)) == {ApprovalStatus.OUTDATED}
        assert "Not wanted" in ann.notifications.order_by("-pk").first().words
