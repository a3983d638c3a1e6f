"""Every verb against every situation: who may, and that nobody else leaves a trace."""

import pytest

from audit.registries import all_verbs
from tests.access.attempting import attempt
from tests.access.every_verb import ROWS
from tests.access.situations import ALL
from tests.access.verbs_table import KEPT_REFUSALS

pytestmark = pytest.mark.django_db

ATTEMPTED = [key for key, row in ROWS.items() if row.attempt]


class TestTheTable:
    def test_has_a_row_for_every_verb(self):
        declared = {each.name for each in all_verbs()}
        ours = {name for name in declared if not name.startswith("tests.")}

        assert {row.name for row in ROWS.values()} == ours

    @pytest.mark.parametrize("key", ROWS)
    def test_has_an_attempt_or_a_reason(self, key):
        row = ROWS[key]

        assert (row.attempt is None) == bool(row.reason)
        assert row.may <= ALL


class TestAVerb:
    @pytest.mark.parametrize("key", ATTEMPTED)
    def test_is_open_to_those_declared_and_nobody_else(self, world, key):
        row = ROWS[key]
        outcomes = {
            situation: attempt(
                lambda situation=situation: row.attempt(world, world.actor(situation)),
                row.not_there,
            )
            for situation in ALL
        }
        done = {name for name, each in outcomes.items() if each.refusal is None}
        left = {name: each.verbs for name, each in outcomes.items()}

        assert done == row.may
        assert all(row.name in left[name] for name in done)
        # A refusal leaves nothing behind, or is itself what is kept.
        assert all(set(left[name]) <= KEPT_REFUSALS for name in ALL - done), left
