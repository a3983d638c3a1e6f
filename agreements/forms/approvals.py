"""What is typed about approval plans and approvals, turned into typed values."""

from collections.abc import Iterable
from typing import Any, Final

from django import forms

from agreements.enums import ApprovalRule
from ui.fields import offer, offer_one_of, refuse_turned_text

LONGEST: Final = 365
MOST: Final = 100
Choices = Iterable[tuple[str, str]]


class GroupForm(forms.Form):
    """One group of an approval plan; ``uid`` is that of a new one."""

    name = forms.CharField(
        label="Name of the group",
        max_length=100,
        validators=[refuse_turned_text],
        help_text="For example Finance, or Company secretaries.",
    )
    rule = forms.ChoiceField(
        label="Who must approve",
        choices=ApprovalRule.choices,
        widget=forms.RadioSelect,
    )
    needed = forms.IntegerField(
        label="How many",
        required=False,
        min_value=1,
        max_value=MOST,
        help_text="Only for a number of those named.",
    )
    due_in_days = forms.IntegerField(
        label="Days to approve in",
        min_value=1,
        max_value=LONGEST,
        help_text="Counted from the day the group is asked. Reminders follow it.",
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    uid = forms.RegexField(
        r"\A[a-z0-9_]{10,32}\Z", widget=forms.HiddenInput, required=False
    )

    def clean(self) -> dict[str, Any]:
        """Ask how many where the rule counts, and forget it where it does not."""
        typed: dict[str, Any] = super().clean() or {}
        if typed.get("rule") != ApprovalRule.N_OF_M:
            typed["needed"] = None
        elif typed.get("needed") is None and "needed" not in self.errors:
            self.add_error("needed", "Enter how many must approve")
        return typed


class ApproverForm(forms.Form):
    """One more approver, from those who hold power to approve for a member body."""

    approver = forms.ChoiceField(label="Who approves")

    def __init__(self, *args: Any, people: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        offer(self, "approver", [("", "Choose a person"), *people])


class _AnswerForm(forms.Form):
    request = forms.ChoiceField(widget=forms.RadioSelect)

    def __init__(self, *args: Any, requests: list[tuple[str, str]], **options: Any):
        super().__init__(*args, **options)
        offer_one_of(self, "request", requests)


class ApproveForm(_AnswerForm):
    """The approval given, the fingerprint of what was shown, and the intent."""

    fingerprint = forms.CharField(widget=forms.HiddenInput, max_length=64)
    agreed = forms.BooleanField()

    def __init__(self, *args: Any, intent: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["request"].label = "Which approval do you give?"
        self.fields["agreed"].label = intent


class RefuseForm(_AnswerForm):
    """The approval refused, and why."""

    reason = forms.CharField(
        label="Reason",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=(
            "Whoever asked, who approved before, the chair and the governance leads"
            " will read it."
        ),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["request"].label = "Which approval do you refuse?"
