"""What every table must say of itself before it may hold anything."""

from collections import Counter

from django.apps import apps

from audit.models.governed import GovernedBase
from tests.architecture.allowed import MODELS_WITHOUT_PRIVACY
from tests.architecture.source import ROOMS

CLASSES = ("open", "confidential", "personal", "secret")
# The same for every governed row, and open.
GIVEN = {"id", "uid", "revision"}


def our_models():
    """Every table of our rooms, without the ones that history keeps beside them."""
    for model in apps.get_models():
        is_history = hasattr(model, "instance_type")
        if model._meta.app_label in ROOMS and not is_history:
            yield model


def classed(model) -> Counter[str]:
    privacy = getattr(model, "Privacy", None)
    return Counter(name for each in CLASSES for name in getattr(privacy, each, ()))


class TestPrivacy:
    def test_classes_every_field(self):
        missing = {
            model._meta.label: sorted(left)
            for model in our_models()
            if model._meta.label not in MODELS_WITHOUT_PRIVACY
            if (
                left := {field.name for field in model._meta.concrete_fields}
                - GIVEN
                - set(classed(model))
            )
        }

        assert not missing

    def test_classes_no_field_twice(self):
        twice = {
            model._meta.label: [
                name for name, times in classed(model).items() if times > 1
            ]
            for model in our_models()
        }

        assert not {label: names for label, names in twice.items() if names}

    def test_names_no_field_that_is_not_there(self):
        # A Privacy that several models share may name the fields of each.
        strangers = {
            model._meta.label: sorted(left)
            for model in our_models()
            if "Privacy" in vars(model)
            and (
                left := set(classed(model))
                - {field.name for field in model._meta.get_fields()}
            )
        }

        assert not strangers

    def test_is_left_out_only_where_rows_enter_no_event(self):
        by_label = {model._meta.label: model for model in our_models()}

        assert set(MODELS_WITHOUT_PRIVACY) <= set(by_label)
        assert not [
            label
            for label in MODELS_WITHOUT_PRIVACY
            if issubclass(by_label[label], GovernedBase)
        ]


class TestGoverned:
    def governed(self):
        return [model for model in our_models() if issubclass(model, GovernedBase)]

    def test_has_a_prefix_of_its_own(self):
        prefixes = Counter(model.uid_prefix for model in self.governed())

        assert prefixes[""] == 0
        assert not [prefix for prefix, times in prefixes.items() if times > 1]

    def test_says_who_may_see_it(self):
        silent = [
            model._meta.label
            for model in self.governed()
            if model.audience is GovernedBase.audience
        ]

        assert not silent

    def test_has_no_default_order_that_hides_a_missing_one(self):
        assert not [m._meta.label for m in our_models() if m._meta.ordering]
