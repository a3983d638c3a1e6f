"""Forms of seats in a forum: who sits, deputises and chairs, and until when."""

from typing import Any

from django import forms

from collab.enums import SeatKind
from collab.forms.collaboratives import FIRST_DAY
from collab.models import Appointment
from ui.fields import DateField


class PostForm(forms.Form):
    """One of the people at work at a member, by the post that they hold there."""

    post = forms.ChoiceField(label="Who?")

    def __init__(self, *args: Any, posts: list[Appointment], **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["post"]
        field.choices = [
            ("", "Choose one"),
            *((each.uid, f"{each.user.name}: {each}") for each in posts),
        ]
        self._posts = {each.uid: each for each in posts}

    def chosen(self) -> Appointment:
        """Give the post chosen."""
        return self._posts[self.cleaned_data["post"]]


class SeatForm(PostForm):
    """Who sits in a forum, as what, and which paper says so."""

    item_hints = {
        "kind": {
            SeatKind.VOTING: "Counts towards the quorum and decides",
            SeatKind.OBSERVER: "Is there, and never counts",
        }
    }

    title = forms.CharField(
        label="Sits as",
        max_length=120,
        required=False,
        help_text="For example Medical director. Leave empty for the post above.",
    )
    kind = forms.ChoiceField(
        label="Which seat?",
        choices=SeatKind.choices,
        widget=forms.RadioSelect,
        initial=SeatKind.VOTING,
    )
    is_chair = forms.BooleanField(label="This seat has the chair", required=False)
    starts_on = DateField(label="From", earliest=FIRST_DAY)
    source = forms.CharField(
        label="Source",
        max_length=200,
        help_text="The letter of nomination or minute that says so.",
    )

    def clean(self) -> dict[str, Any]:
        """Let only a vote have the chair."""
        given = super().clean() or {}
        if given.get("is_chair") and given.get("kind") == SeatKind.OBSERVER:
            self.add_error("is_chair", "An observer cannot chair")
        return given


class SeatDeputyForm(PostForm):
    """Who may sit in a seat when its holder cannot."""

    starts_on = DateField(label="From", earliest=FIRST_DAY)
    source = forms.CharField(
        label="Source",
        max_length=200,
        help_text="The letter of nomination or minute that says so.",
    )


class ChairForm(forms.Form):
    """From which day a seat has the chair."""

    from_on = DateField(label="From", earliest=FIRST_DAY)
    source = forms.CharField(
        label="Source", max_length=200, help_text="The minute that says so."
    )


class EndHeldForm(forms.Form):
    """The first day on which somebody no longer has a seat, or deputises."""

    ends_on = DateField(
        label="Ended on",
        earliest=FIRST_DAY,
        help_text="The first day on which they no longer have it.",
    )
