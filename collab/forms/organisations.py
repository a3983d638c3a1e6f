"""The register's forms."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from collab.enums import LegalForm, OversightRoute, Sector
from collab.models import Organisation
from collab.rules.csv_files import LARGEST_FILE
from collab.rules.organisation_csv import LONGEST_NAME, ODS_CODE
from collab.rules.rights import Rights
from collab.selectors.organisations import organisation_named
from collab.services.organisations import OrganisationFacts
from ui.fields import DateField

FIRST_DAY = dt.date(1500, 1, 1)
_CHOOSE = [("", "Choose one")]


def ods_code(typed: str) -> str:
    """
    Bring a typed code into its stored form; empty means not known.

    :raises ValidationError: unless it is 3 to 10 letters and numbers
    """
    code = typed.strip().upper()
    if code and not ODS_CODE.fullmatch(code):
        raise ValidationError("ODS code must be 3 to 10 letters and numbers, like RHA")
    return code


class OrganisationField(forms.CharField):
    """One body of the register, by its ODS code or its name."""

    def __init__(self, *, rights: Rights | None = None, **options: Any) -> None:
        options.setdefault("max_length", 200)
        options.setdefault(
            "help_text", "Its ODS code, like RHA, or its name as the register has it."
        )
        super().__init__(**options)
        self.rights = rights or Rights(is_active=True)

    def clean(self, value: Any) -> Any:
        """
        Find the one body that was meant.

        :raises ValidationError: with the bodies it may be, where it is not one
        """
        typed = super().clean(value)
        if not typed:
            return None
        found = organisation_named(typed=typed, rights=self.rights)
        sure = len(found) == 1 and typed.upper().strip() in _names_of(found[0])
        if sure:
            return found[0]
        if not found:
            raise ValidationError(
                f"No organisation on the register is called “{typed}”."
                " Check the spelling, or have it added."
            )
        likely = " or ".join(_described(each) for each in found)
        raise ValidationError(f"Say which you mean: {likely}")


def _names_of(found: Organisation) -> tuple[str, str]:
    return found.name.upper(), str(found.ods_code or "").upper()


def _described(found: Organisation) -> str:
    return f"{found.name} ({found.ods_code})" if found.ods_code else found.name


class FilterForm(forms.Form):
    """How the register is narrowed; what cannot be read narrows nothing."""

    name = forms.CharField(
        label="Name begins with", max_length=LONGEST_NAME, required=False
    )
    code = forms.CharField(label="ODS code", max_length=10, required=False)
    sector = forms.ChoiceField(
        label="Sector", required=False, choices=[("", "All sectors"), *Sector.choices]
    )


class OrganisationForm(forms.Form):
    """The facts of one body."""

    name = forms.CharField(label="Name", max_length=LONGEST_NAME)
    ods_code = forms.CharField(
        label="ODS code",
        required=False,
        max_length=10,
        help_text="Leave it empty if it is not known.",
        widget=forms.TextInput(
            attrs={
                "class": "nhsuk-input--width-10",
                "spellcheck": "false",
                "autocomplete": "off",
            }
        ),
    )
    sector = forms.ChoiceField(label="Sector", choices=[*_CHOOSE, *Sector.choices])
    legal_form = forms.ChoiceField(
        label="Legal form", choices=LegalForm.choices, initial=LegalForm.UNKNOWN
    )
    oversight_route = forms.ChoiceField(
        label="Who oversees it",
        choices=OversightRoute.choices,
        initial=OversightRoute.UNKNOWN,
    )
    town = forms.CharField(label="Town", max_length=80, required=False)
    postcode = forms.CharField(label="Postcode", max_length=10, required=False)
    region_code = forms.CharField(
        label="NHS England region code", max_length=10, required=False
    )
    icb_code = forms.CharField(
        label="Integrated care board code", max_length=10, required=False
    )
    opened_on = DateField(label="Open since", required=False, earliest=FIRST_DAY)
    source = forms.CharField(
        label="Source",
        max_length=200,
        help_text="Where these facts come from, like “ODS, November 2026”.",
    )
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_ods_code(self) -> str:
        """Bring the code into capitals, or say what is wrong with it."""
        return ods_code(self.cleaned_data["ods_code"])

    def facts(self) -> OrganisationFacts:
        """Give what was typed as the service takes it."""
        given = {**self.cleaned_data}
        given.pop("revision", None)
        return OrganisationFacts(**given)


class RenameForm(forms.Form):
    """The new name that a body took."""

    new_name = forms.CharField(label="New name", max_length=LONGEST_NAME)
    happened_on = DateField(label="Day of the new name", earliest=FIRST_DAY)
    source = forms.CharField(
        label="Source", max_length=200, help_text="The order or notice that says so."
    )


class CloseForm(forms.Form):
    """The end of a body that nobody succeeds."""

    happened_on = DateField(
        label="Closed on",
        earliest=FIRST_DAY,
        help_text="The first day on which it no longer existed.",
    )
    source = forms.CharField(
        label="Source", max_length=200, help_text="The order or notice that says so."
    )


class MergeForm(CloseForm):
    """The end of a body that another one succeeds."""

    successor = OrganisationField(label="Merged into")
    field_order = ["successor", "happened_on", "source"]


class ImportForm(forms.Form):
    """A file of organisations."""

    file = forms.FileField(
        label="CSV file",
        help_text="At most 25 MB. The first row holds the headings.",
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )

    def clean_file(self) -> Any:
        """Refuse what is larger than the limit before reading it."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise ValidationError("The file must be 25 MB or smaller. Split it.")
        return file
