"""What governance leads type about reminders, and people about being away."""

from typing import Any

from django import forms

from collab.registries import OccasionSource
from collab.rules.reminders import Anchor, Rung
from collab.selectors.ladders import Steps
from collab.services.ladders import LONGEST, MOST
from ui.fields import DateField


class LadderForm(forms.Form):
    """The days of each rung, each empty to switch it off, and the cap."""

    def __init__(
        self, *args: Any, source: OccasionSource, steps: Steps, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.source = source
        for usual, rung in zip(source.ladder, steps.rungs, strict=True):
            whom = source.people.get(rung.whom, rung.whom)
            self.fields[f"days_{rung.name}"] = forms.IntegerField(
                label=f"{_counted(usual)}, to {whom}",
                help_text="Leave empty to send none.",
                required=False,
                min_value=0,
                max_value=LONGEST,
                initial=None if rung.is_off else abs(rung.days),
                widget=forms.TextInput(
                    attrs={"inputmode": "numeric", "class": "nhsuk-input--width-3"}
                ),
                error_messages={
                    "invalid": "Enter a whole number of days",
                    "min_value": "Enter 0 days or more",
                    "max_value": f"Enter {LONGEST} days or fewer",
                },
            )
        self.fields["cap"] = forms.IntegerField(
            label="The most that one person is told of one thing",
            min_value=1,
            max_value=MOST,
            initial=steps.cap,
            widget=forms.TextInput(
                attrs={"inputmode": "numeric", "class": "nhsuk-input--width-3"}
            ),
            error_messages={
                "required": "Enter how often at most",
                "invalid": "Enter a whole number",
                "min_value": "Enter 1 or more",
                "max_value": f"Enter {MOST} or fewer",
            },
        )
        self.fields["revision"] = forms.IntegerField(
            required=False, widget=forms.HiddenInput
        )

    def days(self) -> dict[str, int | None]:
        """Give the days of each rung, None where it is off."""
        return {
            rung.name: self.cleaned_data.get(f"days_{rung.name}")
            for rung in self.source.ladder
        }


def _counted(rung: Rung) -> str:
    unit = "Working days" if rung.working_days else "Days"
    if rung.anchor is Anchor.BEGAN:
        return f"{unit} after it began"
    return f"{unit} before the day" if rung.days < 0 else f"{unit} after the day"


class RemindNowForm(forms.Form):
    """A note to whoever something waits for."""

    note = forms.CharField(
        label="Your note",
        help_text="They read it with the reminder. It stays in the history.",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Write a note",
            "max_length": "The note must be 500 characters or fewer",
        },
    )


class AwayForm(forms.Form):
    """From which day to which somebody is away."""

    starts_on = DateField(label="First day away")
    last_on = DateField(label="Last day away", help_text="The last day that you miss.")
