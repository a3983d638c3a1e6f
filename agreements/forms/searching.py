"""What a list of agreements is narrowed by."""

from collections.abc import Iterable
from typing import Any

from django import forms

from agreements.enums import VersionStatus
from collab.models import Organisation


class AgreementFilterForm(forms.Form):
    """By title or reference, by where a version stands, and by party."""

    words = forms.CharField(
        label="Title or reference", required=False, max_length=100, strip=True
    )
    state = forms.ChoiceField(
        label="State",
        required=False,
        choices=[("", "Any state"), *VersionStatus.choices],
    )

    def __init__(
        self, *args: Any, parties: Iterable[Organisation], **kwargs: Any
    ) -> None:
        """Offer the organisations that are members of the collaborative."""
        super().__init__(*args, **kwargs)
        self.fields["party"] = forms.ChoiceField(
            label="Party",
            required=False,
            choices=[("", "Any party"), *((each.uid, each.name) for each in parties)],
        )

    @property
    def narrows(self) -> bool:
        """Whether anything was asked for."""
        return self.is_valid() and any(self.cleaned_data.values())
