"""What people type about themselves and each other."""

from typing import Any

from django import forms

from accounts import registries
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


class PreferencesForm(forms.Form):
    """Which kinds of notification come by email as well."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kinds"] = forms.MultipleChoiceField(
            label="Send me an email as well about",
            help_text="Everything is in your inbox, whatever you choose here.",
            required=False,
            choices=[
                (kind.name, kind.label)
                for kind in registries.kinds()
                if not kind.always_mailed
            ],
            widget=forms.CheckboxSelectMultiple,
        )

    def wanted(self) -> dict[str, bool]:
        """Say for each kind that may be turned off whether it was ticked."""
        ticked = set(self.cleaned_data["kinds"])
        return {
            kind.name: kind.name in ticked
            for kind in registries.kinds()
            if not kind.always_mailed
        }
