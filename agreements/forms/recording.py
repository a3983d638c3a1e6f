"""A signed copy, what it says, and the word of whoever compared the two."""

from typing import Any, Final

from django import forms

from agreements.enums import Instrument, PartyRole
from agreements.forms.drafting import LONGEST_CLAUSE, NOT_SHOWN
from agreements.rules.clause_text import shows_everything
from agreements.services.recording import Facts, OutsideParty
from collab.models import Organisation
from ui.fields import DateField, MoneyField, refuse_turned_text

NO_PARTY: Final = ("", "Not a party")


class SignedCopyForm(forms.Form):
    """The signed original as a PDF."""

    file = forms.FileField(
        label="Signed copy",
        max_length=300,
        help_text="A PDF of the signed original, up to 25 MB.",
    )


class RecordForm(forms.Form):
    """What a signed copy says; two fields for each body that may be a party."""

    title = forms.CharField(
        label="Title", max_length=200, validators=[refuse_turned_text]
    )
    instrument = forms.ChoiceField(
        label="Kind of agreement",
        choices=[("", "Choose a kind"), *Instrument.choices],
    )
    signed_on = DateField(
        label="Day of the last signature", help_text="As the copy says it."
    )
    commences_on = DateField(label="Day it commences")
    expires_on = DateField(
        label="Last day",
        required=False,
        help_text="Leave empty where no end is agreed.",
    )
    review_on = DateField(label="Review by", required=False)
    notice_months = forms.IntegerField(
        label="Months of notice",
        required=False,
        min_value=1,
        max_value=120,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "class": "nhsuk-input--width-3"}
        ),
        help_text="Leave empty where none is agreed.",
    )
    value = MoneyField(label="Value", required=False)
    text = forms.CharField(
        label="Text of the agreement",
        required=False,
        strip=False,
        max_length=LONGEST_CLAUSE,
        validators=[refuse_turned_text],
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=(
            "You may leave this empty: the signed copy is kept. What you type can be"
            " used for the next version."
        ),
    )

    def __init__(self, *args: Any, bodies: list[Organisation], **options: Any) -> None:
        super().__init__(*args, **options)
        self.bodies = bodies
        for body in bodies:
            self.fields[f"role-{body.uid}"] = forms.ChoiceField(
                label=f"Part of {body.name}",
                choices=[NO_PARTY, *PartyRole.choices],
                required=False,
            )
            self.fields[f"signed-{body.uid}"] = forms.CharField(
                label=f"Who signed for {body.name}",
                help_text="Name and capacity as they are written on the copy.",
                required=False,
                max_length=200,
                validators=[refuse_turned_text],
            )

    def clean_text(self) -> str:
        """Spell line ends one way, and refuse what would not be shown."""
        text = str(self.cleaned_data["text"]).replace("\r\n", "\n").replace("\r", "\n")
        if not shows_everything(text):
            raise forms.ValidationError(NOT_SHOWN, "not_shown")
        return text.strip("\n")

    def clean(self) -> dict[str, Any]:
        """Ask for a signatory of each party, and for no other."""
        cleaned = super().clean() or {}
        for body in self.bodies:
            role, signed = (cleaned.get(f"{n}-{body.uid}") for n in ("role", "signed"))
            if role and not signed and f"signed-{body.uid}" not in self.errors:
                self.add_error(
                    f"signed-{body.uid}", f"Enter who signed for {body.name}"
                )
            if signed and not role and f"role-{body.uid}" not in self.errors:
                self.add_error(f"role-{body.uid}", f"Choose the part of {body.name}")
        return cleaned

    def facts(self) -> Facts:
        """Give what was typed as the facts of the copy."""
        cleaned = self.cleaned_data
        return Facts(
            title=cleaned["title"],
            instrument=cleaned["instrument"],
            signed_on=cleaned["signed_on"],
            commences_on=cleaned["commences_on"],
            expires_on=cleaned["expires_on"],
            review_on=cleaned["review_on"],
            notice_months=cleaned["notice_months"],
            value_pence=cleaned["value"],
            text=cleaned["text"],
            parties=[
                OutsideParty(
                    organisation_id=body.pk,
                    role=cleaned[f"role-{body.uid}"],
                    signed_by=cleaned[f"signed-{body.uid}"],
                )
                for body in self.bodies
                if cleaned[f"role-{body.uid}"]
            ],
        )


class CheckRecordForm(forms.Form):
    """The word of whoever compared the record with the signed original."""

    fingerprint = forms.CharField(widget=forms.HiddenInput, max_length=64)
    compared = forms.BooleanField(
        label=(
            "I compared this record with the signed original, and they agree: parties,"
            " dates, value and who signed."
        ),
        error_messages={"required": "Tick the box once you compared the two"},
    )
