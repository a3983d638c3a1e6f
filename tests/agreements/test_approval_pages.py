import datetime as dt
import re

import pytest
from django.urls import reverse

from agreements.enums import ApprovalRule, VersionStatus
from agreements.models import Approval, ApprovalGroup, Version
from agreements.selectors.addresses import comparison_address
from audit.models import Event
from collab.rules.periods import london_day
from tests.agreements.pages import at, words
from tests.builders import agreements as build
from tests.builders import approvals

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture
def now(today_now):
    return today_now


@pytest.fixture
def made(now):
    return build.partnership(now)


@pytest.fixture
def draft(made, now):
    return build.draft(made, now)


def plan(draft, page="approval_plan", **more):
    agreement = draft.agreement
    return reverse(
        f"agreements:{page}",
        kwargs={
            "collaborative": agreement.collaborative.slug,
            "reference": agreement.reference,
            **more,
        },
    )


def fresh(version):
    return Version.objects.get(pk=version.pk)


def typed(version, user, **changed):
    return {
        "request": approvals.request_of(version, user).uid,
        "fingerprint": fresh(version).content_hash,
        "agreed": "on",
    } | changed


class TestTheThread:
    def test_goes_from_an_empty_plan_to_approved_by_pages_alone(
        self, made, draft, ann, ben, sign_in
    ):
        lead = sign_in(made.lead)
        assert "The plan names nobody" in words(lead.get(plan(draft)))
        for name in ("Finance", "Boards"):
            form = lead.get(plan(draft, "add_group"))
            uid = re.search(rb'name="uid" value="(\w+)"', form.content)[1].decode()
            group = {"name": name, "rule": "all", "due_in_days": "7", "uid": uid}
            for _ in range(2):
                lead.post(plan(draft, "add_group"), group)
        groups = list(ApprovalGroup.objects.order_by("position"))
        assert [group.name for group in groups] == ["Finance", "Boards"]
        for group, person in zip(groups, (ann, ben), strict=True):
            address = plan(draft, "name_approver", group=group.uid)
            assert person.name in words(lead.get(address))
            lead.post(address, {"approver": person.delegations.get().uid})
        assert "Ask for approval" in words(lead.get(at(draft, "draft")))

        shown = words(lead.get(at(draft, "ask_approval")))
        assert "1. Finance" in shown
        assert "Ann, Northfield Trust, as Finance director" in shown
        lead.post(at(draft, "ask_approval"))
        assert "Waiting for Ann for Northfield Trust" in words(lead.get(at(draft)))

        for person in (ann, ben):
            client = sign_in(person)
            assert "Your approval is waited for" in words(client.get(at(draft)))
            page = client.get(at(draft, "approve"))
            assert "close to home" in words(page)
            assert fresh(draft).content_hash[:8] in words(page)
            after = client.post(at(draft, "approve"), typed(draft, person))
            assert after["Location"] == at(draft)
        assert fresh(draft).status == VersionStatus.APPROVED
        assert "Send it out to be signed" in words(sign_in(made.lead).get(at(draft)))


class TestAskForApproval:
    def test_warns_of_an_author_and_lets_another_be_named(
        self, made, draft, two_groups, governs, ann, sign_in
    ):
        build.add_clause(draft, made, made.lead.created_at, "More", "Text.")
        governs(ann)
        made.lead = ann
        build.add_clause(draft, made, ann.created_at, "Mine", "Text.")

        page = sign_in(ann).get(at(draft, "ask_approval"))

        shown = words(page)
        assert "Ann is named in Finance and cannot be asked" in shown
        assert "wrote or changed the text" in shown
        assert plan(draft).encode() in page.content
        assert b'type="submit"' not in page.content.partition(b"<main")[2]


