"""What a search asks for."""

from typing import Any

from django import forms

from collab.registries.search import search_kinds


class SearchForm(forms.Form):
    """Words, and perhaps one kind of record."""

    q = forms.CharField(
        label="Words, or a reference",
        max_length=200,
        help_text="For example “crisis beds”, the name of an organisation, or 2026-001.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Enter the words to look for"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the kinds of record that can be found."""
        super().__init__(*args, **kwargs)
        kinds = [(kind, kind) for kind in search_kinds()]
        self.fields["kind"] = forms.ChoiceField(
            label="Kind", required=False, choices=[("", "Anything"), *kinds]
        )
