"""Where the pages of an agreement are: slug and reference, never a serial key."""

from django.urls import reverse

from agreements.models import Agreement, Version
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
