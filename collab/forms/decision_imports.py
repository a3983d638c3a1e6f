"""The form that takes a file of past decisions."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from collab.models import Organisation
from collab.rules.csv_files import LARGEST_FILE


class PastDecisionsForm(forms.Form):
    """A file, and the member for which somebody loads it."""

    file = forms.FileField(
        label="CSV file",
        max_length=300,
        help_text="At most 5,000 decisions. The first row holds the headings.",
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )
    organisation = forms.ChoiceField(label="Organisation you act for")

    def __init__(
        self, *args: Any, own_bodies: Sequence[Organisation], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self._own = {each.uid: each for each in own_bodies}
        field = self.fields["organisation"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(uid, body.name) for uid, body in self._own.items()]
        if len(self._own) == 1:
            field.widget = forms.HiddenInput()
            field.initial = next(iter(self._own))

    def clean_file(self) -> Any:
        """Refuse what is larger than the limit before reading it."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise ValidationError("The file must be 25 MB or smaller. Split it.")
        return file

    @property
    def body(self) -> Organisation:
        """Give the member that was chosen."""
        return self._own[self.cleaned_data["organisation"]]
