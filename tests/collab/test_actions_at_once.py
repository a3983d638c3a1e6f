"""Two people and one action at the same moment: only a real server can show it."""

import threading

import pytest
from django.db import connection, connections

from audit.models import Event, StaleRowError
from collab.enums import ActionStatus
from collab.models import Action, ActionEvidence
from collab.services import action_moves
from collab.transitions import ActionMoveError
from tests.builders import actions as build
from tests.builders import people

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]


@pytest.fixture(autouse=True)
def _only_on_a_server():
    if connection.vendor != "postgresql":
        pytest.skip("needs TEST_DATABASE_URL with a PostgreSQL server")


@pytest.fixture
def here(now):
    return build.scene(now)


def together(*calls):
    """Run calls in threads that start at once; gives what each returned or raised."""
    barrier = threading.Barrier(len(calls))
    results = [None] * len(calls)

    def run(number, call):
        barrier.wait()
        try:
            results[number] = call()
        except Exception as error:  # noqa: BLE001 - the test looks at it
            results[number] = error
        finally:
            connections.close_all()

    threads = [
        threading.Thread(target=run, args=(number, call))
        for number, call in enumerate(calls)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return results


class TestTwoAtOnce:
    def test_close_an_action_and_it_is_closed_once(self, here, now):
        action = here.opened(now)
        build.shown(action, here.owner, now)

        results = together(
            lambda: build.closed(action, here.other, now),
            lambda: build.closed(action, here.lead, now),
        )

        refused = [each for each in results if isinstance(each, Exception)]
        assert len(refused) == 1
        assert isinstance(refused[0], ActionMoveError | StaleRowError)
        assert Event.objects.filter(verb="collab.action.closed").count() == 1

    def test_give_evidence_as_it_is_closed_and_nobody_closes_what_they_did_not_read(
        self, here, now
    ):
        action = here.opened(now)
        build.shown(action, here.owner, now)
        read = build.revision_of(action)

        closing, giving = together(
            lambda: action_moves.close_action(
                action_id=action.pk, revision=read, actor=here.other, now=now
            ),
            lambda: build.shown(action, here.colleague, now, words="And the letter."),
        )

        found = Action.objects.get(pk=action.pk)
        if isinstance(giving, ActionEvidence):
            assert isinstance(closing, StaleRowError)
            assert found.status == ActionStatus.DONE
        else:
            assert isinstance(giving, ActionMoveError)
            assert found.status == ActionStatus.CLOSED
            assert ActionEvidence.objects.count() == 1

    def test_close_the_last_two_conditions_and_it_is_told_once(self, here, now):
        first = here.condition(now)
        second = here.condition(now, decision=first.decision, what="And the board.")
        other = people.governance_lead("Lea Lead", here.collaborative, here.body, now)
        for each in (first, second):
            build.shown(each, here.owner, now)

        results = together(
            lambda: build.closed(first, here.lead, now),
            lambda: build.closed(second, other, now),
        )

        assert all(isinstance(each, Action) for each in results), results
        # Whoever closed the last one knows it; the other lead is told, and no third.
        told = [
            person.notifications.filter(subject__startswith="Every condition").count()
            for person in (here.lead, other)
        ]
        assert sorted(told) == [0, 1]

    def test_open_actions_and_their_references_have_no_gap(self, here, now):
        results = together(
            *[
                lambda number=number: here.opened(now, what=f"Thing {number}")
                for number in range(6)
            ]
        )

        references = sorted(each.reference for each in results)
        assert references == [f"A-00{number}" for number in range(1, 7)]
