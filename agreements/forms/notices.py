"""What is typed to give notice, and to comment on a clause."""

from typing import Any

from django import forms

from agreements.forms.drafting import IDENTITY
from ui.fields import offer_one_of, refuse_turned_text


class NoticeForm(forms.Form):
    """The body that gives notice, in what words, and the intent."""

    organisation = forms.ChoiceField(
        label="Which organisation gives notice?", widget=forms.RadioSelect
    )
    words = forms.CharField(
        label="Words of the notice",
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Every partner is told these words.",
    )
    agreed = forms.BooleanField(
        label="I give notice for this organisation, and know that partners are told"
    )

    def __init__(
        self, *args: Any, bodies: list[tuple[str, str]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        offer_one_of(self, "organisation", bodies)


class CommentForm(forms.Form):
    """A comment on a clause, or an answer; ``identity`` comes with the page."""

    text = forms.CharField(
        label="Comment",
        max_length=2_000,
        validators=[refuse_turned_text],
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    identity = forms.RegexField(IDENTITY, widget=forms.HiddenInput)


class ResolutionForm(forms.Form):
    """How a comment was settled."""

    resolution = forms.CharField(
        label="How it was settled",
        max_length=1_000,
        validators=[refuse_turned_text],
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For example: The clause now names the month.",
    )
