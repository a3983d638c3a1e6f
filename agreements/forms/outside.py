"""What is typed about signatories without an account, and signatures on paper."""

from typing import Any

from django import forms
from django.http import QueryDict

from agreements.forms.signing import ReasonForm, file_field
from ui.fields import DateField, MoneyField, refuse_turned_text


class OutsideSignatoryForm(forms.Form):
    """Who may sign without an account, and by what authority."""

    name = forms.CharField(
        label="Name", max_length=120, validators=[refuse_turned_text]
    )
    email = forms.EmailField(
        label="Email address",
        max_length=254,
        help_text="The link and the code go to this address, and to nobody else.",
    )
    post = forms.CharField(
        label="In what capacity they sign",
        max_length=120,
        validators=[refuse_turned_text],
        help_text="For example chair of trustees.",
    )
    source = forms.CharField(
        label="By what authority",
        max_length=200,
        help_text="For example minute 7 of the trustees' meeting of 3 March 2026.",
    )
    limit = MoneyField(
        label="Up to",
        required=False,
        help_text="This amount is within. Leave empty for no limit.",
    )
    file = file_field("Document that gives the authority")


class PaperSignatureForm(forms.Form):
    """What a signed paper shows, and the scanned original."""

    signatory_name = forms.CharField(
        label="Who signed", max_length=120, validators=[refuse_turned_text]
    )
    post = forms.CharField(label="In what capacity", max_length=120)
    witness_name = forms.CharField(
        label="Witness", max_length=120, help_text="A deed needs one.", required=False
    )
    witness_address = forms.CharField(
        label="Address of the witness", max_length=300, required=False
    )
    place = forms.CharField(label="Place", max_length=120)
    signed_on = DateField(label="Day it was signed")
    file = file_field("Scanned original")

    def __init__(self, *args: Any, is_deed: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["witness_name"].required = is_deed


class _RevisionForm(forms.Form):
    revision = forms.IntegerField(widget=forms.HiddenInput)


def revision_read(data: QueryDict) -> int:
    """Give the revision that somebody read; -1, which none is, where none was sent."""
    form = _RevisionForm(data)
    return int(form.cleaned_data["revision"]) if form.is_valid() else -1


class RefusePaperForm(ReasonForm):
    """Why a signature on paper does not count."""

    revision = forms.IntegerField(widget=forms.HiddenInput)


class CodeForm(forms.Form):
    """The code that came by email."""

    code = forms.RegexField(
        r"\A\s*\d{3}\s?\d{3}\s*\Z",
        label="Code",
        help_text="Six digits, from the newest message.",
        error_messages={"invalid": "Enter the six digits of the code"},
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}
        ),
    )

    def clean_code(self) -> str:
        """Leave out the spaces."""
        return "".join(str(self.cleaned_data["code"]).split())


class SignByLinkForm(forms.Form):
    """The fingerprint of what was shown, and the intent."""

    fingerprint = forms.CharField(widget=forms.HiddenInput, max_length=64)
    agreed = forms.BooleanField()

    def __init__(self, *args: Any, intent: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["agreed"].label = intent
