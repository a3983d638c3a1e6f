"""What is typed about agreements, turned into typed values."""

from collections.abc import Iterable
from typing import Any

from django import forms

from agreements.enums import Instrument, OpenTo, PartyRole
from agreements.forms.signing import (
    DeclineForm,
    ReasonForm,
    SendOutForm,
    SignatoryForm,
    SignForm,
    SigningPlanForm,
    WithdrawPartyForm,
)
from ui.fields import offer, refuse_turned_text

__all__ = [
    "AgreementForm",
    "DeclineForm",
    "PartyForm",
    "ReasonForm",
    "SendOutForm",
    "SignForm",
    "SignatoryForm",
    "SigningPlanForm",
    "WithdrawPartyForm",
]

Choices = Iterable[tuple[str, str]]


class AgreementForm(forms.Form):
    """A new agreement."""

    title = forms.CharField(
        label="Title",
        max_length=200,
        validators=[refuse_turned_text],
        help_text="What people call it, for example Provider collaborative agreement.",
    )
    instrument = forms.ChoiceField(
        label="Kind of agreement",
        choices=[("", "Choose a kind"), *Instrument.choices],
    )
    open_to = forms.ChoiceField(
        label="Who may read it",
        choices=OpenTo.choices,
        initial=OpenTo.COLLABORATIVE,
        widget=forms.RadioSelect,
        help_text=(
            "This cannot be changed later. Auditors of the collaborative can always"
            " read it."
        ),
    )


class PartyForm(forms.Form):
    """One more party, from the members of the collaborative."""

    organisation = forms.ChoiceField(label="Organisation")
    role = forms.ChoiceField(
        label="Part", choices=PartyRole.choices, initial=PartyRole.PARTNER
    )

    def __init__(self, *args: Any, bodies: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "organisation", [("", "Choose an organisation"), *bodies])