class TestApprove:
    def test_asks_who_it_is_first(self, made, draft, two_groups, ann, now, sign_in):
        approvals.ask(draft, made, now)

        page = sign_in(ann, fresh=False).get(at(draft, "approve"))

        assert "Confirm who you are" in words(page)
        assert b'name="agreed"' not in page.content

    def test_asks_again_when_posted_too_late(
        self, made, draft, two_groups, ann, now, sign_in
    ):
        approvals.ask(draft, made, now)

        after = sign_in(ann, fresh=False).post(at(draft, "approve"), typed(draft, ann))

        assert after["Location"].startswith("/account/confirm?next=")
        assert not Approval.objects.exists()

    def test_needs_the_box_ticked(self, made, draft, two_groups, ann, now, sign_in):
        approvals.ask(draft, made, now)

        page = sign_in(ann).post(
            at(draft, "approve"), typed(draft, ann) | {"agreed": ""}
        )

        assert "There is a problem" in words(page)
        assert not Approval.objects.exists()

    def test_by_get_approves_nothing(self, made, draft, two_groups, ann, now, sign_in):
        approvals.ask(draft, made, now)

        sign_in(ann).get(at(draft, "approve"), typed(draft, ann))

        assert not Approval.objects.exists()

    def test_sent_twice_approves_once(self, made, draft, two_groups, ann, now, sign_in):
        approvals.ask(draft, made, now)
        client, form = sign_in(ann), typed(draft, ann)
        client.post(at(draft, "approve"), form)

        page = client.post(at(draft, "approve"), form)

        assert "cannot be given now" in words(page)
        assert Approval.objects.count() == 1

    def test_of_a_text_that_changed_meanwhile_says_so(
        self, made, draft, two_groups, ann, now, sign_in
    ):
        approvals.ask(draft, made, now)
        client, form = sign_in(ann), typed(draft, ann)
        build.add_clause(draft, made, now, "More", "Text.")

        page = client.post(at(draft, "approve"), form)

        assert "this approval is outdated" in words(page)
        assert not Approval.objects.exists()

    def test_refuses_anothers_approval_and_records_it(
        self, made, draft, two_groups, ann, ben, now, sign_in
    ):
        approvals.ask(draft, made, now)

        page = sign_in(ben).post(at(draft, "approve"), typed(draft, ann))

        assert page.status_code == 403
        assert Event.objects.filter(verb="agreements.approval.withheld").exists()

    def test_says_to_an_author_why_not(self, made, draft, two_groups, now, sign_in):
        approvals.ask(draft, made, now)

        page = sign_in(made.lead).get(at(draft, "approve"))

        assert "You cannot approve this version" in words(page)
        assert "wrote or changed the text" in words(page)

    def test_says_how_many_comments_are_open(
        self, made, draft, two_groups, ann, ben, now, sign_in
    ):
        approvals.ask(draft, made, now)
        clause = draft.clauses.order_by("position").first()
        for number in range(2):
            build.comment(clause, ann, now, text=f"Which month, {number}?")
        approve = at(draft, "approve")

        page = sign_in(ann).get(approve)

        assert "2 comments are still open" in words(page)
        build.resolve(draft.comments.earliest("pk"), made.lead, now)
        assert "1 comment is still open" in words(sign_in(ann).get(approve))
        build.resolve(draft.comments.latest("pk"), made.lead, now)
        assert "still open" not in words(sign_in(ann).get(approve))

    def test_leads_to_what_changed_since_the_version_in_force(
        self, made, ann, now, sign_in
    ):
        first = build.in_force(made, now)
        second = build.next_version(made, first, now)
        approvals.group(made, second.agreement, now, (ann, made.bodies[0]))
        client = sign_in(ann)
        approvals.ask(
            build.with_terms(second, made, now, commences_on=london_day(now + 9 * DAY)),
            made,
            now,
        )

        page = client.get(at(second, "approve"))

        assert "What changed since version 1, which is in force" in words(page)
        assert comparison_address(second, 1).encode() in page.content


class TestRefuse:
    def test_needs_a_reason(self, made, draft, two_groups, ann, now, sign_in):
        approvals.ask(draft, made, now)
        request = approvals.request_of(draft, ann).uid

        page = sign_in(ann).post(
            at(draft, "refuse_approval"), {"request": request, "reason": ""}
        )

        assert "Enter reason" in words(page)
        assert fresh(draft).status == VersionStatus.IN_REVIEW

    def test_shows_the_reason_on_the_versions_page(
        self, made, draft, two_groups, ann, now, sign_in
    ):
        approvals.ask(draft, made, now)
        request = approvals.request_of(draft, ann).uid
        client = sign_in(ann)

        client.post(
            at(draft, "refuse_approval"), {"request": request, "reason": "Too dear."}
        )

        shown = words(client.get(at(draft)))
        assert "Earlier approvals, which no longer count" in shown
        assert "Too dear." in shown


