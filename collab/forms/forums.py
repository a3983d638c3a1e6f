"""Forms of forums, their terms of reference, their seats and who deputises."""

from typing import Any, Final

from django import forms

from collab.enums import DecisionRule, ForumForm, Sector
from collab.forms.collaboratives import FIRST_DAY
from collab.models import ForumTerms
from collab.rules.forums import share_in_words
from collab.rules.quorum import CHAIR, QuorumRule
from collab.rules.slugs import LONGEST
from collab.services.forums import TermsFacts
from ui.fields import DateField

NO_RULE: Final = "none"
A_NUMBER: Final = "number"
_SHARES: Final = ("1/2", "2/3", "3/4", "1/3", "1/1")
_NUMBER: Final = {"inputmode": "numeric", "class": "nhsuk-input--width-3"}


def _whole_number(label: str, help_text: str = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        required=False,
        min_value=1,
        max_value=99,
        widget=forms.TextInput(attrs=_NUMBER),
        error_messages={
            "invalid": "Enter a whole number",
            "min_value": "Enter 1 or more",
            "max_value": "Enter 99 or fewer",
        },
    )


class TermsForm(forms.Form):
    """What a forum is for, how it stands in law, and when and how it decides."""

    item_hints = {
        "legal_form": {
            ForumForm.ADVISORY: "Recommends to the boards; binds nobody",
            ForumForm.INDIVIDUAL_DECISION_MAKERS: "Each binds their own body, by their"
            " own delegated authority",
            ForumForm.COMMITTEES_IN_COMMON: "Each body's committee decides for that"
            " body alone, at one table",
            ForumForm.JOINT_COMMITTEE: "One decision for all its bodies",
            ForumForm.LEAD_PROVIDER_BOARD: "The lead provider decides under its"
            " contract, after the board",
            ForumForm.CONTRACTUAL_BOARD: "Binds the parties as far as their agreement"
            " says",
        }
    }

    legal_form = forms.ChoiceField(
        label="How does it stand in law?",
        choices=ForumForm.choices,
        widget=forms.RadioSelect,
    )
    purpose = forms.CharField(
        label="Purpose",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="What it is there to do, in plain words.",
    )
    text = forms.CharField(
        label="Terms of reference",
        max_length=40000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text="The whole text, if you have it.",
    )
    source = forms.CharField(
        label="Where were they adopted?",
        max_length=200,
        help_text="The minute or agreement that says so.",
    )
    in_effect_from = DateField(label="They apply from", earliest=FIRST_DAY)
    review_on = DateField(
        label="Review them by",
        required=False,
        earliest=FIRST_DAY,
        help_text="Usually within a year. Governance leads are told when it is near.",
    )
    quorum = forms.ChoiceField(
        label="How many voting members must take part?", widget=forms.RadioSelect
    )
    quorum_members = _whole_number(
        "How many, if it is a number", "Observers never count."
    )
    quorum_organisations = _whole_number(
        "From at least how many organisations?", "Leave empty if it does not matter."
    )
    quorum_sectors = forms.MultipleChoiceField(
        label="At least one of them from",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    quorum_chair = forms.BooleanField(label="The chair must take part", required=False)
    decision_rule = forms.ChoiceField(
        label="How does it decide?",
        choices=DecisionRule.choices,
        widget=forms.RadioSelect,
        initial=DecisionRule.CONSENSUS,
    )
    abstentions_count = forms.BooleanField(
        label="By majority: whoever abstains counts as not in favour", required=False
    )
    casting_vote = forms.BooleanField(
        label="By majority: the chair has a casting vote", required=False
    )

    def __init__(
        self,
        *args: Any,
        sectors: list[str],
        terms: ForumTerms | None = None,
        **options: Any,
    ) -> None:
        self.rule = (
            QuorumRule.from_json(terms.quorum) if terms and terms.quorum else None
        )
        options["initial"] = {
            **_initial(terms, self.rule),
            **options.get("initial", {}),
        }
        super().__init__(*args, **options)
        shares = list(_SHARES)
        if self.rule and self.rule.share and _written(self.rule.share) not in shares:
            shares.append(_written(self.rule.share))
        quorum: Any = self.fields["quorum"]
        quorum.choices = [
            (A_NUMBER, "At least a number of them"),
            *((each, share_in_words(_read(each))) for each in shares),
            (NO_RULE, "Not agreed yet, so it cannot decide"),
        ]
        known = {*sectors, *(self.rule.sectors if self.rule else ())}
        choices: Any = self.fields["quorum_sectors"]
        choices.choices = [
            (value, label) for value, label in Sector.choices if value in known
        ]
        if not choices.choices:
            del self.fields["quorum_sectors"]

    def clean(self) -> dict[str, Any]:
        """Check what only several answers together can say."""
        given = super().clean() or {}
        wants_number = given.get("quorum") == A_NUMBER
        if wants_number and not given.get("quorum_members"):
            if "quorum_members" not in self.errors:
                self.add_error("quorum_members", "Enter how many must take part")
        elif given.get("quorum") == NO_RULE and self._asks_for_more(given):
            self.add_error(
                "quorum", "Say how many must take part, or clear what they must be"
            )
        review, first = given.get("review_on"), given.get("in_effect_from")
        if review and first and review <= first:
            self.add_error("review_on", "The review must come after the first day")
        if given.get("decision_rule") == DecisionRule.CONSENSUS:
            for name in ("abstentions_count", "casting_vote"):
                if given.get(name):
                    self.add_error(name, "This belongs to decisions by majority")
        return given

    def _asks_for_more(self, given: dict[str, Any]) -> bool:
        names = ("quorum_organisations", "quorum_sectors", "quorum_chair")
        return any(given.get(name) for name in names)

    def facts(self) -> TermsFacts:
        """Give what was typed as the service takes it."""
        given = self.cleaned_data
        return TermsFacts(
            legal_form=given["legal_form"],
            purpose=given["purpose"],
            text=given["text"],
            source=given["source"],
            in_effect_from=given["in_effect_from"],
            review_on=given["review_on"],
            quorum=self._rule(),
            decision_rule=given["decision_rule"],
            abstentions_count=given["abstentions_count"],
            casting_vote=given["casting_vote"],
        )

    def _rule(self) -> QuorumRule | None:
        given, before = self.cleaned_data, self.rule
        kind = given["quorum"]
        if kind == NO_RULE:
            return None
        # What this page does not ask for is kept: more than one of a sector, or a
        # number beside a share.
        least = before.sectors if before else {}
        had_both = before is not None and bool(before.members and before.share)
        return QuorumRule(
            members=given["quorum_members"] if had_both or kind == A_NUMBER else None,
            share=None if kind == A_NUMBER else _read(kind),
            organisations=given["quorum_organisations"] or 0,
            sectors={
                each: least.get(each, 1) for each in given.get("quorum_sectors", ())
            },
            roles=frozenset({CHAIR}) if given["quorum_chair"] else frozenset(),
        )


def _read(text: str) -> tuple[int, int]:
    part, whole = text.split("/")
    return int(part), int(whole)


def _written(share: tuple[int, int]) -> str:
    return f"{share[0]}/{share[1]}"


def _initial(terms: ForumTerms | None, rule: QuorumRule | None) -> dict[str, Any]:
    if terms is None:
        return {}
    kept = ("legal_form", "purpose", "text", "decision_rule", "abstentions_count")
    given = {name: getattr(terms, name) for name in (*kept, "casting_vote")}
    if rule is None:
        return {**given, "quorum": NO_RULE}
    return {
        **given,
        "quorum": _written(rule.share) if rule.share else A_NUMBER,
        "quorum_members": rule.members,
        "quorum_organisations": rule.organisations or None,
        "quorum_sectors": list(rule.sectors),
        "quorum_chair": CHAIR in rule.roles,
    }


class NewForumForm(TermsForm):
    """The same, with the forum's name and its short name in addresses."""

    name = forms.CharField(
        label="Name", max_length=120, help_text="For example Partnership board."
    )
    slug = forms.CharField(
        label="Short name",
        max_length=LONGEST,
        help_text="Stands in its address and cannot be changed later: small letters,"
        " numbers and hyphens, like partnership-board.",
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
        """Take capitals for small letters."""
        return str(self.cleaned_data["slug"]).strip().lower()


class CloseForumForm(forms.Form):
    """The first day on which a forum no longer exists."""

    closed_on = DateField(
        label="Closed on",
        earliest=FIRST_DAY,
        help_text="The first day on which it no longer existed.",
    )
