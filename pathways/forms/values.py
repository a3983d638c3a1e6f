"""Values of an outcome: entered by hand, and corrected."""

from typing import Any, Final

from django import forms

from pathways.forms.figures import NO_PATIENTS, FigureField, written_in
from pathways.models import Outcome
from ui.fields import DateField, refuse_turned_text

_SMALL: Final = (
    f"{NO_PATIENTS} Leave out counts so small that somebody could be recognised."
)


class ValueForm(forms.Form):
    """What an outcome measured in one period."""

    value = FigureField(label="Value")
    starts_on = DateField(
        label="First day of the period", help_text="For example 1 4 2026."
    )
    last_on = DateField(
        label="Last day of the period", help_text="For example 30 4 2026."
    )
    source = forms.CharField(
        label="Source",
        max_length=300,
        validators=[refuse_turned_text],
        help_text=f"Who says so, where and when. {_SMALL}",
    )
    is_illustrative = forms.BooleanField(
        label="This figure is illustrative: it was not measured", required=False
    )

    def __init__(self, *args: Any, outcome: Outcome, **options: Any) -> None:
        super().__init__(*args, **options)
        written_in(self, "value", decimals=outcome.decimals, unit=outcome.unit)


class CorrectionForm(forms.Form):
    """What stands in the place of a value, and why."""

    reveals = {"what": {"another": ["value"]}}

    what = forms.ChoiceField(
        label="What is right?",
        choices=[
            ("another", "Another value"),
            ("none", "No value stands for this period"),
        ],
        widget=forms.RadioSelect,
        initial="another",
    )
    value = FigureField(label="Value", required=False)
    source = forms.CharField(
        label="Source",
        max_length=300,
        validators=[refuse_turned_text],
        help_text=f"Who says so, where and when. {_SMALL}",
    )
    reason = forms.CharField(
        label="Why it is corrected",
        max_length=500,
        widget=forms.Textarea,
        validators=[refuse_turned_text],
        help_text=f"Stands beside both values, for good. {NO_PATIENTS}",
    )

    def __init__(self, *args: Any, outcome: Outcome, **options: Any) -> None:
        super().__init__(*args, **options)
        written_in(self, "value", decimals=outcome.decimals, unit=outcome.unit)

    def clean(self) -> dict[str, Any]:
        """Ask for a value where another one is right; leave it out where none is."""
        cleaned = super().clean() or {}
        if cleaned.get("what") == "none":
            cleaned["value"] = None
        elif cleaned.get("value") is None and "value" not in self.errors:
            self.add_error("value", "Enter the value that is right")
        return cleaned
