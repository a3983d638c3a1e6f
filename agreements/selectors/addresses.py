"""Where the pages of an agreement are: slug and reference, never a serial key."""

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


def page_of_record(model: type[Any], uid: str) -> str | None:
    """Give the page of a record that an event names; the page itself refuses."""
    found = model.objects.filter(uid=uid).first()
    if found is None:
        return None
    thing = getattr(found, _ABOUT[model]) if _ABOUT[model] else found
    if isinstance(thing, Agreement):
        return agreement_address(thing)
    return version_address(thing)
