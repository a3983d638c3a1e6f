import datetime as dt

import pytest

from audit.models import Event
from audit.registries import reach_of
from collab.enums import Sector
from collab.grants import rights_of
from collab.models import Action, Decision, DecisionLink
from collab.policies.deciding import (
    ConditionsError,
    DecidedInFutureError,
    ForumNotOpenError,
    LinkError,
    MethodError,
    NotQuorateError,
    ReviewDayError,
    WithheldError,
)
from collab.rules.decision_facts import (
    ConditionWanted,
    LinkWanted,
    Taken,
    TookNoPart,
)
from collab.rules.periods import london_day
from collab.rules.quorum import QuorumRule
from collab.selectors.frozen import is_intact
from collab.selectors.table import (
    NoQuorumRuleError,
    NotOnTheSeatError,
    TookNoPartError,
    VoiceError,
)
from collab.services.forums import close_forum
from tests.builders import decisions as build
from tests.builders import forums, people

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
FIVE_WITH_A_CHARITY = QuorumRule(members=5, sectors={"vcse": 1})


class Board:
    """Nine seats, the first a charity's; somebody who logs what is decided."""

    def __init__(self, now, **terms):
        self.now = now
        self.charity = people.organisation_with_two_leads(
            "Vale Carers", now, sector=Sector.VCSE
        )
        self.trust = people.organisation_with_two_leads("Vale Trust", now)
        self.here = people.collaborative_with([self.charity, self.trust], now)
        self.forum = forums.forum(self.here, now, **terms)
        bodies = [self.charity, *[self.trust] * 8]
        self.seats = [
            forums.seat(self.forum, body, now, is_chair=place == 1)
            for place, body in enumerate(bodies)
        ]
        self.writer = people.member("Will Writer", self.here, self.trust, now)

    def there(self, *places):
        return build.everybody([self.seats[place] for place in places])

    def sitting(self, place):
        return self.seats[place].user

    def log(self, **given):
        given.setdefault("now", self.now)
        given.setdefault("actor", self.writer)
        return build.log(self.forum, self.trust, **given)


@pytest.fixture
def board(now):
    return Board(now, quorum=FIVE_WITH_A_CHARITY, decision_rule="majority")


class TestTheQuorumOfADecision:
    def no_part(self, board, **given):
        own = {"user_id": board.sitting(0).pk, "reason": "Her charity would be paid."}
        return (TookNoPart(**own | given),)

    def test_refuses_nine_seats_six_there_the_only_charity_recused(self, board):
        with pytest.raises(NotQuorateError) as refused:
            board.log(present=board.there(*range(6)), no_part=self.no_part(board))

        assert "Not quorate for this item. Nine voting seats" in str(refused.value)
        assert "so five took part, none from the voluntary" in str(refused.value)
        assert "a conflicts panel" in str(refused.value)
        assert not Decision.objects.exists()

    def test_lets_that_be_deferred_and_keeps_the_route(self, board):
        decision = board.log(
            present=board.there(*range(6)),
            no_part=self.no_part(board),
            outcome="deferred",
            quorum_route="boards",
        )

        assert not decision.is_quorate
        assert decision.quorum_route == "boards"
        assert "Her charity would be paid" in decision.quorum_words
        assert is_intact(decision)

    def test_puts_it_off_where_no_route_is_named(self, board):
        decision = board.log(present=board.there(2), outcome="deferred")

        assert decision.quorum_route == "deferred"

    def test_is_saved_by_a_deputy_where_the_interest_is_the_holders_own(self, board):
        deputy = forums.deputy(board.seats[0], board.now)
        there = (
            *board.there(*range(6)),
            Taken(seat_id=board.seats[0].pk, user_id=deputy.user_id),
        )

        decision = board.log(present=there, no_part=self.no_part(board))

        assert decision.is_quorate
        assert decision.presences.get(user=deputy.user).as_deputy

    def test_is_not_saved_by_a_deputy_where_the_interest_is_the_bodys(self, board):
        deputy = forums.deputy(board.seats[0], board.now)
        there = (
            *board.there(*range(6)),
            Taken(seat_id=board.seats[0].pk, user_id=deputy.user_id),
        )
        bodys = self.no_part(board, user_id=None, organisation_id=board.charity.pk)

        with pytest.raises(NotQuorateError):
            board.log(present=there, no_part=bodys)

    def test_needs_a_rule(self, now):
        board = Board(now, quorum=None)

        with pytest.raises(NoQuorumRuleError, match="say no quorum"):
            board.log(outcome="deferred")

    def test_needs_terms_on_the_day(self, board):
        with pytest.raises(NoQuorumRuleError, match="had no terms of reference"):
            board.log(decided_on=london_day(board.now - 400 * DAY), present=())

    def test_is_that_of_the_terms_on_the_day(self, board):
        yesterday = london_day(board.now - DAY)
        before = board.log(decided_on=yesterday)
        forums.new_terms(board.forum, board.now, quorum=QuorumRule(members=9))
        after = board.log()

        assert before.terms.number == 1
        assert after.terms.number == 2
        assert is_intact(Decision.objects.get(pk=before.pk))

    def test_does_not_count_observers(self, board):
        observer = forums.observer(board.forum, board.trust, board.now)
        there = (*board.there(0, 1, 2, 3), *build.everybody([observer]))

        with pytest.raises(NotQuorateError, match="Observers were there"):
            board.log(present=there)


