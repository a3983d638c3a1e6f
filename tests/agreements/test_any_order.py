"""Whatever happens in whatever order, through the real services, against a referee.

No version comes into force without every required signature on one hash, never are
two in force, and no approval ever counts on other content than it was given on.
"""

from collections import Counter

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.agreements import referee
from tests.agreements.any_order import TEXTS, AnyOrder, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def machine(now):
    """The steps, ready to be taken from an agreement's first draft."""
    AnyOrder.world = World(now)
    AnyOrder.reached = Counter()
    return AnyOrder


def every_step():
    """One walk through every state, so that random walks are not all there is."""
    yield lambda it: it.go_all_the_way(signed_too=False)
    yield lambda it: it.change_a_clause("ann", TEXTS[1])
    yield lambda it: it.go_all_the_way(signed_too=False)
    yield lambda it: it.sign(0, another=True)
    yield lambda it: it.decline(1)
    yield lambda it: it.sign(1, another=False)
    yield lambda it: it.time_passes(30)
    yield lambda it: it.sign(2, another=False)
    yield lambda it: it.ask_again(2)
    yield lambda it: it.withdraw_a_party(2)
    yield lambda it: it.sign(0, another=False)
    yield lambda it: it.go_all_the_way(signed_too=True)
    yield lambda it: it.change_a_clause("lead", TEXTS[2])
    yield lambda it: it.begin_the_next_version()
    yield lambda it: it.name_or_take_out_the_third_party()
    yield lambda it: it.change_a_clause("ben", TEXTS[2])
    yield lambda it: it.ask()
    yield lambda it: it.withdraw()
    yield lambda it: it.begin_the_next_version()
    yield lambda it: it.ask()
    yield lambda it: it.approve("amy")
    yield lambda it: it.approve("ann")
    yield lambda it: it.refuse("ben")
    yield lambda it: it.ask()
    yield lambda it: it.take_back()
    yield lambda it: it.go_all_the_way(signed_too=True)


class TestAnyOrder:
    def test_keeps_to_the_rules(self, machine):
        run_state_machine_as_test(
            machine,
            settings=settings(
                max_examples=6,
                stateful_step_count=30,
                deadline=None,
                derandomize=True,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            ),
        )

        assert machine.reached["refused"]

    def test_can_go_through_every_state(self, machine):
        it = machine()
        try:
            for step in every_step():
                step(it)
                it.stands_where_the_referee_says()
                it.is_never_in_force_twice_nor_without_every_signature_on_one_hash()
                it.never_counts_an_approval_on_other_content()
        finally:
            it.teardown()

        wanted = {
            *(referee.DRAFT, referee.REVIEW, referee.APPROVED, referee.OUT),
            *(referee.IN_FORCE, referee.WITHDRAWN),
            *("expired", "refused", "in force after another"),
        }
        assert {name for name, times in machine.reached.items() if times} >= wanted
