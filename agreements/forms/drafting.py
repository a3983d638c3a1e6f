"""What is typed into a draft: its terms, its clauses and its conditions."""

from typing import Any, Final

from django import forms

from agreements.enums import EffectFrom, NoticeEffect, NoticeUnit
from agreements.rules.clause_text import shows_everything
from agreements.rules.content import Notice
from ui.fields import DateField, MoneyField, refuse_turned_text

LONGEST_CLAUSE: Final = 20_000
LONGEST_CONDITION: Final = 2_000
NOT_SHOWN: Final = (
    "Some of this text would not be shown to whoever signs it. Nest lists less deeply,"
    " and give every row of a table as many cells as its heading"
)
IDENTITY: Final = r"\A[a-z0-9_]{10,32}\Z"


class TermsForm(forms.Form):
    """Title, dates, value, review and notice of a draft."""

    title = forms.CharField(
        label="Title", max_length=200, validators=[refuse_turned_text]
    )
    commences_on = DateField(
        label="Day it commences",
        required=False,
        help_text=(
            "It has effect from the first moment of this day, which may lie before the"
            " last signature. For example 1 4 2026."
        ),
    )
    expires_on = DateField(
        label="Last day",
        required=False,
        help_text="Leave empty where no end is agreed.",
    )
    value = MoneyField(
        label="Value",
        required=False,
        help_text=(
            "The whole value that signing commits a body to. Each signatory's"
            " delegation must cover it."
        ),
    )
    review_on = DateField(
        label="Day of review",
        required=False,
        help_text="The day by which the partners look at it again.",
    )
    notice_length = forms.IntegerField(
        label="Length of notice",
        required=False,
        min_value=1,
        max_value=500,
        help_text="How long before the end a party must say so. For example 6.",
        widget=forms.TextInput(
            attrs={"class": "nhsuk-input--width-4", "inputmode": "numeric"}
        ),
    )
    notice_unit = forms.ChoiceField(
        label="Counted in",
        required=False,
        choices=[("", "No notice is agreed"), *NoticeUnit.choices],
    )
    notice_effect = forms.ChoiceField(
        label="When one party gives notice",
        choices=NoticeEffect.choices,
        required=False,
        initial=NoticeEffect.ENDS,
        widget=forms.RadioSelect,
    )
    effect_from = forms.ChoiceField(
        label="Where there are conditions, it has effect from",
        choices=EffectFrom.choices,
        required=False,
        initial=EffectFrom.LATER,
        widget=forms.RadioSelect,
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)
    agreement_revision = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Check that length and unit of notice come together."""
        cleaned = super().clean() or {}
        cleaned["notice_effect"] = cleaned.get("notice_effect") or NoticeEffect.ENDS
        cleaned["effect_from"] = cleaned.get("effect_from") or EffectFrom.LATER
        length, unit = cleaned.get("notice_length"), cleaned.get("notice_unit")
        if length and not unit:
            self.add_error("notice_unit", "Choose what the notice is counted in")
        if unit and not length and "notice_length" not in self.errors:
            self.add_error("notice_length", "Enter the length of notice")
        return cleaned

    def terms(self) -> dict[str, Any]:
        """Give what was typed as the service takes it."""
        given = dict(self.cleaned_data)
        length, unit = given.pop("notice_length"), given.pop("notice_unit")
        effect = given.pop("notice_effect")
        given["value_pence"] = given.pop("value")
        given["notice"] = (
            Notice(length=length, unit=unit, effect=effect) if length else None
        )
        return given


class ClauseForm(forms.Form):
    """One clause; ``revision`` is the one that was read, empty for a new clause."""

    heading = forms.CharField(
        label="Heading", max_length=200, validators=[refuse_turned_text]
    )
    text = forms.CharField(
        label="Text",
        max_length=LONGEST_CLAUSE,
        strip=False,
        validators=[refuse_turned_text],
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=(
            "Leave an empty line between paragraphs. Start a line with a hyphen for a"
            " list, and put two stars around words to make them **bold**."
        ),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    identity = forms.RegexField(IDENTITY, widget=forms.HiddenInput)

    def clean_text(self) -> str:
        """Spell line ends one way, so that the same text has the same fingerprint."""
        text = str(self.cleaned_data["text"]).replace("\r\n", "\n").replace("\r", "\n")
        text = text.strip("\n")
        if not shows_everything(text):
            raise forms.ValidationError(NOT_SHOWN, "not_shown")
        return text


class ConditionForm(forms.Form):
    """One condition precedent, in words; ``revision`` is the one that was read."""

    text = forms.CharField(
        label="Condition",
        max_length=LONGEST_CONDITION,
        validators=[refuse_turned_text],
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=(
            "What must be so before it comes into force, such as: The board of"
            " Northfield Trust has approved this agreement."
        ),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    identity = forms.RegexField(IDENTITY, widget=forms.HiddenInput)

    def clean_text(self) -> str:
        """Spell line ends one way, so that the same text has the same fingerprint."""
        text = str(self.cleaned_data["text"])
        return text.replace("\r\n", "\n").replace("\r", "\n")


class ConditionMetForm(forms.Form):
    """The day on which a condition was met, and what shows it."""

    met_on = DateField(label="Day it was met", help_text="For example 1 4 2026.")
    evidence = forms.CharField(
        label="What shows it",
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=(
            "For example: Minute 26/14 of the board of Northfield Trust of 1 April 2026."
        ),
    )
    file = forms.FileField(
        label="The document, if there is one",
        required=False,
        help_text="PDF, Word, Excel, CSV, PNG or JPEG, up to 25 MB, without macros.",
        max_length=300,
    )
