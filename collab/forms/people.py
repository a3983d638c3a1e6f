"""Forms of organisation leads: who holds what, from when, by which document."""

import datetime as dt
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError

from collab.enums import Power, Recurrence, SignsAs
from collab.rules.authority import Terms, split_source
from collab.selectors.people import account_with
from collab.services.appointments import Holder
from collab.services.delegations import Extent
from ui.fields import DateField, MoneyField

EARLIEST: Final = dt.date(1990, 1, 1)
LATEST: Final = dt.date(2100, 12, 31)
_SOURCE_HINT: Final = (
    "The document and paragraph, like: Scheme of delegation 2026, paragraph 4.2"
)

# Signing may be in a capacity, which is chosen together with the power.
_SIGNING: Final = (
    (Power.SIGN_AGREEMENTS.value, "Sign agreements"),
    ("sign_agreements:clinical", "Sign agreements, as a clinical signatory"),
    ("sign_agreements:managerial", "Sign agreements, as a managerial signatory"),
)


def _first_day(label: str = "First day") -> DateField:
    return DateField(
        label=label,
        earliest=EARLIEST,
        latest=LATEST,
        help_text="For example 1 4 2026. It begins at midnight.",
    )


def _last_day() -> DateField:
    return DateField(
        label="Last day",
        required=False,
        earliest=EARLIEST,
        latest=LATEST,
        help_text="Leave empty if it holds until somebody ends it.",
    )


class TermsForm(forms.Form):
    """What every authority says: from when to when, and where it is written."""

    starts_on = _first_day()
    last_on = _last_day()
    source = forms.CharField(
        label="Where it is written", max_length=200, help_text=_SOURCE_HINT
    )

    def clean(self) -> dict[str, Any]:
        """Check that the days are in order."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("last_on")
        if first and last and last < first:
            self.add_error("last_on", "Last day must not be before the first day")
        return cleaned

    def terms(self, document_id: int | None = None) -> Terms:
        """Give what was typed as terms, with the document added before if any."""
        source, paragraph = split_source(self.cleaned_data["source"])
        return Terms(
            starts_on=self.cleaned_data["starts_on"],
            last_on=self.cleaned_data["last_on"],
            source=source,
            source_paragraph=paragraph,
            source_document_id=document_id,
        )


class ProposeAppointmentForm(TermsForm):
    """Somebody's post; an invitation goes with it where they have no account."""

    email = forms.EmailField(label="Their email address", max_length=254)
    name = forms.CharField(
        label="Their name",
        max_length=120,
        required=False,
        help_text="Needed if they have no account yet. They are then invited.",
    )
    post = forms.CharField(
        label="Post", max_length=120, help_text="For example Chief executive."
    )
    is_lead = forms.BooleanField(
        label="They may also look after this organisation's people",
        required=False,
        help_text="As an organisation lead, together with a second one.",
    )
    field_order = ["email", "name", "post", "is_lead"]

    def holder(self) -> Holder:
        """Give who is meant."""
        return Holder(email=self.cleaned_data["email"], name=self.cleaned_data["name"])


