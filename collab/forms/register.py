"""Filters of the register of decisions."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError

from collab.enums import DecisionOutcome
from collab.models import Forum, Organisation
from collab.rules.register import Wanted, reference_in

FIRST_YEAR: Final = 1990
LAST_YEAR: Final = 2100


class RegisterForm(forms.Form):
    """By words, reference, forum, year, outcome and organisation; each may be empty."""

    words = forms.CharField(
        label="Words",
        required=False,
        max_length=100,
        help_text="Of what was decided and why. Every word must be there.",
    )
    reference = forms.CharField(
        label="Reference",
        required=False,
        max_length=60,
        help_text="For example 2026-001.",
        widget=forms.TextInput(attrs={"class": "nhsuk-input--width-10"}),
    )
    forum = forms.ChoiceField(label="Forum", required=False)
    year = forms.IntegerField(
        label="Year",
        required=False,
        error_messages={"invalid": "Year must be four figures, like 2026"},
        widget=forms.TextInput(
            attrs={"class": "nhsuk-input--width-4", "inputmode": "numeric"}
        ),
    )
    outcome = forms.ChoiceField(
        label="Outcome",
        required=False,
        choices=[("", "Any outcome"), *DecisionOutcome.choices],
    )
    organisation = forms.ChoiceField(
        label="Organisation",
        required=False,
        help_text="One that was there, or that logged the decision.",
    )

    def __init__(
        self,
        *args: Any,
        forums: Sequence[Forum],
        bodies: Sequence[Organisation],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self._forums = {each.slug: each for each in forums}
        self._bodies = {each.uid: each for each in bodies}
        self._offer(
            "forum", "Any forum", {key: str(row) for key, row in self._forums.items()}
        )
        self._offer(
            "organisation",
            "Any organisation",
            {key: row.name for key, row in self._bodies.items()},
        )

    def _offer(self, name: str, anything: str, choices: dict[str, str]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", anything), *choices.items()]

    def clean_year(self) -> int | None:
        """Refuse a year in which nothing can have been decided."""
        year: int | None = self.cleaned_data["year"]
        if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
            raise ValidationError(
                f"Year must be between {FIRST_YEAR} and {LAST_YEAR}, like 2026"
            )
        return year

    def clean_reference(self) -> str:
        """Bring a reference into its stored form."""
        typed: str = self.cleaned_data["reference"]
        found = reference_in(typed)
        if typed and not found:
            raise ValidationError("Reference must look like 2026-001")
        return found

    def wanted(self) -> Wanted:
        """Give the filters that can be read; what cannot be read narrows nothing."""
        self.is_valid()
        typed = self.cleaned_data if self.is_bound else {}
        forum = self._forums.get(typed.get("forum", ""))
        body = self._bodies.get(typed.get("organisation", ""))
        outcome = typed.get("outcome", "")
        return Wanted(
            forum_id=forum.pk if forum else None,
            forum_name=forum.name if forum else "",
            year=typed.get("year"),
            outcome=outcome,
            outcome_name=DecisionOutcome(outcome).label.lower() if outcome else "",
            organisation_id=body.pk if body else None,
            organisation_name=body.name if body else "",
            words=typed.get("words", ""),
            reference=typed.get("reference", ""),
        )
