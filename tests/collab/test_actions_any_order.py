"""Whatever happens to an action in whatever order, its owner never closes it."""

import contextlib
import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.models import Event
from collab.enums import ActionStatus
from collab.models import Action, ActionEvidence
from collab.services import action_changes
from collab.transitions import ACTION_MOVES
from tests.builders import actions as build
from tests.builders.standing import taken_back_later

pytestmark = pytest.mark.django_db

MINUTE = dt.timedelta(minutes=1)
PEOPLE = ("lead", "owner", "colleague", "other")
REFUSED = (ValueError, PermissionDenied, ValidationError)
MOVES = ("show", "close", "return", "hand_over", "drop")
S = ActionStatus


@pytest.fixture
def here(now):
    return build.scene(now)


def take(here, action, move, person, whom, now):
    """Take one step, through the real services."""
    if move == "show":
        return build.shown(action, person, now)
    if move == "close":
        return build.closed(action, person, now)
    if move == "return":
        return build.returned(action, person, now)
    by = {
        "action_id": action.pk,
        "revision": build.revision_of(action),
        "reason": "It had to be.",
        "actor": person,
        "now": now,
    }
    if move == "drop":
        return action_changes.drop_action(**by)
    body = here.other_body if whom in (here.lead, here.other) else here.body
    return action_changes.change_action(
        **by, organisation_id=body.pk, owner_id=whom.pk, due_on=action.due_on
    )


class TestAnyOrder:
    @settings(
        max_examples=40,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(
        steps=st.lists(
            st.tuples(
                st.sampled_from(MOVES),
                st.sampled_from(PEOPLE),
                st.sampled_from(PEOPLE),
            ),
            max_size=9,
        ),
        is_condition=st.booleans(),
    )
    def test_keeps_to_the_rules(self, here, now, steps, is_condition):
        with taken_back_later():
            make = here.condition if is_condition else here.opened
            action = make(now)
            status = S(action.status)
            for number, (move, by, whom) in enumerate(steps, 1):
                person, moment = getattr(here, by), now + number * MINUTE
                with contextlib.suppress(REFUSED):
                    take(here, action, move, person, getattr(here, whom), moment)
                found = Action.objects.get(pk=action.pk)
                self.holds(found, status, here)
                status = S(found.status)

    def holds(self, found, before, here):
        """What must be so whatever happened."""
        assert S(found.status) == before or S(found.status) in ACTION_MOVES[before]
        assert (found.status == S.CLOSED) == (found.closed_by is not None)
        if found.closed_by is not None:
            shown_by = ActionEvidence.objects.filter(action=found)
            assert found.closed_by != found.owner
            assert found.closed_by_id not in shown_by.values_list(
                "given_by_id", flat=True
            )
            assert not found.is_condition or found.closed_by == here.lead
        assert not (found.is_condition and found.status == S.DROPPED)
        closings = Event.objects.filter(verb="collab.action.closed")
        assert closings.count() == (found.status == S.CLOSED)

    def test_can_end_with_closing(self, here, now):
        action = here.opened(now)
        for move, by in (("show", "owner"), ("return", "other"), ("show", "colleague")):
            take(here, action, move, getattr(here, by), here.owner, now)
        with pytest.raises(PermissionDenied):
            take(here, action, "close", here.owner, here.owner, now)
        take(here, action, "close", here.other, here.owner, now)

        assert Action.objects.get().status == S.CLOSED
