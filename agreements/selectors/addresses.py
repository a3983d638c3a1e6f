"""Where the pages of an agreement are: slug and reference, never a serial key."""

from collections.abc import Iterable
from typing import Any, Final

from django.urls import reverse

from agreements.models import (
    Agreement,
    Clause,
    DecisionUnder,
    Party,
    SignatureRequest,
    SignOff,
    Version,
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


def version_address(version: Version, page: str = "version") -> str:
    """Give the address of one of a version's pages."""
    agreement = version.agreement
    return reverse(
        f"agreements:{page}",
        args=[agreement.collaborative.slug, agreement.reference, version.number],
    )


# Which version or agreement the page of each kind of record is about.
_ABOUT: Final[dict[type[Any], str]] = {
    Agreement: "",
    Party: "agreement",
    Version: "",
    Clause: "version",
    SignatureRequest: "version",
    SignOff: "version",
    DecisionUnder: "version",
}


def addressed_types() -> list[type[Any]]:
    """List the kinds of record that have a page, or stand on one."""
    return list(_ABOUT)


def pages_of_records(model: type[Any], uids: Iterable[str]) -> dict[str, str]:
    """Give the pages of records that events name; the pages themselves refuse."""
    about = _ABOUT[model]
    is_agreement = about == "agreement" or model is Agreement
    path = [about, "" if is_agreement else "agreement", "collaborative"]
    related = "__".join(step for step in path if step)
    found = model.objects.filter(uid__in=uids).select_related(related)
    return {
        each.uid: _page_of(getattr(each, about) if about else each) for each in found
    }


def _page_of(thing: Agreement | Version) -> str:
    if isinstance(thing, Agreement):
        return agreement_address(thing)
    return version_address(thing)
