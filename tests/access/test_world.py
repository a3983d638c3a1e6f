"""The world is what the tables say it is."""

import pytest

from accounts.models import User
from tests.access.situations import SITUATIONS

pytestmark = pytest.mark.django_db


class TestTheWorld:
    def test_has_a_person_for_every_situation(self, world):
        assert set(world.people) | {"anonymous", "outside_signatory"} == set(SITUATIONS)

    def test_has_different_people(self, world):
        assert len(set(world.people.values())) == len(world.people)

    def test_bars_the_barred(self, world):
        assert world.actor("barred").is_barred_at(world.now)

    def test_closes_the_account_of_the_deactivated(self, world):
        assert not User.objects.get(pk=world.people["deactivated"]).is_active
