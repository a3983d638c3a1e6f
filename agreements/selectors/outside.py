"""Signatories without an account, as pages and events ask for them."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from agreements.models import OutsideSignatory, PaperSignature, SigningLink, Version
from collab.grants import rights_of


def names_of_outside(uids: Iterable[str]) -> Mapping[str, str]:
    """Put names to the opaque ids of people without an account."""
    found = OutsideSignatory.objects.filter(uid__in=list(uids))
    return dict(found.values_list("uid", "name"))


def outside_of(version: Version, user: Any, at: dt.datetime) -> list[OutsideSignatory]:
    """Give those without an account who were named for a version, by party."""
    found = (
        OutsideSignatory.objects.visible_to(rights_of(user, at))
        .filter(version=version, ended_at=None)
        .select_related("party__organisation", "version__agreement__collaborative")
    )
    return list(found.order_by("party__organisation__name", "pk"))


def papers_of(version: Version, user: Any, at: dt.datetime) -> list[PaperSignature]:
    """Give the signatures on paper that were recorded for a version, by party."""
    found = (
        PaperSignature.objects.visible_to(rights_of(user, at))
        .filter(request__version=version)
        .select_related(
            "request__party__organisation", "request__version__agreement__collaborative"
        )
    )
    return list(found.order_by("request__party__organisation__name", "pk"))


def link_in_session(uid: str) -> SigningLink | None:
    """Find the link that a session was opened with."""
    found: SigningLink | None = (
        SigningLink.objects.select_related(
            "outside",
            "request__party__organisation",
            "request__version__agreement__collaborative",
        )
        .filter(uid=uid)
        .first()
    )
    return found