class TestWhoWasThere:
    def test_is_a_holder_or_a_deputy_of_that_day(self, board):
        stranger = people.member("Sam Stranger", board.here, board.trust, board.now)

        with pytest.raises(NotOnTheSeatError, match="named for it"):
            board.log(present=(Taken(seat_id=board.seats[1].pk, user_id=stranger.pk),))

    def test_is_on_one_seat(self, board):
        taken = board.there(1)

        with pytest.raises(NotOnTheSeatError, match="two seats"):
            board.log(present=(*taken, *taken))

    def test_took_no_part_only_with_a_seat_and_once(self, board):
        none = TookNoPart(user_id=board.writer.pk, reason="His firm")
        own = TookNoPart(user_id=board.sitting(1).pk, reason="His firm")

        for no_part in ((none,), (own, own)):
            with pytest.raises(TookNoPartError):
                board.log(no_part=no_part)

    def test_is_against_only_with_a_vote(self, board):
        with pytest.raises(VoiceError, match="did not take part with a vote"):
            board.log(
                present=board.there(*range(6)), against=frozenset({board.sitting(8).pk})
            )


class TestHowItWasDecided:
    def keys(self, board, *places):
        return frozenset(board.sitting(place).pk for place in places)

    def test_by_consensus_only_while_nobody_objects(self, board):
        with pytest.raises(MethodError, match="Choose majority"):
            board.log(method="consensus", against=self.keys(board, 2))

    def test_by_majority_only_where_the_terms_allow_it(self, now):
        board = Board(now)

        with pytest.raises(MethodError, match="by consensus alone"):
            board.log(method="majority")
        with pytest.raises(MethodError, match="allow no majority"):
            board.log(method="consensus", against=self.keys(board, 2))

    def test_by_majority_with_its_dissent(self, board):
        decision = board.log(
            against=self.keys(board, 2, 3),
            abstained=self.keys(board, 4),
            dissent="Too dear.",
        )

        assert decision.count_words == (
            "Decided by majority: six for, two against, one abstained."
        )
        assert decision.presences.get(user=board.sitting(4)).stance == "abstained"
        assert decision.dissent == "Too dear."

    def test_not_by_a_minority(self, board):
        with pytest.raises(MethodError, match="No majority"):
            board.log(against=self.keys(board, *range(5)))

    def test_by_the_chairs_casting_vote_where_the_terms_allow_it(self, board):
        tie = {
            "present": board.there(*range(6)),
            "against": self.keys(board, 3, 4, 5),
        }
        with pytest.raises(MethodError, match="Equal votes"):
            board.log(**tie)
        assert board.log(**tie, outcome="declined").outcome == "declined"

        forums.new_terms(
            board.forum,
            board.now,
            quorum=FIVE_WITH_A_CHARITY,
            decision_rule="majority",
            casting_vote=True,
        )
        assert "casting vote" in board.log(**tie).count_words

    def test_some_way_or_other(self, board):
        with pytest.raises(MethodError, match="Choose how"):
            board.log(method="")


class TestItsDays:
    def test_lie_in_order(self, board):
        today = london_day(board.now)

        with pytest.raises(DecidedInFutureError):
            board.log(decided_on=london_day(board.now + DAY))
        with pytest.raises(ReviewDayError):
            board.log(effective_on=today + 2 * DAY, review_on=today + DAY)

    def test_lie_within_the_forums(self, board):
        close_forum(
            forum_id=board.forum.pk,
            closed_on=london_day(board.now),
            actor=forums.governing(board.here, board.now),
            now=board.now,
        )

        with pytest.raises(ForumNotOpenError, match="closed"):
            board.log(present=board.there(0))


class TestConditions:
    def wanted(self, board, **given):
        return ConditionWanted(
            **{
                "what": "The landlord agrees.",
                "organisation_id": board.trust.pk,
                "owner_id": board.writer.pk,
                "due_on": london_day(board.now + 30 * DAY),
            }
            | given
        )

    def test_belong_to_an_approval_with_conditions_alone(self, board):
        with pytest.raises(ConditionsError, match="at least one"):
            board.log(outcome="approved_with_conditions")
        with pytest.raises(ConditionsError, match="Only an approval"):
            board.log(conditions=(self.wanted(board),))

    def test_are_actions_and_frozen_words(self, board):
        decision = board.log(
            outcome="approved_with_conditions", conditions=(self.wanted(board),)
        )

        action = decision.actions.get()
        assert action.is_condition
        assert action in Action.objects.open_conditions_of([decision])
        assert decision.conditions.startswith("The landlord agrees. (Will Writer")
        assert is_intact(decision)

    def test_have_an_owner_who_can_do_them(self, board):
        stranger = people.person("Sam Stranger", board.now)

        with pytest.raises(ConditionsError):
            board.log(
                outcome="approved_with_conditions",
                conditions=(self.wanted(board, owner_id=stranger.pk),),
            )
        assert not Decision.objects.exists()


