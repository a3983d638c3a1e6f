"""Forums and their terms of reference, which change from a day on."""

import datetime as dt

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from audit.models import Event
from collab.enums import DecisionRule, ForumForm
from collab.models import Forum, ForumTerms, Seat, SeatDeputy
from collab.policies.access import NotAGovernanceLeadError
from collab.policies.forums import ForumClosedError
from collab.rules.periods import london_day
from collab.rules.quorum import CHAIR, QuorumRule
from collab.selectors.forums import forum_terms_on, rule_of
from collab.services import forums
from collab.services.forums import (
    ClosingDayError,
    ForumSlugError,
    TermsDayError,
    TermsError,
)
from tests.builders import decisions, people
from tests.builders import forums as build
from tests.builders.acts import any_act

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def partners(now):
    bodies = [people.organisation(name, now) for name in ("Vale Trust", "Moor Charity")]
    return people.collaborative_with(bodies, now)


@pytest.fixture
def lead(partners, now):
    return build.governing(partners, now)


@pytest.fixture
def today(now):
    return london_day(now)


class TestAForum:
    def test_begins_with_its_first_terms(self, partners, now):
        forum = build.forum(partners, now, legal_form=ForumForm.ADVISORY)

        assert [terms.number for terms in forum.terms.all()] == [1]
        assert forum.terms.get().legal_form == ForumForm.ADVISORY

    def test_is_recorded_with_its_terms_as_one_act(self, partners, now):
        forum = build.forum(partners, now)

        first = Event.objects.get(object_uid=forum.uid, position=0)
        verbs = Event.objects.filter(act_uid=first.act_uid).values_list(
            "verb", flat=True
        )
        assert set(verbs) == {"collab.forum.added"}
        assert Event.objects.filter(
            act_uid=first.act_uid, object_uid=forum.terms.get().uid
        ).exists()

    @pytest.mark.parametrize("slug", ["", "New Board", "-board", "new", "b" * 41])
    def test_needs_a_short_name_for_its_address(self, partners, lead, now, slug):
        with pytest.raises(ForumSlugError):
            forums.add_forum(
                collaborative_id=partners.pk,
                slug=slug,
                name="Board",
                terms=build.terms_facts(now),
                actor=lead,
                now=now,
            )

    def test_shares_no_short_name_within_a_collaborative(self, partners, now):
        build.forum(partners, now, slug="board")

        with pytest.raises(ForumSlugError, match="Another forum"):
            build.forum(partners, now, slug="board")

    def test_may_share_a_short_name_with_another_collaboratives(self, partners, now):
        other = people.collaborative_with([people.organisation("Weir", now)], now)

        build.forum(partners, now, slug="board")
        build.forum(other, now, slug="board")

        assert Forum.objects.filter(slug="board").count() == 2

    def test_is_set_up_by_a_governance_lead_alone(self, partners, now):
        body = build.member_bodies(partners, now)[0]
        member = people.member("Mem Ber", partners, body, now)

        with pytest.raises(NotAGovernanceLeadError):
            forums.add_forum(
                collaborative_id=partners.pk,
                slug="board",
                name="Board",
                terms=build.terms_facts(now),
                actor=member,
                now=now,
            )


