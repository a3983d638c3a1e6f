"""What every governed model brings with it (design: settled questions, 40)."""

import re

import pytest
from django.apps import apps
from django.db import models

from audit import guards
from audit.models import Fact
from audit.models.governed import GovernedBase
from audit.presenters.sentences import kind_of
from audit.registries import all_verbs
from tests.access.every_verb import ROWS
from tests.access.models_table import MODELS
from tests.architecture.source import ROOMS

GOVERNED = {
    model._meta.label: model
    for model in apps.get_models()
    if issubclass(model, GovernedBase) and model._meta.app_label in ROOMS
}
OURS = [verb for verb in all_verbs() if not verb.name.startswith("tests.")]


@pytest.mark.parametrize("label", GOVERNED)
class TestEveryGovernedModel:
    def test_says_who_sees_it_and_its_events(self, label):
        row = MODELS[label]

        assert row.rows is not None or row.without
        assert GOVERNED[label].audience is not GovernedBase.audience

    def test_has_a_class_for_the_privacy_of_its_fields(self, label):
        assert hasattr(GOVERNED[label], "Privacy")

    def test_is_guarded_by_the_database_itself_or_in_its_history(self, label):
        model = GOVERNED[label]
        kept = model if issubclass(model, Fact) else model.history.model

        assert kept in guards.guarded_models()

    def test_is_called_something_in_plain_words(self, label):
        word = kind_of(label.lower())

        assert re.fullmatch(r"[A-Za-z][a-z' -]+", word), word
        assert word == word.lower() or word.split()[0].isupper()

    def test_keeps_nothing_that_history_cannot_follow(self, label):
        model = GOVERNED[label]

        assert not model._meta.many_to_many or label == "accounts.User"
        assert not [
            field.name
            for field in model._meta.concrete_fields
            if field.is_relation and field.remote_field.on_delete is models.SET_NULL
        ]


# A fact never changes, so that it is its own history.
CHANGING = [label for label, model in GOVERNED.items() if not issubclass(model, Fact)]


class TestEveryHistory:
    @pytest.mark.parametrize("label", CHANGING)
    def test_names_act_and_person_without_a_limit(self, label):
        kept = GOVERNED[label].history.model
        fields = {field.name: field for field in kept._meta.fields}

        assert isinstance(fields["history_change_reason"], models.TextField)
        assert not fields["history_date"].db_index
        assert not fields["history_user_uid"].is_relation
        assert fields["act_uid"].db_index
        assert "history_user" not in fields


class TestEveryVerb:
    def test_belongs_to_the_room_that_declares_it(self):
        tried = {row.name for row in ROWS.values()}

        assert {verb.name for verb in OURS} == tried

    @pytest.mark.parametrize("verb", OURS, ids=lambda verb: verb.name)
    def test_reads_as_words(self, verb):
        room, noun, done = verb.name.split(".")

        assert room in ROOMS
        assert noun.islower()
        assert done.islower()
        assert re.match(r"[a-z]+ ", verb.sentence + " ")
        assert "_" not in verb.sentence.replace("{object}", "")
        assert not verb.sentence.endswith(".")