class TestLinks:
    def link(self, decision, kind="revokes"):
        return (LinkWanted(decision_id=decision.pk, kind=kind),)

    def test_say_what_it_does_to_an_earlier_one(self, board):
        first = board.log()
        second = board.log(why="Else.", links=self.link(first))

        assert str(second.links.get()) == "2026-002 revokes 2026-001"
        assert first.linked_from.get().from_decision == second
        assert is_intact(second)

    def test_end_a_decision_once(self, board):
        first = board.log()
        board.log(why="Else.", links=self.link(first, "supersedes"))

        with pytest.raises(LinkError, match="no longer in effect already"):
            board.log(why="Again.", links=self.link(first))

    def test_revoke_only_within_one_forum(self, board, now):
        other = forums.forum(board.here, now, name="Clinical group")
        seat = forums.seat(other, board.trust, now)
        first = build.log(other, board.trust, board.writer, now)

        with pytest.raises(LinkError, match="was decided by Clinical group"):
            board.log(links=self.link(first))
        assert board.log(links=self.link(first, "implements"))
        assert seat.forum == other

    def test_come_from_approvals(self, board):
        first = board.log()

        with pytest.raises(LinkError, match="Only an approval"):
            board.log(outcome="noted", links=self.link(first))

    def test_lead_to_what_was_decided_before(self, board):
        later = board.log()

        with pytest.raises(LinkError, match="was decided after this"):
            board.log(
                decided_on=london_day(board.now - DAY), links=self.link(later, "amends")
            )

    def test_do_not_lead_to_another_collaborative(self, board, now):
        elsewhere = build.logged(people.collaborative_with([board.trust], now), now)

        with pytest.raises(LinkError, match="no such decision"):
            board.log(links=self.link(elsewhere))


class TestAnExclusion:
    def withheld(self, board, **given):
        own = {
            "user_id": board.sitting(2).pk,
            "reason": "His firm",
            "is_withheld": True,
        }
        return {
            "present": board.there(0, 1, 3, 4, 5, 6),
            "no_part": (TookNoPart(**own | given),),
        }

    def seen_by(self, user, board):
        return list(Decision.objects.visible_to(rights_of(user, board.now)))

    def test_takes_the_decision_from_that_person_alone(self, board):
        decision = board.log(**self.withheld(board))

        assert self.seen_by(board.sitting(2), board) == []
        assert self.seen_by(board.sitting(3), board) == [decision]

    def test_takes_its_events_too(self, board):
        decision = board.log(**self.withheld(board))
        events = Event.objects.filter(payload__contains=decision.uid)

        excluded = reach_of(board.sitting(2), board.now)
        assert not events.visible_to(excluded).exists()
        other = reach_of(board.sitting(3), board.now)
        assert set(events.visible_to(other)) == set(events)

    def test_wins_over_the_role_of_an_auditor(self, board, now):
        auditor = people.auditor("Ann Auditor", now)
        forums.observer(board.forum, board.trust, now, user=auditor)
        board.log(**self.withheld(board, user_id=auditor.pk))

        assert self.seen_by(auditor, board) == []
        assert not (
            Event.objects.filter(object_type="collab.decision")
            .visible_to(reach_of(auditor, now))
            .exists()
        )

    def test_of_a_body_takes_it_from_all_its_people(self, board):
        colleague = people.member("Cara Carer", board.here, board.charity, board.now)
        forums.new_terms(
            board.forum,
            board.now,
            quorum=QuorumRule(members=5),
            decision_rule="majority",
        )
        given = self.withheld(board, user_id=None, organisation_id=board.charity.pk)
        board.log(**given | {"present": board.there(1, 2, 3, 4, 5)})

        assert self.seen_by(colleague, board) == []
        assert self.seen_by(board.sitting(0), board) == []
        assert self.seen_by(board.sitting(2), board) != []

    def test_goes_on_to_what_speaks_of_the_decision(self, board):
        first = board.log(**self.withheld(board))
        link = (LinkWanted(decision_id=first.pk, kind="amends"),)
        second = board.log(present=board.there(0, 1, 3, 4, 5), links=link)

        assert second.has_exclusions
        assert self.seen_by(board.sitting(2), board) == []
        rights = rights_of(board.sitting(2), board.now)
        assert not DecisionLink.objects.visible_to(rights).exists()

    def test_is_never_of_somebody_who_took_part_or_who_logs(self, board):
        first = board.log(**self.withheld(board))
        link = (LinkWanted(decision_id=first.pk, kind="amends"),)

        with pytest.raises(WithheldError, match="took part in it"):
            board.log(links=link)
        with pytest.raises(WithheldError, match="withheld from you"):
            board.log(**self.withheld(board), actor=board.sitting(2))