class TestTermsOfReference:
    def test_are_numbered_one_after_another(self, partners, now):
        forum = build.forum(partners, now)
        build.new_terms(forum, now)
        build.new_terms(forum, now)

        numbers = forum.terms.order_by("number").values_list("number", flat=True)
        assert list(numbers) == [1, 2, 3]

    def test_apply_from_their_day_until_the_next(self, partners, now, today):
        forum = build.forum(partners, now, in_effect_from=today - 10 * DAY)
        build.new_terms(forum, now, in_effect_from=today)

        assert forum_terms_on(forum, today - 11 * DAY) is None
        assert forum_terms_on(forum, today - 10 * DAY).number == 1
        assert forum_terms_on(forum, today - DAY).number == 1
        assert forum_terms_on(forum, today).number == 2

    def test_of_the_same_day_give_way_to_the_later_number(self, partners, now, today):
        forum = build.forum(partners, now, in_effect_from=today)
        build.new_terms(forum, now, in_effect_from=today)

        assert forum_terms_on(forum, today).number == 2

    def test_never_begin_before_those_they_follow(self, partners, now, today):
        forum = build.forum(partners, now, in_effect_from=today)

        with pytest.raises(TermsDayError, match="must not begin before"):
            build.new_terms(forum, now, in_effect_from=today - DAY)
        assert forum.terms.count() == 1

    def test_leave_earlier_ones_as_they_were(self, partners, now):
        forum = build.forum(partners, now, purpose="Advises")
        before = ForumTerms.objects.filter(forum=forum).values().get()
        build.new_terms(forum, now, purpose="Decides")

        assert ForumTerms.objects.filter(forum=forum, number=1).values().get() == before

    def test_cannot_be_rewritten(self, partners, now):
        terms = build.forum(partners, now).terms.get()
        terms.purpose = "Something else"

        with pytest.raises(DatabaseError, match="written once"), any_act(now):
            terms.save()

    def test_keep_a_quorum_rule_as_it_was_given(self, partners, now):
        rule = QuorumRule(
            members=5, organisations=3, sectors={"vcse": 1}, roles=frozenset({CHAIR})
        )
        forum = build.forum(partners, now, quorum=rule)

        assert rule_of(ForumTerms.objects.get(forum=forum)) == rule

    def test_may_leave_the_quorum_open(self, partners, now):
        forum = build.forum(partners, now, quorum=None)

        assert rule_of(ForumTerms.objects.get(forum=forum)) is None
        assert ForumTerms.objects.filter(quorum__isnull=True).count() == 1

    def test_are_reviewed_after_they_begin(self, partners, now, today):
        with pytest.raises(TermsError, match="review"):
            build.forum(partners, now, in_effect_from=today, review_on=today)

    @pytest.mark.parametrize("name", ["casting_vote", "abstentions_count"])
    def test_keep_votes_out_of_consensus(self, partners, now, name):
        with pytest.raises(TermsError, match="majority"):
            build.forum(partners, now, **{name: True})

    def test_count_votes_by_majority(self, partners, now):
        forum = build.forum(
            partners,
            now,
            decision_rule=DecisionRule.MAJORITY,
            casting_vote=True,
            abstentions_count=True,
        )

        terms = forum.terms.get()
        assert (terms.casting_vote, terms.abstentions_count) == (True, True)


class TestClosing:
    def test_ends_seats_and_deputies_that_day(self, partners, lead, now, today):
        forum = build.forum(partners, now, seats=2)
        build.deputy(forum.seats.first(), now)

        forums.close_forum(forum_id=forum.pk, closed_on=today, actor=lead, now=now)

        assert set(Seat.objects.values_list("ends_on", flat=True)) == {today}
        assert set(SeatDeputy.objects.values_list("ends_on", flat=True)) == {today}

    def test_leaves_nothing_to_change(self, partners, lead, now, today):
        forum = build.forum(partners, now)
        forums.close_forum(forum_id=forum.pk, closed_on=today, actor=lead, now=now)

        with pytest.raises(ForumClosedError, match="closed on"):
            build.new_terms(forum, now)
        with pytest.raises(ForumClosedError):
            build.seat(forum, build.member_bodies(partners, now)[0], now)
        with pytest.raises(ForumClosedError):
            forums.close_forum(forum_id=forum.pk, closed_on=today, actor=lead, now=now)

    def test_is_recorded_once_it_has_happened(self, partners, lead, now, today):
        forum = build.forum(partners, now)

        with pytest.raises(ClosingDayError):
            forums.close_forum(
                forum_id=forum.pk, closed_on=today + DAY, actor=lead, now=now
            )

    def test_never_comes_before_the_beginning(self, partners, lead, now, today):
        forum = build.forum(partners, now, in_effect_from=today)

        with pytest.raises(ClosingDayError, match="cannot close before"):
            forums.close_forum(
                forum_id=forum.pk, closed_on=today - DAY, actor=lead, now=now
            )

    def test_never_comes_before_the_last_decision(self, partners, lead, now, today):
        taken = decisions.logged(partners, now)

        with pytest.raises(ClosingDayError, match="still met"):
            forums.close_forum(
                forum_id=taken.forum_id,
                closed_on=taken.decided_on,
                actor=lead,
                now=now,
            )

    def test_leaves_no_terms_to_decide_under(self, partners, lead, now, today):
        forum = build.forum(partners, now)
        closed = forums.close_forum(
            forum_id=forum.pk, closed_on=today, actor=lead, now=now
        )

        assert forum_terms_on(closed, today - DAY).number == 1
        assert forum_terms_on(closed, today) is None


class TestTheDatabase:
    def test_keeps_one_number_for_each_terms(self, partners, now):
        forum = build.forum(partners, now)
        twin = ForumTerms(
            forum=forum,
            number=1,
            legal_form=ForumForm.ADVISORY,
            purpose="Again",
            source="Nowhere",
            in_effect_from=london_day(now),
            set_at=now,
        )

        with pytest.raises(IntegrityError), any_act(now), transaction.atomic():
            twin.save()
