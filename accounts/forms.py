"""What people type about themselves and each other."""

from typing import Any, Final

from django import forms

from accounts import registries
from accounts.enums import MailRhythm
from accounts.rules.mail_hours import Hours
from ui.fields import refuse_turned_text


class _Email(forms.EmailField):
    """An email address, with the words to say when it is none."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            label=options.pop("label", "Email address"),
            max_length=254,
            widget=forms.EmailInput(attrs={"autocomplete": "email"}),
            error_messages={
                "required": "Enter an email address",
                "invalid": "Enter an email address, like name@example.nhs.uk",
            },
            **options,
        )


class _Name(forms.CharField):
    """A person's name as they write it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            label="Full name",
            max_length=120,
            widget=forms.TextInput(attrs={"autocomplete": "name"}),
            validators=[refuse_turned_text],
            error_messages={
                "required": "Enter a name",
                "max_length": "The name must be 120 characters or fewer",
            },
            **options,
        )


class PasswordForm(forms.Form):
    """A password of one's own, typed once; pages let people see what they type."""

    password = forms.CharField(
        label="Choose a password",
        help_text="At least 12 characters. Three random words are a good password.",
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Enter a password"},
    )


class FirstAdministratorForm(PasswordForm):
    """Who the first administrator is."""

    email = _Email()
    name = _Name()
    field_order = ["name", "email", "password"]


class InviteForm(forms.Form):
    """Whom to invite."""

    name = _Name()
    email = _Email(help_text="The invitation is sent here. The address becomes theirs.")


class NameForm(forms.Form):
    """How a person is called from today on."""

    name = _Name(help_text="Records made before keep the name they were made with.")


class ReasonForm(forms.Form):
    """Why an administrator does this."""

    reason = forms.CharField(
        label="Why?",
        help_text="The person and the auditors can read this.",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say why"},
    )


class NewEmailForm(ReasonForm):
    """Another email address for somebody who cannot reach the old one."""

    email = _Email(label="New email address")
    field_order = ["email", "reason"]


class SearchForm(forms.Form):
    """How the name or email address starts."""

    q = forms.CharField(
        label="Name or email address starts with",
        required=False,
        max_length=100,
    )


NEVER: Final = "never"


class PreferencesForm(forms.Form):
    """Which kinds of notification come by email as well, and how often."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for kind in _optional():
            self.fields[f"kind_{kind.name}"] = forms.ChoiceField(
                label=kind.label,
                choices=[*MailRhythm.choices, (NEVER, "Not by email")],
                widget=forms.RadioSelect,
                error_messages={"required": "Choose how often"},
            )

    @staticmethod
    def chosen(mailed: dict[str, bool], rhythms: dict[str, str]) -> dict[str, str]:
        """Give what to show as chosen so far."""
        return {
            f"kind_{kind.name}": rhythms.get(kind.name, MailRhythm.AT_ONCE)
            if mailed[kind.name]
            else NEVER
            for kind in _optional()
        }

    def wanted(self) -> dict[str, bool]:
        """Say for each kind that may be turned off whether it is wanted by email."""
        return {
            kind.name: self.cleaned_data[f"kind_{kind.name}"] != NEVER
            for kind in _optional()
        }

    def rhythms(self) -> dict[str, str]:
        """Say how often, for each kind that is wanted by email."""
        return {
            kind.name: self.cleaned_data[f"kind_{kind.name}"]
            for kind in _optional()
            if self.cleaned_data[f"kind_{kind.name}"] != NEVER
        }


def _optional() -> list[registries.Kind]:
    return [kind for kind in registries.kinds() if not kind.always_mailed]


def _time(label: str) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        help_text="For example 18:30. Leave both empty for no quiet hours.",
        required=False,
        input_formats=["%H:%M", "%H.%M", "%H"],
        widget=forms.TimeInput(format="%H:%M", attrs={"class": "nhsuk-input--width-5"}),
        error_messages={"invalid": "Enter a time, like 18:30"},
    )


class HoursForm(forms.Form):
    """When a person wants no mail."""

    quiet_from = _time("No email from")
    quiet_until = _time("Until")
    weekends_off = forms.BooleanField(
        label="No email on Saturdays and Sundays", required=False
    )
    urgent_passes = forms.BooleanField(
        label="Send what is due today or overdue all the same", required=False
    )

    def clean(self) -> dict[str, Any]:
        """Check that quiet hours have a beginning and an end."""
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        start, end = cleaned.get("quiet_from"), cleaned.get("quiet_until")
        if (start is None) != (end is None):
            missing = "quiet_from" if start is None else "quiet_until"
            self.add_error(missing, "Enter both times, or neither")
        elif start is not None and start == end:
            self.add_error("quiet_until", "Enter a time other than the first")
        return cleaned

    def hours(self) -> Hours:
        """Give the hours as the rules take them."""
        return Hours(**self.cleaned_data)