class TestChangingTheText:
    PAGES = ("terms", "add_clause", "draft")

    @pytest.mark.parametrize("page", PAGES)
    def test_says_before_saving_that_approvals_will_be_lost(
        self, page, made, draft, two_groups, now, sign_in
    ):
        client = sign_in(made.lead)
        assert "Approvals will be lost" not in words(client.get(at(draft, page)))
        approvals.ask(draft, made, now)

        assert "Approvals will be lost" in words(client.get(at(draft, page)))

    def test_in_review_makes_a_draft_and_keeps_the_outdated_approvals_in_sight(
        self, made, draft, two_groups, ann, now, sign_in
    ):
        approvals.ask(draft, made, now)
        approvals.approve(draft, ann, now)
        client = sign_in(made.lead)
        clause = draft.clauses.order_by("position").first()

        client.post(
            at(draft, "change_clause", identity=clause.identity),
            {
                "heading": "Purpose",
                "text": "Other words.",
                "revision": clause.revision,
                "identity": clause.identity,
            },
        )

        assert fresh(draft).status == VersionStatus.DRAFT
        shown = words(client.get(at(draft)))
        assert "Earlier approvals, which no longer count" in shown
        assert "Approved on" in shown
        assert "Outdated" in shown


class TestBackToDraft:
    def test_needs_a_reason_and_leads_to_the_draft(
        self, made, draft, two_groups, now, sign_in
    ):
        approvals.ask(draft, made, now)
        client = sign_in(made.lead)
        assert "Enter reason" in words(
            client.post(at(draft, "back_to_draft"), {"reason": ""})
        )

        after = client.post(at(draft, "back_to_draft"), {"reason": "Ann is away"})

        assert after["Location"] == at(draft, "draft")
        assert fresh(draft).is_draft


class TestThePlan:
    def test_is_read_by_every_member_and_changed_by_governance_leads(
        self, made, draft, two_groups, ann, sign_in
    ):
        assert b"Add a group" in sign_in(made.lead).get(plan(draft)).content
        page = sign_in(ann).get(plan(draft))
        assert "Finance" in words(page)
        assert b"Add a group" not in page.content

    def test_says_why_it_cannot_be_changed_while_in_use(
        self, made, draft, two_groups, now, sign_in
    ):
        approvals.ask(draft, made, now)
        client = sign_in(made.lead)

        page = client.get(plan(draft))
        assert "take that version back to draft first" in words(page)
        group = ApprovalGroup.objects.first()
        after = client.post(plan(draft, "remove_group", group=group.uid))

        assert "Take it back to draft first" in words(after)
        assert ApprovalGroup.objects.count() == 2

    def test_asks_how_many_where_the_rule_counts(self, made, draft, sign_in):
        form = {"name": "Boards", "rule": "n_of_m", "due_in_days": "7", "needed": ""}

        page = sign_in(made.lead).post(plan(draft, "add_group"), form)

        assert "Enter how many must approve" in words(page)
        assert b'value="Boards"' in page.content

    def test_tells_of_somebody_elses_change_and_keeps_what_was_typed(
        self, made, draft, two_groups, sign_in
    ):
        group = ApprovalGroup.objects.first()
        client = sign_in(made.lead)
        address = plan(draft, "change_group", group=group.uid)
        form = {"rule": "any", "due_in_days": "7", "revision": group.revision}
        client.post(address, form | {"name": "First"})

        page = client.post(address, form | {"name": "Second"})

        assert "Somebody else changed this group" in words(page)
        assert b'value="Second"' in page.content
        group.refresh_from_db()
        assert (group.name, group.rule) == ("First", ApprovalRule.ANY)

    def test_takes_a_person_out(self, made, draft, two_groups, sign_in):
        group = ApprovalGroup.objects.first()
        named = group.approvers.get()

        sign_in(made.lead).post(
            plan(draft, "remove_approver", group=group.uid, approver=named.uid)
        )

        assert not group.approvers.exists()
