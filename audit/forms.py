"""What a reader of the history may narrow it by."""

from typing import Any

from django import forms

from audit.selectors.events import Filters
from ui.fields import DateField, offer


class FilterForm(forms.Form):
    """Every field is optional; together they narrow."""

    person = forms.CharField(
        label="Person",
        required=False,
        max_length=120,
        help_text="Name or email address",
    )
    organisation = forms.CharField(
        label="Organisation acted for",
        required=False,
        max_length=200,
        help_text="Name or ODS code",
    )
    object = forms.CharField(
        label="Record",
        required=False,
        max_length=120,
        help_text="Reference or name, like AGR-003",
    )
    verb = forms.ChoiceField(label="What was done", required=False)
    first_day = DateField(label="From", required=False)
    last_day = DateField(label="To", required=False)
    words = forms.CharField(
        label="Words", required=False, min_length=3, max_length=80, strip=True
    )

    def __init__(self, *args: Any, verbs: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "verb", verbs)

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins."""
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", "To must be the same as or after From")
        return cleaned

    def filters(self) -> Filters:
        """Give what was narrowed; call it on a valid form."""
        return Filters(**self.cleaned_data)
