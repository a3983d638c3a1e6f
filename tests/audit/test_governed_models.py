"""What holds for every governed model there is."""

import types
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from audit.models import (
    Governed,
    GovernedBase,
    OutsideAnActError,
)
from audit.models.naming import UnclassedFieldError, privacy_classes

pytestmark = pytest.mark.django_db


def governed_models() -> list[Any]:
    return [m for m in apps.get_models() if issubclass(m, GovernedBase)]


class TestGovernedModels:
    @pytest.mark.parametrize("model", governed_models(), ids=lambda m: m._meta.label)
    def test_are_never_emptied_silently_when_another_row_goes(self, model):
        """SET_NULL changes a row without history; CASCADE is refused by delete()."""
        kinds = {
            field.remote_field.on_delete
            for field in model._meta.concrete_fields
            if field.is_relation
        }

        assert kinds <= {models.PROTECT, models.RESTRICT, models.CASCADE}

    @pytest.mark.parametrize("model", governed_models(), ids=lambda m: m._meta.label)
    def test_class_every_field(self, model):
        assert set(privacy_classes(model)) == {
            field.attname for field in model._meta.concrete_fields
        }

    @pytest.mark.parametrize("model", governed_models(), ids=lambda m: m._meta.label)
    def test_are_governed_through_the_base_manager_too(self, model):
        with pytest.raises(OutsideAnActError):
            model._base_manager.update(uid="x")

    def test_keep_history_only_where_they_may_change(self):
        for model in governed_models():
            assert issubclass(model, Governed) == hasattr(model, "history")

    def test_refuse_a_field_without_a_class(self):
        class Unclassed:
            _meta = types.SimpleNamespace(
                label="tests.unclassed", concrete_fields=[models.CharField()]
            )

            class Privacy:
                open = ()

        Unclassed._meta.concrete_fields[0].set_attributes_from_name("title")

        with pytest.raises(UnclassedFieldError, match=r"tests\.unclassed\.title"):
            privacy_classes(Unclassed)
