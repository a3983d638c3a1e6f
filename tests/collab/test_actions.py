import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError

from accounts.enums import Role
from audit.models import Event, StaleRowError
from collab.enums import ActionStatus
from collab.grants import rights_of
from collab.models import Action, ActionEvidence, Document, DueThing
from collab.policies.actions import MayNotActError, NotAnOwnerError
from collab.rules.decision_facts import LinkWanted
from collab.rules.periods import london_day
from collab.selectors.reaching import circle_of
from collab.services import (
    action_changes,
    action_moves,
    actions,
    falling_due_actions,
    leavers,
)
from collab.transitions import ACTION_MOVES, ActionMoveError, require_action_move
from tests.builders import actions as build
from tests.builders import people
from tests.builders.acts import any_act

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
S = ActionStatus


@pytest.fixture
def here(now):
    return build.scene(now)


@pytest.fixture
def action(here, now):
    return here.opened(now)


def stored(action):
    return Action.objects.get(pk=action.pk)


def subjects(person):
    return list(person.notifications.order_by("pk").values_list("subject", flat=True))


class TestOpeningAnAction:
    def test_gives_it_a_reference_of_its_own_without_gaps(self, here, now):
        first, second = here.opened(now), here.opened(now, what="Another")

        assert (first.reference, second.reference) == ("A-001", "A-002")

    def test_tells_its_owner_and_is_recorded(self, here, action):
        event = Event.objects.get(object_uid=action.uid)

        assert subjects(here.owner) == ["To do by 1 May 2026: A-001"]
        assert event.verb == "collab.action.opened"
        assert "step-down" not in event.payload

    def test_sent_twice_counts_once(self, here, action, now):
        with pytest.raises(actions.AlreadyOpenedError) as refused:
            here.opened(now + DAY / 1440)

        assert refused.value.action == action
        assert Action.objects.count() == 1
        assert here.opened(now, what="Another").reference == "A-002"

    def test_refuses_a_day_that_has_passed_and_nothing_to_do(self, here, now):
        with pytest.raises(actions.DayPassedError):
            here.opened(now, days=-1)
        with pytest.raises(actions.NothingToDoError):
            here.opened(now, what=" ")

        assert here.opened(now, days=0).due_on == london_day(now)

    def test_refuses_an_owner_who_takes_no_part_or_is_elsewhere(self, here, now):
        stranger = people.person("Sam Stranger", now)
        people.appoint(stranger, here.body, now)
        for owner in (stranger, here.other):
            with pytest.raises(NotAnOwnerError):
                build.opened(here.collaborative, owner, here.body, now, by=here.lead)

        assert not Action.objects.exists()


class TestEvidence:
    def test_moves_it_to_done_and_asks_the_leads_and_whoever_opened_it(
        self, here, action, now
    ):
        build.shown(action, here.owner, now)

        assert stored(action).status == S.DONE
        assert stored(action).done_by == here.owner
        assert subjects(here.lead) == ["Is it done? A-001"]
        assert subjects(here.other) == ["Is it done? A-001"]

    def test_may_be_given_by_anybody_of_the_body_and_nobody_else(
        self, here, action, now
    ):
        with pytest.raises(MayNotActError):
            build.shown(action, here.other, now)
        build.shown(action, here.colleague, now)

        assert stored(action).done_by == here.colleague

    def test_keeps_a_file_of_the_collaborative(self, here, action, now):
        paper = build.paper_of(here.collaborative, here.body, here.owner, now)
        given = build.shown(action, here.owner, now, document_id=paper.pk)

        assert given.document == paper

    def test_refuses_a_file_of_others(self, here, action, now):
        other = people.collaborative_with([here.body], now)
        people.give(Role.MEMBER, here.owner, other, now)
        paper = build.paper_of(other, here.body, here.owner, now)
        with pytest.raises(action_moves.NoSuchFileError):
            build.shown(action, here.owner, now, document_id=paper.pk)
        with pytest.raises(action_moves.EvidenceMissingError):
            build.shown(action, here.owner, now, words=" ")

        assert stored(action).status == S.OPEN

    def test_may_be_added_to_until_it_is_closed(self, here, action, now):
        build.shown(action, here.owner, now)
        build.shown(action, here.colleague, now + DAY, words="And the letter.")
        build.closed(action, here.other, now + DAY)
        with pytest.raises(ActionMoveError):
            build.shown(action, here.owner, now + DAY)

        assert ActionEvidence.objects.count() == 2


