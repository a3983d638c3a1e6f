"""A figure as people type it, kept as a whole number of its smallest step."""

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError

from pathways.rules.numbers import NotANumberError, parse_scaled, written

ATTRIBUTES: Final = {
    "class": "nhsuk-input--width-10",
    "inputmode": "decimal",
    "spellcheck": "false",
    "autocomplete": "off",
}
# Small counts can point to a person, and nothing here is about one.
NO_PATIENTS: Final = "Never write anything about a patient."


class FigureField(forms.Field):
    """A figure with a known number of decimal places; ``decimals`` is set by the form."""

    widget = forms.TextInput

    def __init__(self, *, decimals: int = 0, **options: Any) -> None:
        self.decimals = decimals
        super().__init__(**options)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Ask for the number keys, without the spinner of a number box."""
        return dict(ATTRIBUTES)

    def prepare_value(self, value: Any) -> Any:
        """Show a kept figure with its decimal places; what was typed stays as typed."""
        if isinstance(value, int) and not isinstance(value, bool):
            return written(value, decimals=self.decimals)
        return value

    def to_python(self, value: Any) -> int | None:
        """Read what was typed, by text alone."""
        typed = str(value if value is not None else "").strip()
        return figure_in(typed, self.decimals) if typed else None


def figure_in(typed: str, decimals: int) -> int:
    """
    Read a typed figure for a form.

    :raises ValidationError: with the sentence that says how to write it
    """
    try:
        return parse_scaled(typed, decimals=decimals)
    except NotANumberError as error:
        raise ValidationError(str(error), "invalid") from error


def written_in(form: forms.Form, name: str, *, decimals: int, unit: str) -> None:
    """Tell a figure's field in which steps and which unit it is written."""
    field: Any = form.fields[name]
    field.decimals = decimals
    field.help_text = f"In {unit}." if unit else ""
