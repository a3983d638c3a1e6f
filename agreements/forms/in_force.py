"""A moment at which something was in force, in London's time."""

import datetime as dt
import re
from typing import Any

from django import forms

from collab.rules.periods import LONDON, midnight
from ui.fields import DateField

_CLOCK = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")
_DAY = dt.timedelta(days=1)


class MomentForm(forms.Form):
    """A day, a time if wanted, and by when the answer had to be recorded."""

    on = DateField(label="On which day", help_text="For example 1 4 2026.")
    time = forms.CharField(
        label="At what time",
        required=False,
        max_length=5,
        help_text="Europe/London, like 14:30. Leave empty for the first moment of the day.",
        widget=forms.TextInput(attrs={"class": "nhsuk-input--width-5"}),
    )
    known_by = DateField(
        label="As it was recorded by the end of",
        required=False,
        help_text="Leave empty for what is recorded today.",
    )

    def clean_time(self) -> dt.time:
        """Read the time of day."""
        typed = self.cleaned_data["time"].strip()
        found = _CLOCK.fullmatch(typed)
        if typed and found is None:
            raise forms.ValidationError("Enter a time like 14:30")
        return dt.time(int(found[1]), int(found[2])) if found else dt.time()

    def moment(self) -> dt.datetime:
        """Give the moment that was asked for."""
        day, clock = self.cleaned_data["on"], self.cleaned_data["time"]
        there = dt.datetime.combine(day, clock, LONDON)
        return there.astimezone(dt.UTC)

    def known_until(self) -> dt.datetime | None:
        """Give the moment up to which the record is read; None for today."""
        day: Any = self.cleaned_data["known_by"]
        return midnight(day + _DAY) if day else None
