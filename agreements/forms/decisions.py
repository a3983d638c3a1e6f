"""What is typed about a decision under an agreement, turned into typed values."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from django import forms

from collab.enums import DecisionMethod, DecisionOutcome, QuorumRoute
from collab.rules.decision_facts import DecisionFacts, Taken
from collab.rules.decision_lines import (
    Named,
    read_conditions,
    read_links,
    read_no_part,
    references_in,
)
from collab.rules.decisions import KnownPerson, UnclearLineError
from ui.fields import DateField, MoneyField, offer, offer_one_of, refuse_turned_text

Choices = Iterable[tuple[str, str]]
LONGEST = 5_000


def _words(label: str, *, rows: int = 3, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": rows}),
        **options,
    )


def _ticks(label: str, **options: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, widget=forms.CheckboxSelectMultiple, **options
    )


class DecisionForm(forms.Form):
    """A decision: eight fields, one page, one POST; the rest is folded (settled 36)."""

    folded: ClassVar = (
        *("options", "against", "abstained", "dissent", "value", "effective_on"),
        *("review_on", "conditions", "links", "quorum_route", "is_withheld"),
        "organisation",
    )
    folded_title = "More about this decision"

    what = _words(
        "What was proposed and decided",
        rows=4,
        validators=[refuse_turned_text],
        help_text="The first line becomes the title.",
    )
    why = _words("Why", rows=4)
    present = _ticks("Who was there")
    no_part = _words(
        "Who took no part, and why",
        required=False,
        help_text=(
            "One on each line: name, colon, reason. Write an organisation's name where"
            " the interest is its own: then none of its people took part."
        ),
    )
    method = forms.ChoiceField(
        label="How it was decided",
        choices=DecisionMethod.choices,
        widget=forms.RadioSelect,
    )
    outcome = forms.ChoiceField(
        label="Outcome", choices=DecisionOutcome.choices, widget=forms.RadioSelect
    )
    decided_on = DateField(label="Day of the decision")
    agreement = forms.ChoiceField(label="Agreement it is taken under", required=False)
    options = _words("Options that were considered", required=False)
    against = _ticks("Who was against what was decided", required=False)
    abstained = _ticks("Who abstained", required=False)
    dissent = _words("What those who were against want on record", required=False)
    value = MoneyField(
        label="Value", required=False, help_text="Leave empty where there is none."
    )
    effective_on = DateField(
        label="Takes effect on",
        required=False,
        help_text="Leave empty for the day of the decision.",
    )
    review_on = DateField(label="To be reviewed on", required=False)
    conditions = _words(
        "Conditions of an approval",
        required=False,
        help_text=(
            "One on each line: what is to be done, who does it, and by when. For"
            " example Vale Council agrees, Aisha Shah, 31/3/2027. The decision takes"
            " effect once all are closed."
        ),
    )
    links = _words(
        "What it does to earlier decisions",
        required=False,
        help_text=(
            "One on each line: supersedes, amends, revokes or implements, and the"
            " reference. For example supersedes 2026-003."
        ),
    )
    quorum_route = forms.ChoiceField(
        label="If there was no quorum: what happens to the item",
        required=False,
        choices=[("", "There was a quorum"), *QuorumRoute.choices],
    )
    is_withheld = forms.BooleanField(
        label="Keep this decision and its papers from those who took no part",
        required=False,
    )
    organisation = forms.ChoiceField(label="Organisation you act for")

    def __init__(
        self,
        *args: Any,
        agreements: Choices,
        own_bodies: list[tuple[str, str]],
        people: Sequence[tuple[str, str]],
        voters: Sequence[tuple[str, str]],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        offer(self, "agreement", [("", "None"), *agreements])
        offer(self, "present", people)
        offer(self, "against", voters)
        offer(self, "abstained", voters)
        offer_one_of(self, "organisation", own_bodies)

    @property
    def references(self) -> list[str]:
        """Give the references that the links name, to be looked up at once."""
        return references_in(self.cleaned_data.get("links", ""))

    def facts(
        self,
        *,
        forum_id: int,
        seats: Mapping[str, tuple[int, int]],
        people: Sequence[Named],
        bodies: Sequence[Named],
        owners: Sequence[KnownPerson],
        decisions: Mapping[str, int],
    ) -> DecisionFacts | None:
        """
        Turn what was typed into a decision's facts; None where a line is unclear.

        ``seats`` gives seat and person of a tick; the others are what lines may name.
        """
        typed = self.cleaned_data
        no_part = self._read(
            "no_part",
            read_no_part,
            people=people,
            bodies=bodies,
            is_withheld=typed["is_withheld"],
        )
        conditions = self._read("conditions", read_conditions, owners=owners)
        links = self._read("links", read_links, decisions=decisions)
        if self.errors:
            return None
        return DecisionFacts(
            forum_id=forum_id,
            present=tuple(
                Taken(seat_id=seat, user_id=user)
                for seat, user in (seats[key] for key in typed["present"])
            ),
            no_part=no_part,
            conditions=conditions,
            links=links,
            value_pence=typed["value"],
            against=frozenset(seats[key][1] for key in typed["against"]),
            abstained=frozenset(seats[key][1] for key in typed["abstained"]),
            **{name: typed[name] for name in _AS_TYPED},
        )

    def _read(self, name: str, read: Any, **given: Any) -> Any:
        try:
            return read(self.cleaned_data[name], **given)
        except UnclearLineError as error:
            self.add_error(name, forms.ValidationError(str(error), "unclear"))
            return ()


_AS_TYPED = (
    *("what", "why", "method", "outcome", "decided_on", "options", "dissent"),
    *("effective_on", "review_on", "quorum_route"),
)
