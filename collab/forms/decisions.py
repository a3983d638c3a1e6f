"""Filters of the register of decisions."""

from django import forms

from collab.enums import DecisionOutcome


class DecisionFilterForm(forms.Form):
    """By outcome, and by words of what was decided and why."""

    words = forms.CharField(label="Words", required=False, max_length=100)
    outcome = forms.ChoiceField(
        label="Outcome",
        required=False,
        choices=[("", "Any outcome"), *DecisionOutcome.choices],
    )