class TestClosing:
    @pytest.fixture
    def shown(self, here, action, now):
        build.shown(action, here.colleague, now)
        return stored(action)

    def test_is_done_by_somebody_else_and_tells_its_owner(self, here, shown, now):
        closed = build.closed(shown, here.other, now)

        assert (closed.status, closed.closed_by) == (S.CLOSED, here.other)
        assert subjects(here.owner)[-1] == "Closed: A-001"
        assert subjects(here.colleague)[-1] == "Closed: A-001"

    def test_is_refused_to_its_owner_and_to_whoever_gave_evidence(
        self, here, shown, now
    ):
        for person in (here.owner, here.colleague):
            with pytest.raises(MayNotActError):
                build.closed(shown, person, now)

        assert stored(shown).status == S.DONE

    def test_is_refused_to_who_gave_evidence_that_was_returned(self, here, shown, now):
        build.returned(shown, here.other, now)
        build.shown(shown, here.owner, now)
        with pytest.raises(MayNotActError):
            build.closed(shown, here.colleague, now)

    def test_is_refused_to_an_owner_who_governs(self, here, shown, now):
        people.give(Role.GOVERNANCE_LEAD, here.owner, here.collaborative, now)
        with pytest.raises(MayNotActError):
            build.closed(shown, here.owner, now)

    def test_is_refused_where_nothing_was_shown(self, here, action, now):
        with pytest.raises(ActionMoveError):
            build.closed(action, here.other, now)

    def test_is_refused_where_more_was_shown_since_it_was_read(self, here, shown, now):
        build.shown(shown, here.colleague, now + DAY, words="And the letter.")
        with pytest.raises(StaleRowError):
            action_moves.close_action(
                action_id=shown.pk,
                revision=shown.revision,
                actor=here.other,
                now=now + DAY,
            )

    @pytest.mark.parametrize("closer", ["owner", "colleague"])
    def test_by_them_is_refused_by_the_database_too(self, here, shown, now, closer):
        shown.status, shown.closed_at = S.CLOSED, now
        shown.closed_by = getattr(here, closer)
        with (
            pytest.raises(IntegrityError),
            any_act(now) as record,
        ):
            record.about(shown)
            shown.save()


class TestReturning:
    def test_opens_it_again_and_says_why(self, here, action, now):
        build.shown(action, here.owner, now)
        build.returned(action, here.other, now, "The minute is missing.")

        again = stored(action)
        assert again.status == S.OPEN
        assert again.returned_because == "The minute is missing."
        assert "The minute is missing." in here.owner.notifications.last().words

    def test_is_forgotten_once_more_is_shown(self, here, action, now):
        build.shown(action, here.owner, now)
        build.returned(action, here.other, now)
        build.shown(action, here.owner, now)

        assert stored(action).returned_because == ""

    def test_needs_a_reason(self, here, action, now):
        build.shown(action, here.owner, now)
        with pytest.raises(Exception, match="Say why"):
            build.returned(action, here.other, now, " ")


def change(action, by, now, **changed):
    action = stored(action)
    given = {
        "organisation_id": action.organisation_id,
        "owner_id": action.owner_id,
        "due_on": action.due_on,
        "reason": "The landlord is away.",
        "revision": action.revision,
        **changed,
    }
    return action_changes.change_action(action_id=action.pk, actor=by, now=now, **given)


