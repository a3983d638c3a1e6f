"""What is typed about actions, turned into typed values."""

from collections.abc import Iterable
from typing import Any

from django import forms

from collab.enums import ActionStatus
from collab.models import Organisation
from collab.policies.actions import Owner
from collab.selectors.actions import ALL, MINE, OURS, OVERDUE
from ui.fields import DateField, refuse_turned_text


class ActionFilterForm(forms.Form):
    """By where it stands, whose it is, and organisation."""

    state = forms.ChoiceField(
        label="State",
        required=False,
        choices=[
            ("", "Not over yet"),
            (OVERDUE, "Overdue"),
            *ActionStatus.choices,
            (ALL, "All"),
        ],
    )
    whose = forms.ChoiceField(
        label="Whose",
        required=False,
        choices=[("", "Everybody's"), (MINE, "Mine"), (OURS, "My organisation's")],
    )

    def __init__(
        self, *args: Any, members: Iterable[Organisation], **options: Any
    ) -> None:
        """Offer the organisations that are members of the collaborative."""
        super().__init__(*args, **options)
        self.fields["organisation"] = forms.ChoiceField(
            label="Organisation",
            required=False,
            choices=[("", "Any"), *((each.uid, each.name) for each in members)],
        )

    @property
    def narrows(self) -> bool:
        """Whether anything was asked for."""
        return self.is_valid() and any(self.cleaned_data.values())


class _OwnedForm(forms.Form):
    """Somebody at a body, and a day."""

    def __init__(self, *args: Any, owners: Iterable[Owner], **options: Any) -> None:
        """Offer those who take part, each with their body."""
        super().__init__(*args, **options)
        self._owners = {each.key: each for each in owners}
        self.fields["owner"].choices = [  # type: ignore[attr-defined]
            ("", "Choose somebody"),
            *((key, str(each)) for key, each in self._owners.items()),
        ]

    def clean_owner(self) -> Owner:
        """Give the person with their body."""
        return self._owners[self.cleaned_data["owner"]]


class OpenActionForm(_OwnedForm):
    """What is to be done, by whom, by when, and where it comes from."""

    what = forms.CharField(
        label="What is to be done",
        max_length=1_000,
        validators=[refuse_turned_text],
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    owner = forms.ChoiceField(
        label="Who does it",
        help_text="One person, for their organisation. They are told.",
        error_messages={"required": "Choose who does it"},
    )
    due_on = DateField(label="Due by")
    decision = forms.RegexField(
        r"\A\s*\d{4}-\d{3,8}\s*\Z",
        label="Decision it comes from",
        required=False,
        help_text="Its reference, such as 2026-001. Leave empty if it comes from none.",
        error_messages={"invalid": "Enter a reference such as 2026-001"},
    )


class ChangeActionForm(_OwnedForm):
    """Who does it now, by when, and why that changed."""

    owner = forms.ChoiceField(
        label="Who does it", error_messages={"required": "Choose who does it"}
    )
    due_on = DateField(label="Due by")
    reason = forms.CharField(
        label="Why it changes",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The people concerned will read it.",
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)


class EvidenceForm(forms.Form):
    """What was done, and perhaps a file that shows it."""

    words = forms.CharField(
        label="What was done, and what shows it",
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Do not name patients.",
    )
    file = forms.FileField(
        label="File",
        required=False,
        max_length=300,
        help_text="PDF, Word, Excel, CSV, PNG or JPEG, up to 25 MB, without macros.",
    )


class ActionWordForm(forms.Form):
    """What somebody read before they gave their word on it."""

    revision = forms.IntegerField(widget=forms.HiddenInput)


class ActionReasonForm(ActionWordForm):
    """Why it is not accepted, or no longer needed."""

    reason = forms.CharField(
        label="Why",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="The people concerned will read it.",
    )
