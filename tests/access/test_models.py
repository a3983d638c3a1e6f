"""Every model against every situation: who sees a row, and who reads its events."""

import pytest
from django.apps import apps

from audit.models import Audience, Event
from audit.models.governed import GovernedBase
from audit.registries import reach_of
from tests.access.models_table import MODELS
from tests.access.situations import ALL

pytestmark = pytest.mark.django_db

ROOMS = ("accounts", "audit", "collab", "pathways", "agreements")


def models_of_the_rooms():
    """Every model of the rooms but the rows of history."""
    return {
        model._meta.label: model
        for room in ROOMS
        for model in apps.get_app_config(room).get_models()
        if not model.__name__.startswith("Historical")
    }


class TestTheTable:
    def test_has_a_row_for_every_model(self):
        assert set(MODELS) == set(models_of_the_rooms())

    @pytest.mark.parametrize("label", MODELS)
    def test_says_how_it_is_seen_or_why_not(self, label):
        row = MODELS[label]
        asks = hasattr(apps.get_model(label).objects, "visible_to")

        assert asks == (row.rows is not None) == (not row.without)

    @pytest.mark.parametrize("label", MODELS)
    def test_names_only_known_situations(self, label):
        row = MODELS[label]

        assert row.seen_by | row.read_events <= ALL


class TestVisibleTo:
    @pytest.mark.parametrize("label", [key for key, row in MODELS.items() if row.rows])
    def test_shows_the_row_to_those_declared_and_nobody_else(self, world, label):
        row = MODELS[label]
        instance = row.instance(world)
        seen_by = {
            situation
            for situation in ALL
            if row.rows(type(instance), world.actor(situation), world.now)
            .filter(pk=instance.pk)
            .exists()
        }

        assert seen_by == row.seen_by


GOVERNED = [
    label
    for label in MODELS
    if issubclass(apps.get_model(label), GovernedBase) and MODELS[label].instance
]


class TestEvents:
    @pytest.mark.parametrize("label", GOVERNED)
    def test_of_a_row_name_their_audience(self, world, label):
        assert isinstance(MODELS[label].instance(world).audience(), Audience)

    @pytest.mark.parametrize("label", GOVERNED)
    def test_of_a_row_are_read_by_those_declared_and_nobody_else(self, world, label):
        row = MODELS[label]
        events = Event.objects.filter(object_uid=row.instance(world).uid)
        read_by = {
            situation
            for situation in ALL
            if events.visible_to(reach_of(world.actor(situation), world.now)).exists()
        }

        assert read_by == row.read_events

    @pytest.mark.parametrize("label", GOVERNED)
    def test_of_a_row_exist(self, world, label):
        uid = MODELS[label].instance(world).uid

        assert Event.objects.filter(object_uid=uid).exists() or (
            label in {"collab.ImportedRow", "collab.DecisionImportRow"}
        )
