"""Forms of collaboratives, members and named roles."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import User
from collab.enums import FootprintLevel, MembershipRole, PartnershipRole
from collab.forms.organisations import OrganisationField
from collab.rules.slugs import LONGEST, why_not
from collab.services.collaboratives import CollaborativeFacts
from ui.fields import DateField

FIRST_DAY = dt.date(1948, 7, 5)


class CollaborativeForm(forms.Form):
    """What a collaborative is for and whom it serves."""

    item_hints = {
        "footprint_level": {
            FootprintLevel.SYSTEM: "The area of an integrated care board, or more",
            FootprintLevel.PLACE: "About the size of a council",
            FootprintLevel.NEIGHBOURHOOD: "About 30,000 to 50,000 people",
        }
    }

    name = forms.CharField(label="Name", max_length=200)
    purpose = forms.CharField(
        label="Purpose",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="What the partners want to do together, in plain words.",
    )
    persona_question = forms.CharField(
        label="The question you ask of every decision",
        max_length=200,
        required=False,
        help_text="Many partners ask it of a person they imagine: What is best for"
        " Esther?",
    )
    footprint_level = forms.ChoiceField(
        label="How large an area does it serve?",
        choices=FootprintLevel.choices,
        widget=forms.RadioSelect,
    )
    footprint = forms.CharField(
        label="Area",
        max_length=300,
        help_text="For example Derbyshire and Lincolnshire.",
    )
    live_from = DateField(label="Working since", required=False, earliest=FIRST_DAY)
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def facts(self) -> CollaborativeFacts:
        """Give what was typed as the service takes it."""
        given = {**self.cleaned_data}
        for name in ("revision", "slug"):
            given.pop(name, None)
        return CollaborativeFacts(**given)


class NewCollaborativeForm(CollaborativeForm):
    """The same, with the short name that addresses and references carry for ever."""

    slug = forms.CharField(
        label="Short name",
        max_length=LONGEST,
        help_text="Stands in every address and reference and cannot be changed later:"
        " small letters, numbers and hyphens, like impact.",
        widget=forms.TextInput(
            attrs={
                "class": "nhsuk-input--width-20",
                "spellcheck": "false",
                "autocapitalize": "none",
                "autocomplete": "off",
            }
        ),
    )
    field_order = ["name", "slug"]

    def clean_slug(self) -> str:
        """Refuse what cannot stand in an address, or is another page."""
        slug = str(self.cleaned_data["slug"]).strip().lower()
        if why := why_not(slug):
            raise ValidationError(why)
        return slug


class PersonaForm(forms.Form):
    """A person of the imagination."""

    name = forms.CharField(label="Name", max_length=80)
    story = forms.CharField(
        label="Story",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Who they are and what matters to them. Never a real patient.",
    )
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)


class MembershipForm(forms.Form):
    """A body's part in a collaborative."""

    organisation = OrganisationField(label="Organisation")
    role = forms.ChoiceField(
        label="What is its part?",
        choices=MembershipRole.choices,
        widget=forms.RadioSelect,
        initial=MembershipRole.MEMBER,
    )
    joined_on = DateField(label="Joined on", earliest=FIRST_DAY)
    source = forms.CharField(
        label="Source",
        max_length=200,
        required=False,
        help_text="The agreement or minute that says so.",
    )


class LeaveForm(forms.Form):
    """The end of a body's part."""

    left_on = DateField(
        label="Left on",
        earliest=FIRST_DAY,
        help_text="The first day on which it no longer takes part.",
    )


class EndRoleForm(forms.Form):
    """The end of a named role."""

    ends_on = DateField(
        label="Ended on",
        earliest=FIRST_DAY,
        help_text="The first day on which they no longer hold it.",
    )


class PersonForm(forms.Form):
    """One of the people with a post at a member."""

    person = forms.ChoiceField(label="Person")

    def __init__(
        self, *args: Any, people: list[tuple[User, str]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["person"]
        field.choices = [
            ("", "Choose one"),
            *((user.uid, f"{user.name}: {post}") for user, post in people),
        ]
        self._pks = {user.uid: user.pk for user, _ in people}

    def user_id(self) -> int:
        """Give the key of the person chosen."""
        return int(self._pks[self.cleaned_data["person"]])


class NamedRoleForm(PersonForm):
    """Who holds a named role from a day on."""

    role = forms.ChoiceField(
        label="Which role?", choices=PartnershipRole.choices, widget=forms.RadioSelect
    )
    starts_on = DateField(label="From", earliest=FIRST_DAY)
    field_order = ["role", "person", "starts_on"]