class TestChanging:
    def test_moves_the_day_and_tells_who_owns_it(self, here, action, now):
        later = action.due_on + 7 * DAY
        change(action, here.lead, now, due_on=later)

        assert stored(action).due_on == later
        assert subjects(here.owner)[-1] == "Changed: A-001, due 8 May 2026"

    def test_gives_it_to_another_body(self, here, action, now):
        given = {"organisation_id": here.other_body.pk, "owner_id": here.other.pk}
        change(action, here.lead, now, **given)

        assert stored(action).owner == here.other
        assert "A-001" in subjects(here.owner)[-1]

    def test_of_the_owner_alone_is_open_to_the_leads_of_its_people(
        self, here, action, now
    ):
        chief = people.leads_of(here.body, now)[0]
        to_colleague = {"owner_id": here.colleague.pk}
        with pytest.raises(MayNotActError):
            change(action, chief, now, **to_colleague)
        people.give(Role.MEMBER, chief, here.collaborative, now)
        with pytest.raises(MayNotActError):
            change(action, chief, now, due_on=action.due_on + DAY)
        elsewhere = {"organisation_id": here.other_body.pk, "owner_id": here.other.pk}
        with pytest.raises(MayNotActError):
            change(action, chief, now, **elsewhere)
        change(action, chief, now, **to_colleague)

        assert stored(action).owner == here.colleague

    def test_is_refused_to_its_owner(self, here, action, now):
        with pytest.raises(MayNotActError):
            change(action, here.owner, now, due_on=action.due_on + DAY)

    def test_is_refused_once_evidence_was_given_and_where_nothing_changes(
        self, here, action, now
    ):
        with pytest.raises(action_changes.NothingChangedError):
            change(action, here.lead, now)
        with pytest.raises(actions.DayPassedError):
            change(action, here.lead, now, due_on=london_day(now) - DAY)
        build.shown(action, here.owner, now)
        with pytest.raises(ActionMoveError):
            change(action, here.lead, now, due_on=action.due_on + DAY)

    def test_of_the_owner_is_possible_after_the_day_has_passed(self, here, action, now):
        change(action, here.lead, now + 60 * DAY, owner_id=here.colleague.pk)

        assert stored(action).due_on == action.due_on


class TestDropping:
    def drop(self, action, by, now):
        return action_changes.drop_action(
            action_id=action.pk,
            revision=build.revision_of(action),
            reason="It was done elsewhere.",
            actor=by,
            now=now,
        )

    def test_is_for_governance_leads_and_says_why(self, here, action, now):
        with pytest.raises(MayNotActError):
            self.drop(action, here.other, now)
        self.drop(action, here.lead, now)

        assert stored(action).status == S.DROPPED
        assert stored(action).dropped_because == "It was done elsewhere."
        with pytest.raises(ActionMoveError):
            build.shown(action, here.owner, now)

    def test_of_a_condition_is_refused(self, here, now):
        condition = here.condition(now)
        with pytest.raises(action_changes.ConditionStaysError):
            self.drop(condition, here.lead, now)

        assert stored(condition).status == S.OPEN


class TestAConditionOfADecision:
    def test_keeps_it_from_taking_effect_until_it_is_closed(self, here, now):
        condition = here.condition(now)
        decision = condition.decision
        waits = Action.objects.open_conditions_of([decision])

        assert list(waits) == [condition]
        build.shown(condition, here.owner, now)
        assert waits.all().exists()
        build.closed(condition, here.lead, now)
        assert not waits.all().exists()

    def test_is_closed_by_a_governance_lead_alone(self, here, now):
        condition = here.condition(now)
        build.shown(condition, here.owner, now)
        with pytest.raises(MayNotActError):
            build.closed(condition, here.other, now)
        build.closed(condition, here.lead, now)

        assert stored(condition).status == S.CLOSED

    def test_that_is_met_last_is_told_once(self, here, now):
        first = here.condition(now)
        second = here.condition(now, decision=first.decision, what="And the board.")
        lead = people.governance_lead("Lea Lead", here.collaborative, here.body, now)
        for each in (first, second):
            build.shown(each, here.owner, now)
            assert "Every condition is met: 2026-001" not in subjects(lead)
            build.closed(each, here.lead, now)

        assert subjects(lead).count("Every condition is met: 2026-001") == 1

    @pytest.mark.parametrize("kind", ["supersedes", "revokes", "amends"])
    def test_ends_where_another_decision_takes_the_place_of_its_own(
        self, here, now, kind
    ):
        condition = here.condition(now)
        after = build.decided(
            here.collaborative,
            here.other_body,
            here.lead,
            now + DAY,
            what="Another",
            links=(LinkWanted(decision_id=condition.decision.pk, kind=kind),),
        )
        ended = kind != "amends"

        assert stored(condition).status == (S.DROPPED if ended else S.OPEN)
        assert stored(condition).superseded_by == (after if ended else None)
        waits = Action.objects.open_conditions_of([condition.decision])
        assert waits.exists() != ended

    def test_is_dropped_by_nothing_else_says_the_database(self, here, now):
        condition = here.condition(now)
        condition.status = S.DROPPED
        with (
            pytest.raises(IntegrityError),
            any_act(now) as record,
        ):
            record.about(condition)
            condition.save()


