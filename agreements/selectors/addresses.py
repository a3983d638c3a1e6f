"""Where the pages of an agreement are: slug and reference, never a serial key."""

from collections.abc import Iterable
from typing import Any, Final

from django.urls import reverse

from agreements.models import (
    Agreement,
    Approval,
    ApprovalGroup,
    ApprovalRequest,
    ApprovalRound,
    Approver,
    Authorship,
    Clause,
    Comment,
    Condition,
    ConditionMet,
    DecisionUnder,
    Notice,
    OutsideRecord,
    OutsideSignatory,
    PaperSignature,
    Party,
    PartyWithdrawal,
    RoundGroup,
    SignatureRequest,
    SigningLink,
    SignOff,
    Version,
    WrittenSignatory,
)
from collab.models import Collaborative


def list_address(collaborative: Collaborative) -> str:
    """Give the address of a collaborative's list of agreements."""
    return reverse("agreements:list", args=[collaborative.slug])


def agreement_address(agreement: Agreement) -> str:
    """Give the address of an agreement's page."""
    return reverse(
        "agreements:agreement", args=[agreement.collaborative.slug, agreement.reference]
    )


def plan_address(agreement: Agreement) -> str:
    """Give the address of an agreement's approval plan."""
    return reverse(
        "agreements:approval_plan",
        args=[agreement.collaborative.slug, agreement.reference],
    )


def version_address(version: Version, page: str = "version") -> str:
    """Give the address of one of a version's pages."""
    agreement = version.agreement
    return reverse(
        f"agreements:{page}",
        args=[agreement.collaborative.slug, agreement.reference, version.number],
    )


def comparison_address(version: Version, old: int | None = None) -> str:
    """Give the page that compares a version with an older one, else the one before."""
    agreement = version.agreement
    before = version.number - 1 if old is None else old
    return reverse(
        "agreements:compare",
        args=[
            agreement.collaborative.slug,
            agreement.reference,
            before,
            version.number,
        ],
    )


def outside_address(outside: OutsideSignatory) -> str:
    """Give the page of somebody without an account who may sign."""
    return f"{version_address(outside.version)}/outside/{outside.uid}"


def paper_address(paper: PaperSignature) -> str:
    """Give the page of a signature on paper."""
    return f"{version_address(paper.request.version)}/paper-signatures/{paper.uid}"


# Which version or agreement the page of each kind of record is about.
_ABOUT: Final[dict[type[Any], str]] = {
    Agreement: "",
    Party: "agreement",
    Version: "",
    Clause: "version",
    Comment: "version",
    Notice: "agreement",
    Condition: "version",
    ConditionMet: "condition__version",
    SignatureRequest: "version",
    SignOff: "version",
    PartyWithdrawal: "version",
    OutsideRecord: "version",
    WrittenSignatory: "record__version",
    OutsideSignatory: "version",
    SigningLink: "request__version",
    PaperSignature: "request__version",
    DecisionUnder: "version",
    ApprovalGroup: "agreement",
    Approver: "group__agreement",
    ApprovalRound: "version",
    RoundGroup: "round__version",
    ApprovalRequest: "group__round__version",
    Approval: "version",
    Authorship: "version",
}


def addressed_types() -> list[type[Any]]:
    """List the kinds of record that have a page, or stand on one."""
    return list(_ABOUT)


def pages_of_records(model: type[Any], uids: Iterable[str]) -> dict[str, str]:
    """Give the pages of records that events name; the pages themselves refuse."""
    about = _ABOUT[model]
    is_agreement = about.endswith("agreement") or model is Agreement
    path = [about, "" if is_agreement else "agreement", "collaborative"]
    related = "__".join(step for step in path if step)
    found = model.objects.filter(uid__in=uids).select_related(related)
    return {each.uid: _page_of(_reach(each, about)) for each in found}


def _reach(row: Any, path: str) -> Any:
    for step in filter(None, path.split("__")):
        row = getattr(row, step)
    return row


def _page_of(thing: Agreement | Version) -> str:
    if isinstance(thing, Agreement):
        return agreement_address(thing)
    return version_address(thing)
