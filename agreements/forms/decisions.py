"""What is typed about a decision under an agreement, turned into typed values."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from collab.enums import DecisionOutcome
from collab.rules.decisions import Body, KnownPerson, UnclearLineError, read_presence
from ui.fields import DateField, MoneyField, refuse_turned_text

Choices = Iterable[tuple[str, str]]


class DecisionForm(forms.Form):
    """A decision: at most eight fields, one page, one POST (settled question 36)."""

    what = forms.CharField(
        label="What was decided",
        max_length=5_000,
        validators=[refuse_turned_text],
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="The first line becomes the title.",
    )
    why = forms.CharField(
        label="Why", max_length=5_000, widget=forms.Textarea(attrs={"rows": 4})
    )
    present = forms.CharField(
        label="Who was there",
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=(
            "One person on each line: name, comma, organisation. For example"
            " Aisha Shah, Northfield Trust."
        ),
    )
    value = MoneyField(
        label="Value", required=False, help_text="Leave empty where there is none."
    )
    outcome = forms.ChoiceField(
        label="Outcome", choices=DecisionOutcome.choices, widget=forms.RadioSelect
    )
    decided_on = DateField(label="Day of the decision")
    agreement = forms.ChoiceField(label="Agreement it is taken under", required=False)
    organisation = forms.ChoiceField(label="Organisation you act for")

    def __init__(
        self,
        *args: Any,
        agreements: Choices,
        own_bodies: list[tuple[str, str]],
        members: Sequence[Body],
        people: Sequence[KnownPerson],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self._members, self._people = members, people
        self.fields["agreement"].choices = [("", "None"), *agreements]  # type: ignore[attr-defined]
        own = self.fields["organisation"]
        own.choices = own_bodies  # type: ignore[attr-defined]
        if len(own_bodies) == 1:
            own.widget = forms.HiddenInput()
            own.initial = own_bodies[0][0]

    def clean_present(self) -> Any:
        """Read the lines; a line that cannot be read is named."""
        try:
            found = read_presence(
                self.cleaned_data["present"],
                bodies=self._members,
                people=self._people,
            )
        except UnclearLineError as error:
            raise forms.ValidationError(str(error), "unclear") from error
        if not found:
            raise forms.ValidationError("Enter who was there", "nobody")
        return found