class FirstLeadForm(ProposeAppointmentForm):
    """One of the first two leads, named by the administrator."""

    field_order = ["email", "name", "post"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        del self.fields["is_lead"]


def _offer(form: forms.Form, rows: list[Any], *names: str) -> None:
    """Offer these posts in some fields of a form."""
    for name in names:
        field = form.fields[name]
        if isinstance(field, AppointmentField):
            field.offer(rows)


class AppointmentField(forms.ChoiceField):
    """A post of the organisation, chosen by its holder's name."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.rows: dict[str, Any] = {}

    def offer(self, rows: list[Any]) -> None:
        """Offer these posts."""
        self.rows = {row.uid: row for row in rows}
        self.choices = [
            ("", "Choose one"),
            *((row.uid, f"{row.user.name}, {row.post}") for row in rows),
        ]

    def clean(self, value: Any) -> Any:
        """Give the post itself."""
        return self.rows.get(super().clean(value))


class ProposeDelegationForm(TermsForm):
    """What one person may bind the organisation to, and up to what amount."""

    holder = AppointmentField(label="Who")
    power = forms.ChoiceField(
        label="What they may do",
        choices=[
            *_SIGNING,
            *(each for each in Power.choices if each[0] != Power.SIGN_AGREEMENTS),
        ],
        widget=forms.RadioSelect,
        help_text="Some agreements ask for a clinical and a managerial signatory.",
    )
    limit_pence = MoneyField(
        label="Up to",
        required=False,
        help_text="This amount is within. Leave empty for no limit.",
    )
    recurrence = forms.ChoiceField(
        label="Which money does the limit speak of?",
        choices=Recurrence.choices,
        initial=Recurrence.EITHER,
        widget=forms.RadioSelect,
    )
    conditions = forms.CharField(label="Conditions", max_length=300, required=False)
    field_order = ["holder", "power", "limit_pence", "recurrence"]

    def __init__(self, *args: Any, posts: list[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        _offer(self, posts, "holder")

    def extent(self) -> Extent:
        """Give what was typed as the extent of a power; capacity is the post."""
        data = self.cleaned_data
        power, _, capacity = data["power"].partition(":")
        return Extent(
            power=Power(power),
            capacity=data["holder"].post,
            limit_pence=data["limit_pence"],
            recurrence=Recurrence(data["recurrence"]),
            signs_as=SignsAs(capacity or SignsAs.UNSPECIFIED),
            conditions=data["conditions"],
        )


class ProposeDeputyForm(TermsForm):
    """Who stands in for whom."""

    holder = AppointmentField(label="Whose deputy")
    deputy = AppointmentField(label="Who stands in")
    field_order = ["holder", "deputy"]

    def __init__(self, *args: Any, posts: list[Any], **options: Any) -> None:
        super().__init__(*args, **options)
        _offer(self, posts, "holder", "deputy")

    def clean(self) -> dict[str, Any]:
        """Check that they are two people."""
        cleaned = super().clean()
        holder, deputy = cleaned.get("holder"), cleaned.get("deputy")
        if holder and deputy and holder.user_id == deputy.user_id:
            self.add_error("deputy", "Choose somebody else than the holder")
        return cleaned


class ConfirmForm(forms.Form):
    """Only which state of the proposal was read."""

    revision = forms.IntegerField(widget=forms.HiddenInput)


class AuthorityReasonForm(ConfirmForm):
    """Why a proposal is refused, or an authority ended."""

    reason = forms.CharField(
        label="Why", max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


class LeaverForm(forms.Form):
    """Why, or with what, somebody leaves."""

    reason = forms.CharField(
        label="Why", max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )


class DocumentForm(forms.Form):
    """A file; what is in it decides, not its name."""

    file = forms.FileField(
        label="File",
        help_text="PDF, Word, Excel, CSV, PNG or JPEG, up to 25 MB, without macros.",
        max_length=300,
    )


class AccountField(forms.EmailField):
    """Somebody with an open account, by their address."""

    def clean(self, value: Any) -> Any:
        """
        Find the account.

        :raises ValidationError: if nobody has one with this address
        """
        found = account_with(email=super().clean(value))
        if found is None:
            raise ValidationError(
                "Nobody has an open account with this address. Have them invited first."
            )
        return found


class GiveRoleForm(forms.Form):
    """A role on a collaborative for somebody at a member."""

    holder = AccountField(label="Their email address", max_length=254)
    role = forms.ChoiceField(label="Role", widget=forms.RadioSelect)

    def __init__(
        self, *args: Any, roles: list[tuple[str, str]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        field = self.fields["role"]
        if isinstance(field, forms.ChoiceField):
            field.choices = roles


class EngagementForm(forms.Form):
    """An auditor's engagement, until a day."""

    auditor = AccountField(label="The auditor's email address", max_length=254)
    body = forms.CharField(
        label="The body they work for",
        max_length=200,
        help_text="For example an audit firm.",
    )
    starts_on = _first_day()
    last_on = DateField(label="Last day", earliest=EARLIEST, latest=LATEST)

    def clean(self) -> dict[str, Any]:
        """Check that the days are in order."""
        cleaned = super().clean() or {}
        first, last = cleaned.get("starts_on"), cleaned.get("last_on")
        if first and last and last < first:
            raise ValidationError(
                {"last_on": "Last day must not be before the first day"}
            )
        return cleaned


class ImportPeopleForm(DocumentForm):
    """A table of people, one row each."""

    file = forms.FileField(
        label="CSV file",
        help_text="With the columns name, email, ods_code, post, starts_on.",
        max_length=300,
    )
