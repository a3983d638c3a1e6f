"""The way back up from a page."""

from django.urls import reverse

from agreements.models import Agreement, Version
from agreements.selectors.addresses import (
    agreement_address,
    list_address,
    plan_address,
    version_address,
)
from collab.models import Collaborative

Crumbs = list[dict[str, str]]


def crumbs_of(
    collaborative: Collaborative,
    agreement: Agreement | None = None,
    version: Version | None = None,
    *,
    writes: bool = True,
) -> Crumbs:
    """
    Lead from a page back to the version, the agreement, the list and home.

    To the draft where there is one, unless the page is open to who may not write it.
    """
    crumbs = [
        {"href": "/", "text": "Home"},
        {"href": f"/{collaborative.slug}/", "text": collaborative.name},
        {"href": list_address(collaborative), "text": "Agreements"},
    ]
    if agreement is not None:
        crumbs.append(
            {"href": agreement_address(agreement), "text": agreement.reference}
        )
    if version is not None:
        page = "draft" if version.is_draft and writes else "version"
        words = f"Version {version.number}"
        crumbs.append({"href": version_address(version, page), "text": words})
    return crumbs


def crumbs_to(version: Version, *, inside: bool = True, writes: bool = True) -> Crumbs:
    """Lead from a version's page, or from a page inside it, back up."""
    agreement = version.agreement
    return crumbs_of(
        agreement.collaborative,
        agreement,
        version if inside else None,
        writes=writes,
    )


def plan_crumbs(agreement: Agreement, *, inside: bool = True) -> Crumbs:
    """Lead from the approval plan, or from a page inside it, back up."""
    crumbs = crumbs_of(agreement.collaborative, agreement)
    if inside:
        crumbs.append({"href": plan_address(agreement), "text": "Approval plan"})
    return crumbs


def decision_crumbs(collaborative: Collaborative) -> Crumbs:
    """Lead from the page that logs a decision back up to the register."""
    return [
        {"href": "/", "text": "Home"},
        {"href": f"/{collaborative.slug}/", "text": collaborative.name},
        {
            "href": reverse("collab:decisions", args=[collaborative.slug]),
            "text": "Decisions",
        },
    ]
