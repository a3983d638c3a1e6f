"""What waits for approvers and for who asked: my work, reminders, and leavers."""

import datetime as dt

import pytest

from accounts.enums import Role
from accounts.services import people as accounts
from agreements.enums import ApprovalStatus, VersionStatus
from agreements.models import ApprovalRequest, Version
from audit.door import SystemActor
from collab.models import DueThing, Reminder
from collab.services.leavers import record_leaver
from collab.services.reminders import sweep_reminders
from tests.agreements.pages import at, words
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


def work(client):
    return words(client.get("/"))


class TestMyWork:
    @pytest.fixture
    def now(self, today_now):
        return today_now

    def test_says_to_an_approver_what_and_why_it_is_theirs(
        self, made, draft, two_groups, ann, ben, now, sign_in
    ):
        approvals.ask(draft, made, now)

        said = work(sign_in(ann))
        assert "Approve AGR-001 Partnership agreement" in said
        assert "as Finance director, in the group Finance" in said
        assert "Approve AGR-001" not in work(sign_in(ben))

    def test_says_to_a_deputy_for_whom(
        self, made, draft, two_groups, ann, now, sign_in
    ):
        approvals.ask(draft, made, now)
        dee = people.person("Dee", now)
        people.deputise(dee, ann.appointments.first(), now)
        people.give(Role.MEMBER, dee, made.collaborative, now)

        assert "Ann was asked to approve" in work(sign_in(dee))

    def test_says_to_who_asked_which_group_is_waited_for(
        self, made, draft, two_groups, ann, ben, now, sign_in
    ):
        approvals.ask(draft, made, now)
        client = sign_in(made.lead)
        assert "The group Finance has not approved yet" in work(client)

        approvals.approve(draft, ann, now)
        assert "The group Boards has not approved yet" in work(client)

        approvals.approve(draft, ben, now)
        assert "Send out to be signed: AGR-001" in work(client)

    def test_holds_nothing_more_once_the_text_was_changed(
        self, made, draft, two_groups, ann, now, sign_in
    ):
        approvals.ask(draft, made, now)
        build.add_clause(draft, made, now, "More", "Text.")

        assert "Approve AGR-001" not in work(sign_in(ann))


class TestReminders:
    def sweep(self, now, days):
        return sweep_reminders(actor=SystemActor("reminders"), now=now + days * DAY)

    def sent(self):
        return list(Reminder.objects.order_by("pk").values_list("rung", "user__name"))

    def test_go_to_approver_and_when_late_to_who_asked(
        self, made, draft, two_groups, ann, now
    ):
        approvals.ask(draft, made, now)
        for days in (3, 7, 8):
            self.sweep(now, days)

        assert self.sent() == [
            ("day_3", "Ann"),
            ("due", "Ann"),
            ("overdue_1", made.lead.name),
        ]

    def test_end_with_the_answer_and_begin_with_the_next_group(
        self, made, draft, two_groups, ann, ben, now
    ):
        approvals.ask(draft, made, now)
        approvals.approve(draft, ann, now)
        self.sweep(now, 3)

        assert self.sent() == [("day_3", "Ben")]

    def test_end_with_a_change_of_the_text(self, made, draft, two_groups, now):
        approvals.ask(draft, made, now)
        build.add_clause(draft, made, now, "More", "Text.")

        assert self.sweep(now, 3) == 0
        assert not DueThing.objects.open().filter(kind="approval").exists()


class TestALeaver:
    def leave(self, user, body, now):
        record_leaver(
            user_id=user.pk,
            organisation_id=body.pk,
            reason="Retired",
            actor=people.leads_of(body, now)[0],
            now=now,
        )

    def test_ends_the_open_approval_and_tells_the_governance_lead(
        self, made, draft, two_groups, ann, now
    ):
        approvals.ask(draft, made, now)

        self.leave(ann, made.bodies[0], now)

        request = ApprovalRequest.objects.get(user=ann)
        assert request.status == ApprovalStatus.OUTDATED
        told = made.lead.notifications.order_by("-pk").first()
        assert told.subject.startswith("An approver left:")

    def test_is_named_on_the_page_where_the_group_can_no_longer_approve(
        self, made, draft, two_groups, ann, now, sign_in
    ):
        approvals.ask(draft, made, now)
        self.leave(ann, made.bodies[0], now)

        said = words(sign_in(made.lead).get(at(draft)))

        assert "Too few people are left who can approve in: Finance" in said

    def test_leaves_what_was_approved_before_as_it_is(
        self, made, draft, two_groups, ann, ben, now
    ):
        approvals.ask(draft, made, now)
        approvals.approve(draft, ann, now)

        self.leave(ann, made.bodies[0], now)
        approvals.approve(draft, ben, now)

        assert Version.objects.get(pk=draft.pk).status == VersionStatus.APPROVED

    def test_whose_account_is_closed_is_out_as_well(
        self, made, draft, two_groups, ann, now
    ):
        approvals.ask(draft, made, now)

        accounts.deactivate_person(
            person_uid=ann.uid,
            reason="Left",
            actor=people.administrator("Ada", now),
            now=now,
        )

        request = ApprovalRequest.objects.get(user=ann)
        assert request.status == ApprovalStatus.OUTDATED
