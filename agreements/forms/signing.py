"""What is typed to send out, sign, decline and withdraw."""

from collections.abc import Sequence
from typing import Any

from django import forms

from agreements.enums import SigningPlan
from agreements.rules.requests import GRACE
from ui.fields import DateField, offer, offer_one_of


def _last_day_field() -> DateField:
    return DateField(
        label="Last day on which it can be signed",
        required=False,
        help_text=(
            f"Leave empty for {GRACE.days} days after that. Then the request runs out,"
            " and you can ask again."
        ),
    )


def file_field(label: str) -> forms.FileField:
    """Give a field for a document that is kept by its hash."""
    return forms.FileField(
        label=label,
        max_length=300,
        help_text="PDF, Word, Excel, CSV, PNG or JPEG, up to 25 MB, without macros.",
    )


class SigningPlanForm(forms.Form):
    """Who must sign for each party; one field for each."""

    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, parties: Sequence[tuple[str, str]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        for uid, name in parties:
            self.fields[f"plan-{uid}"] = forms.ChoiceField(
                label=f"Who signs for {name}",
                choices=SigningPlan.choices,
                widget=forms.RadioSelect,
            )

    def plans(self) -> dict[str, str]:
        """Give what was chosen for each organisation, by uid."""
        return {
            name.removeprefix("plan-"): value
            for name, value in self.cleaned_data.items()
            if name.startswith("plan-")
        }


class SendOutForm(forms.Form):
    """Who signs for each party, and by when; one field for each party."""

    due_on = DateField(label="Sign by", help_text="Reminders follow this day.")
    expires_on = _last_day_field()

    def __init__(
        self,
        *args: Any,
        parties: Sequence[tuple[str, str, list[tuple[str, str]]]],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        for uid, name, people in parties:
            only = [code for code, _ in people if code != "paper"]
            self.fields[f"signatory-{uid}"] = forms.ChoiceField(
                label=f"Who signs for {name}",
                choices=people if len(people) == 1 else [("", "Choose"), *people],
                initial=only[0] if len(only) == 1 else "",
                error_messages={"required": f"Choose who signs for {name}"},
            )
        named = [f"signatory-{uid}" for uid, _, _ in parties]
        self.order_fields([*named, "due_on", "expires_on"])

    def signatories(self) -> dict[str, str]:
        """Give the chosen person for each organisation, both by uid."""
        return {
            name.removeprefix("signatory-"): value
            for name, value in self.cleaned_data.items()
            if name.startswith("signatory-")
        }


class SignForm(forms.Form):
    """The body signed for, the fingerprint of what was shown, and the intent."""

    organisation = forms.ChoiceField(
        label="Which organisation do you sign for?", widget=forms.RadioSelect
    )
    fingerprint = forms.CharField(widget=forms.HiddenInput, max_length=64)
    agreed = forms.BooleanField()

    def __init__(
        self, *args: Any, bodies: list[tuple[str, str]], intent: str, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        offer_one_of(self, "organisation", bodies)
        self.fields["agreed"].label = intent


class ReasonForm(forms.Form):
    """Why something is declined or withdrawn."""

    reason = forms.CharField(
        label="Reason",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="The people concerned will read it.",
    )


class WithdrawPartyForm(ReasonForm):
    """Why a party withdraws and, from a governance lead, where it says so itself."""

    file = file_field("Document in which the organisation says so")

    def __init__(self, *args: Any, needs_document: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not needs_document:
            del self.fields["file"]


class DeclineForm(ReasonForm):
    """Which body declines, and why."""

    organisation = forms.ChoiceField(
        label="Which organisation do you decline for?", widget=forms.RadioSelect
    )
    field_order = ("organisation", "reason")

    def __init__(
        self, *args: Any, bodies: list[tuple[str, str]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        offer_one_of(self, "organisation", bodies)


class SignatoryForm(forms.Form):
    """The same signatory again, or another, for one party."""

    person = forms.ChoiceField(label="Who is asked to sign")
    due_on = DateField(label="Sign by")
    expires_on = _last_day_field()

    def __init__(
        self, *args: Any, people: list[tuple[str, str]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        offer(self, "person", [("", "Choose a person"), *people])
