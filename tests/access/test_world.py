"""The world is what the tables say it is."""

import pytest
from django.apps import apps

from accounts.models import User
from tests.access.situations import NOT_YET, SITUATIONS

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


class TestSituationsOfLaterParts:
    @pytest.mark.parametrize("situation", NOT_YET)
    def test_have_no_model_yet(self, situation):
        parts, _ = NOT_YET[situation]
        names = [
            model.__name__.lower()
            for model in apps.get_models()
            if not model.__name__.startswith("Historical")
        ]

        assert not [name for name in names for part in parts if part in name], (
            f"Give “{situation}” a person in the world and a column in the tables."
        )
