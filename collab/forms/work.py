"""What a list of work is narrowed by."""

from collections.abc import Iterable
from typing import Any

from django import forms


class WorkFilterForm(forms.Form):
    """By kind and by collaborative; offers only what the list holds."""

    def __init__(
        self,
        *args: Any,
        kinds: Iterable[tuple[str, str]],
        collaboratives: Iterable[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        """Offer these besides everything."""
        super().__init__(*args, **kwargs)
        self.fields["kind"] = forms.ChoiceField(
            label="What to do", required=False, choices=[("", "Everything"), *kinds]
        )
        self.fields["collaborative"] = forms.ChoiceField(
            label="Collaborative",
            required=False,
            choices=[("", "All collaboratives"), *collaboratives],
        )
