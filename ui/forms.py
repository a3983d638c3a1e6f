"""The one form that every page's header carries."""

from django import forms


class GoToReferenceForm(forms.Form):
    """A reference as it stands on paper: AGR-003, impact/decisions/2026-001."""

    q = forms.CharField(
        label="Reference",
        max_length=200,
        help_text="For example AGR-003 or 2026-001. Capitals do not matter.",
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false"},
        ),
        error_messages={"required": "Enter a reference, like AGR-003"},
    )