class TestALeaver:
    def test_leaves_the_action_with_the_body_and_others_are_told(
        self, here, action, now
    ):
        chief, colead = people.leads_of(here.body, now)
        people.give(Role.MEMBER, chief, here.collaborative, now)
        leavers.record_leaver(
            user_id=here.owner.pk,
            organisation_id=here.body.pk,
            reason="Retired",
            actor=colead,
            now=now,
        )
        found = Action.objects.with_owner_there(now).get(pk=action.pk)

        assert (found.organisation, found.owner_there) == (here.body, False)
        assert subjects(here.lead) == ["Needs a new owner: A-001"]
        assert subjects(chief)[-1] == "Needs a new owner: A-001"


class TestSeeing:
    def test_is_for_those_of_the_collaborative(self, here, action, now):
        stranger = people.person("Sam Stranger", now)
        build.shown(action, here.owner, now)
        for person, seen in ((here.other, 1), (stranger, 0)):
            rights = rights_of(person, now)
            assert Action.objects.visible_to(rights).count() == seen
            assert ActionEvidence.objects.visible_to(rights).count() == seen


class TestWhatComesFromADecisionThatIsWithheld:
    @pytest.fixture
    def decision(self, here, now):
        """A decision that is withheld from somebody who governs."""
        people.give(Role.GOVERNANCE_LEAD, here.colleague, here.collaborative, now)
        return build.withheld_from(
            here.colleague, here.collaborative, here.other_body, here.lead, now
        )

    def test_is_not_there_for_them(self, here, decision, now):
        action = here.condition(now, decision=decision)
        paper = build.paper_of(here.collaborative, here.body, here.owner, now)
        build.shown(action, here.owner, now, document_id=paper.pk)

        for person, seen in ((here.colleague, False), (here.lead, True)):
            rights = rights_of(person, now)
            for rows in (Action, ActionEvidence, Document, DueThing):
                assert rows.objects.visible_to(rights).exists() == seen, rows

    def test_is_not_told_to_them(self, here, decision, now):
        action = here.condition(now, decision=decision)
        build.shown(action, here.owner, now)
        due = falling_due_actions.load([action.uid])[action.uid]

        assert not subjects(here.colleague)
        assert "Is it done? A-001" in subjects(here.lead)
        whom = falling_due_actions.whom(due, "leads")
        told = circle_of(here.collaborative, [whom], at=now)
        assert [each.user for each in told.reached(whom)] == [here.lead]

    def test_is_never_theirs_to_do(self, here, decision, now):
        with pytest.raises(NotAnOwnerError, match="withheld from Cara Colleague"):
            build.condition_of(decision, here.colleague, here.body, now, by=here.lead)


class TestTheMoves:
    @pytest.mark.parametrize("before", S)
    def test_refuse_every_pair_that_is_not_there(self, before):
        for after in set(S) - ACTION_MOVES[before]:
            with pytest.raises(ActionMoveError):
                require_action_move(before, after)
        for after in ACTION_MOVES[before]:
            require_action_move(before, after)

    def test_end_with_closed_and_dropped(self):
        assert set(ACTION_MOVES) == set(S)
        assert not ACTION_MOVES[S.CLOSED] | ACTION_MOVES[S.DROPPED]


def test_a_stranger_does_nothing_at_all(here, action, now):
    stranger = people.person("Sam Stranger", now)
    attempts = (
        lambda: here.opened(now, by=stranger),
        lambda: build.shown(action, stranger, now),
        lambda: build.closed(action, stranger, now),
        lambda: change(action, stranger, now, due_on=action.due_on + DAY),
    )
    for attempt in attempts:
        with pytest.raises(PermissionDenied):
            attempt()
