"""Outcomes: what is wanted, from where to where, and who answers for it."""

import contextlib
from collections.abc import Iterable, Sequence
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError

from collab.models import Organisation
from pathways.enums import Direction, OutcomeDomain
from pathways.forms.figures import (
    ATTRIBUTES,
    NO_PATIENTS,
    FigureField,
    figure_in,
    written_in,
)
from pathways.models import Outcome, PathwayStage
from pathways.rules.numbers import MOST_DECIMALS
from pathways.services.outcomes import Baseline, OutcomeFacts, Target
from ui.fields import DateField, refuse_turned_text

_DECIMALS: Final = [
    (0, "Whole numbers, like 12"),
    (1, "One decimal place, like 12.5"),
    (2, "Two decimal places, like 12.50"),
    (MOST_DECIMALS, "Three decimal places, like 12.500"),
]
_REASON: Final = "Stands in the history beside the change, for good."


def _direction() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Which way should it go?",
        choices=Direction.choices,
        widget=forms.RadioSelect,
    )


def _unit() -> forms.CharField:
    return forms.CharField(
        label="Unit",
        max_length=80,
        help_text="What stands after the figure, such as: per cent of patients.",
        validators=[refuse_turned_text],
    )


def _period() -> forms.CharField:
    return forms.CharField(
        label="Period of the baseline",
        max_length=100,
        help_text="For example 2019/20, or March 2020.",
        validators=[refuse_turned_text],
    )


def _source() -> forms.CharField:
    return forms.CharField(
        label="Source of the baseline",
        max_length=300,
        help_text="Who says so, where and when: published figures differ.",
        validators=[refuse_turned_text],
    )


def _reason() -> forms.CharField:
    return forms.CharField(
        label="Why", max_length=500, widget=forms.Textarea, help_text=_REASON
    )


class _WithStages(forms.Form):
    """What of an outcome may change without a reason."""

    name = forms.CharField(
        label="Outcome",
        max_length=200,
        validators=[refuse_turned_text],
        help_text="For example People placed out of area.",
    )
    meaning = forms.CharField(
        label="What it means and how it is counted",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=NO_PATIENTS,
    )
    domain = forms.ChoiceField(
        label="What it speaks of",
        choices=OutcomeDomain.choices,
        widget=forms.RadioSelect,
    )
    stage = forms.ChoiceField(label="Stage of the pathway", required=False)
    notes = forms.CharField(
        label="Notes on the figures",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="For example other published figures that disagree, with their"
        " sources.",
    )

    def __init__(
        self, *args: Any, stages: Sequence[PathwayStage], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["stage"]
        field.choices = [
            ("", "The whole pathway"),
            *((stage.uid, stage.name) for stage in stages),
        ]
        self._stages = {stage.uid: stage.pk for stage in stages}

    def facts(self) -> OutcomeFacts:
        """Give what was typed as the service takes it."""
        given = self.cleaned_data
        return OutcomeFacts(
            name=given["name"],
            meaning=given["meaning"],
            domain=given["domain"],
            stage_id=self._stages.get(given["stage"]),
            notes=given["notes"],
        )


class OutcomeChangeForm(_WithStages):
    """Change what an outcome is called and means."""

    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)


def _offered(form: forms.Form, bodies: Iterable[Organisation]) -> dict[str, int]:
    """Offer these bodies, and give their keys by what the form sends."""
    offered = list(bodies)
    field: Any = form.fields["organisation"]
    field.choices = [
        ("", "Choose one organisation"),
        *((body.uid, body.name) for body in offered),
    ]
    return {body.uid: int(body.pk) for body in offered}


class OutcomeForm(_WithStages):
    """A new outcome, whole: without a baseline, a target and a body it is none."""

    unit = _unit()
    decimals = forms.TypedChoiceField(
        label="How exactly is it written?",
        choices=_DECIMALS,
        coerce=int,
        initial=0,
        help_text="This cannot be changed later.",
    )
    direction = _direction()
    baseline_value = forms.CharField(
        label="Baseline", max_length=40, widget=forms.TextInput(attrs=ATTRIBUTES)
    )
    baseline_period = _period()
    baseline_source = _source()
    target_value = forms.CharField(
        label="Target", max_length=40, widget=forms.TextInput(attrs=ATTRIBUTES)
    )
    target_on = DateField(
        label="Target day", help_text="The day by which it is to be reached."
    )
    organisation = forms.ChoiceField(
        label="Who answers for it?",
        help_text="Exactly one member. Others may do the work with it.",
    )
    field_order = ["name", "meaning", "domain", "stage", "unit", "decimals"]

    def __init__(
        self, *args: Any, bodies: Iterable[Organisation], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self._bodies = _offered(self, bodies)

    def clean(self) -> dict[str, Any]:
        """Read both figures in the steps that were chosen."""
        cleaned = super().clean() or {}
        decimals = cleaned.get("decimals")
        if decimals is None:
            return cleaned
        for name in ("baseline_value", "target_value"):
            if typed := cleaned.get(name):
                with self._blaming(name):
                    cleaned[name] = figure_in(typed, decimals)
        return cleaned

    @contextlib.contextmanager
    def _blaming(self, name: str) -> Any:
        try:
            yield
        except ValidationError as error:
            self.add_error(name, error)

    def baseline(self) -> Baseline:
        """Give the baseline as the service takes it."""
        return _baseline(self.cleaned_data)

    def target(self) -> Target:
        """Give the target as the service takes it."""
        given = self.cleaned_data
        return Target(value=given["target_value"], on=given["target_on"])

    def organisation_id(self) -> int:
        """Give the key of the body chosen."""
        return self._bodies[self.cleaned_data["organisation"]]


class BaselineForm(forms.Form):
    """Another baseline, or another way to measure, with its reason."""

    baseline_value = FigureField(label="Baseline")
    unit = _unit()
    direction = _direction()
    baseline_period = _period()
    baseline_source = _source()
    reason = _reason()
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, outcome: Outcome, **options: Any) -> None:
        super().__init__(*args, **options)
        written_in(self, "baseline_value", decimals=outcome.decimals, unit="")

    def baseline(self) -> Baseline:
        """Give the baseline as the service takes it."""
        return _baseline(self.cleaned_data)


class TargetForm(forms.Form):
    """Another target, or another day for it, with its reason."""

    target_value = FigureField(label="Target")
    target_on = DateField(
        label="Target day", help_text="The day by which it is to be reached."
    )
    reason = _reason()
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, outcome: Outcome, **options: Any) -> None:
        super().__init__(*args, **options)
        written_in(self, "target_value", decimals=outcome.decimals, unit=outcome.unit)

    def target(self) -> Target:
        """Give the target as the service takes it."""
        given = self.cleaned_data
        return Target(value=given["target_value"], on=given["target_on"])


class AccountableForm(forms.Form):
    """Another body that answers for an outcome, with its reason."""

    organisation = forms.ChoiceField(label="Who answers for it?")
    reason = _reason()
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, bodies: Iterable[Organisation], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self._bodies = _offered(self, bodies)

    def organisation_id(self) -> int:
        """Give the key of the body chosen."""
        return self._bodies[self.cleaned_data["organisation"]]


def _baseline(given: dict[str, Any]) -> Baseline:
    return Baseline(
        value=given["baseline_value"],
        period=given["baseline_period"],
        source=given["baseline_source"],
        unit=given["unit"],
        direction=given["direction"],
    )
