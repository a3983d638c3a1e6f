"""What is typed about agreements, turned into typed values."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django import forms

from agreements.enums import Instrument, PartyRole
from agreements.rules.clause_text import shows_everything
from collab.enums import DecisionOutcome
from collab.rules.decisions import Body, KnownPerson, UnclearLineError, read_presence
from ui.fields import DateField, MoneyField, refuse_turned_text

LONGEST_CLAUSE: Final = 20_000
NOT_SHOWN: Final = (
    "Some of this text would not be shown to whoever signs it. Nest lists less deeply,"
    " and give every row of a table as many cells as its heading"
)
Choices = Iterable[tuple[str, str]]


class AgreementForm(forms.Form):
    """A new agreement."""

    title = forms.CharField(
        label="Title",
        max_length=200,
        validators=[refuse_turned_text],
        help_text="What people call it, for example Provider collaborative agreement.",
    )
    instrument = forms.ChoiceField(
        label="Kind of agreement",
        choices=[("", "Choose a kind"), *Instrument.choices],
    )


class TermsForm(forms.Form):
    """Title, dates and value of a draft."""

    title = forms.CharField(
        label="Title", max_length=200, validators=[refuse_turned_text]
    )
    commences_on = DateField(
        label="Day it commences",
        required=False,
        help_text=(
            "It has effect from the first moment of this day, which may lie before the"
            " last signature. For example 1 4 2026."
        ),
    )
    expires_on = DateField(
        label="Last day",
        required=False,
        help_text="Leave empty where no end is agreed.",
    )
    value = MoneyField(
        label="Value",
        required=False,
        help_text=(
            "The whole value that signing commits a body to. Each signatory's"
            " delegation must cover it."
        ),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)


class ClauseForm(forms.Form):
    """One clause; ``revision`` is the one that was read, empty for a new clause."""

    heading = forms.CharField(
        label="Heading", max_length=200, validators=[refuse_turned_text]
    )
    text = forms.CharField(
        label="Text",
        max_length=LONGEST_CLAUSE,
        strip=False,
        validators=[refuse_turned_text],
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text=(
            "Leave an empty line between paragraphs. Start a line with a hyphen for a"
            " list, and put two stars around words to make them **bold**."
        ),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    identity = forms.RegexField(r"\A[a-z0-9_]{10,32}\Z", widget=forms.HiddenInput)

    def clean_text(self) -> str:
        """Spell line ends one way, so that the same text has the same fingerprint."""
        text = str(self.cleaned_data["text"]).replace("\r\n", "\n").replace("\r", "\n")
        text = text.strip("\n")
        if not shows_everything(text):
            raise forms.ValidationError(NOT_SHOWN, "not_shown")
        return text


class PartyForm(forms.Form):
    """One more party, from the members of the collaborative."""

    organisation = forms.ChoiceField(label="Organisation")
    role = forms.ChoiceField(
        label="Part", choices=PartyRole.choices, initial=PartyRole.PARTNER
    )

    def __init__(self, *args: Any, bodies: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["organisation"].choices = [  # type: ignore[attr-defined]
            ("", "Choose an organisation"),
            *bodies,
        ]


class SendOutForm(forms.Form):
    """Who signs for each party, and by when; one field for each party."""

    due_on = DateField(label="Sign by", help_text="Reminders follow this day.")

    def __init__(
        self,
        *args: Any,
        parties: Sequence[tuple[str, str, list[tuple[str, str]]]],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        for uid, name, people in parties:
            self.fields[f"signatory-{uid}"] = forms.ChoiceField(
                label=f"Who signs for {name}",
                choices=[("", "Choose a person"), *people]
                if len(people) != 1
                else people,
                error_messages={"required": f"Choose who signs for {name}"},
            )
        self.order_fields([*(f"signatory-{uid}" for uid, _, _ in parties), "due_on"])

    def signatories(self) -> dict[str, str]:
        """Give the chosen person for each organisation, both by uid."""
        return {
            name.removeprefix("signatory-"): value
            for name, value in self.cleaned_data.items()
            if name.startswith("signatory-")
        }


class SignForm(forms.Form):
    """The body signed for, the fingerprint of what was shown, and the intent."""

    organisation = forms.ChoiceField(
        label="Which organisation do you sign for?", widget=forms.RadioSelect
    )
    fingerprint = forms.CharField(widget=forms.HiddenInput, max_length=64)
    agreed = forms.BooleanField()

    def __init__(
        self, *args: Any, bodies: list[tuple[str, str]], intent: str, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        field = self.fields["organisation"]
        field.choices = bodies  # type: ignore[attr-defined]
        if len(bodies) == 1:
            field.widget = forms.HiddenInput()
            field.initial = bodies[0][0]
        self.fields["agreed"].label = intent


class ReasonForm(forms.Form):
    """Why something is declined or withdrawn."""

    reason = forms.CharField(
        label="Reason",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="The people concerned will read it.",
    )


class DeclineForm(ReasonForm):
    """Which body declines, and why."""

    organisation = forms.ChoiceField(
        label="Which organisation do you decline for?", widget=forms.RadioSelect
    )
    field_order = ("organisation", "reason")

    def __init__(
        self, *args: Any, bodies: list[tuple[str, str]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        field = self.fields["organisation"]
        field.choices = bodies  # type: ignore[attr-defined]
        if len(bodies) == 1:
            field.widget = forms.HiddenInput()
            field.initial = bodies[0][0]


class SignatoryForm(forms.Form):
    """Another signatory for one party."""

    person = forms.ChoiceField(label="Who signs instead")
    due_on = DateField(label="Sign by")

    def __init__(
        self, *args: Any, people: list[tuple[str, str]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["person"].choices = [("", "Choose a person"), *people]  # type: ignore[attr-defined]


class DecisionForm(forms.Form):
    """A decision: at most eight fields, one page, one POST (settled question 36)."""

    what = forms.CharField(
        label="What was decided",
        max_length=5_000,
        validators=[refuse_turned_text],
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="The first line becomes the title.",
    )
    why = forms.CharField(
        label="Why", max_length=5_000, widget=forms.Textarea(attrs={"rows": 4})
    )
    present = forms.CharField(
        label="Who was there",
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=(
            "One person on each line: name, comma, organisation. For example"
            " Aisha Shah, Northfield Trust."
        ),
    )
    value = MoneyField(
        label="Value", required=False, help_text="Leave empty where there is none."
    )
    outcome = forms.ChoiceField(
        label="Outcome", choices=DecisionOutcome.choices, widget=forms.RadioSelect
    )
    decided_on = DateField(label="Day of the decision")
    agreement = forms.ChoiceField(label="Agreement it is taken under", required=False)
    organisation = forms.ChoiceField(label="Organisation you act for")

    def __init__(
        self,
        *args: Any,
        agreements: Choices,
        own_bodies: list[tuple[str, str]],
        members: Sequence[Body],
        people: Sequence[KnownPerson],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self._members, self._people = members, people
        self.fields["agreement"].choices = [("", "None"), *agreements]  # type: ignore[attr-defined]
        own = self.fields["organisation"]
        own.choices = own_bodies  # type: ignore[attr-defined]
        if len(own_bodies) == 1:
            own.widget = forms.HiddenInput()
            own.initial = own_bodies[0][0]

    def clean_present(self) -> Any:
        """Read the lines; a line that cannot be read is named."""
        try:
            found = read_presence(
                self.cleaned_data["present"],
                bodies=self._members,
                people=self._people,
            )
        except UnclearLineError as error:
            raise forms.ValidationError(str(error), "unclear") from error
        if not found:
            raise forms.ValidationError("Enter who was there", "nobody")
        return found
