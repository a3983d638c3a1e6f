"""Comments on a clause of a draft: who says what, who is told, how it is settled."""

import pytest

from agreements.enums import OpenTo
from agreements.models import Comment
from agreements.policies.voices import MayNotCommentError, MayNotResolveError
from agreements.services import clauses, commenting
from tests.agreements.pages import at, typed_in, words
from tests.builders import agreements as build
from tests.builders import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(today_now):
    return build.partnership(today_now)


@pytest.fixture
def draft(made, today_now):
    return build.draft(made, today_now)


@pytest.fixture
def clause(draft):
    return draft.clauses.order_by("position").first()


@pytest.fixture
def member(made, today_now):
    return people.member("Mo Member", made.collaborative, made.bodies[1], today_now)


class TestComment:
    def test_is_told_to_whoever_writes_the_draft(self, made, clause, member, today_now):
        build.comment(clause, member, today_now)

        told = made.lead.notifications.get()
        assert told.subject == "A comment on AGR-001 version 1"
        assert not member.notifications.exists()

    def test_stays_with_its_clause_however_the_clause_is_changed(
        self, made, draft, clause, member, today_now, sign_in
    ):
        build.comment(clause, member, today_now)
        clauses.change_clause(
            version_id=draft.pk,
            identity=clause.identity,
            revision=clause.revision,
            heading="Quite another",
            text="Other words.",
            actor=made.lead,
            now=today_now,
        )

        for page in ("version", "draft"):
            shown = words(sign_in(made.lead).get(at(draft, page)))
            assert "Mo Member" in shown
            assert "Which month?" in shown

    def test_is_shown_also_when_its_clause_was_taken_out(
        self, made, draft, clause, member, today_now, sign_in
    ):
        build.comment(clause, member, today_now)
        clauses.remove_clause(
            version_id=draft.pk,
            identity=clause.identity,
            revision=clause.revision,
            actor=made.lead,
            now=today_now,
        )

        shown = words(sign_in(made.lead).get(at(draft)))

        assert "Comments on clauses that were taken out" in shown
        assert "Which month?" in shown

    def test_sent_twice_is_one(self, clause, member, today_now):
        for _ in range(2):
            build.comment(clause, member, today_now, identity="cm_0123456789")

        assert Comment.objects.count() == 1

    def test_is_not_for_those_who_only_read(self, made, clause, today_now):
        auditor = people.auditor(
            "Al Auditor", today_now, collaborative=made.collaborative
        )
        with pytest.raises(MayNotCommentError):
            build.comment(clause, auditor, today_now)

    def test_is_not_for_members_to_whom_the_draft_is_closed(self, made, today_now):
        closed = build.draft(
            made, today_now, bodies=made.bodies[:1], open_to=OpenTo.PARTIES
        )
        outsider = people.member("Odd", made.collaborative, made.bodies[1], today_now)
        with pytest.raises(MayNotCommentError):
            build.comment(closed.clauses.first(), outsider, today_now)

    def test_is_on_a_draft_and_no_longer_once_it_is_sent_out(
        self, made, draft, clause, member, today_now
    ):
        build.send_out(draft, made, today_now)

        with pytest.raises(commenting.NotOpenToCommentsError):
            build.comment(clause, member, today_now)

    def test_is_on_a_clause_that_is_there(self, clause, member, today_now):
        with pytest.raises(commenting.ClauseNotThereError):
            build.comment(clause, member, today_now, clause_identity="cl_nothing_here")


class TestAnswer:
    def test_is_told_to_who_commented(self, made, clause, member, today_now):
        first = build.comment(clause, member, today_now)

        answer = build.comment(clause, made.lead, today_now, thread_uid=first.uid)

        assert answer.thread == first
        assert member.notifications.filter(subject__startswith="A comment").exists()

    def test_comes_too_late_once_it_is_resolved(self, made, clause, member, today_now):
        first = build.comment(clause, member, today_now)
        build.resolve(first, made.lead, today_now)

        with pytest.raises(commenting.AlreadyResolvedError):
            build.comment(clause, member, today_now, thread_uid=first.uid)


class TestResolution:
    @pytest.mark.parametrize("who", ["author", "lead"])
    def test_is_for_the_author_and_a_governance_lead(
        self, made, clause, member, today_now, who
    ):
        first = build.comment(clause, member, today_now)

        settled = build.resolve(
            first, member if who == "author" else made.lead, today_now
        )

        assert settled.resolution == "It names May now."

    def test_is_not_for_anybody_else(self, made, clause, member, today_now):
        first = build.comment(clause, member, today_now)
        other = people.member("Ann", made.collaborative, made.bodies[0], today_now)

        with pytest.raises(MayNotResolveError):
            build.resolve(first, other, today_now)

    def test_happens_once(self, made, clause, member, today_now):
        first = build.comment(clause, member, today_now)
        build.resolve(first, member, today_now)

        with pytest.raises(commenting.AlreadyResolvedError):
            build.resolve(first, made.lead, today_now)


class TestThePages:
    def test_let_a_member_comment_answer_and_resolve(
        self, made, draft, clause, member, sign_in
    ):
        browser = sign_in(member)
        address = at(draft, "comment", identity=clause.identity)
        typed = typed_in(browser.get(address)) | {"text": "Which month?"}
        assert browser.post(address, typed).status_code == 302

        thread = Comment.objects.get()
        address = at(draft, "answer", uid=thread.uid)
        typed = typed_in(browser.get(address)) | {"text": "May, I think."}
        assert browser.post(address, typed).status_code == 302
        assert "May, I think." in words(browser.get(at(draft)))

        address = at(draft, "resolve", uid=thread.uid)
        assert browser.post(address, {"resolution": "May it is."}).status_code == 302
        shown = browser.get(at(draft))
        assert b"<details" in shown.content
        assert "May it is." in words(shown)

    def test_give_back_what_was_typed(self, made, draft, clause, member, sign_in):
        browser = sign_in(member)
        address = at(draft, "comment", identity=clause.identity)
        typed = typed_in(browser.get(address)) | {"text": "word " * 500}

        page = browser.post(address, typed)

        assert "2000 characters or fewer" in words(page)
        assert "word word" in words(page)
