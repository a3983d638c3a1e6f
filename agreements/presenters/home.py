"""What a collaborative's page says of its agreements."""

import datetime as dt
from typing import Any, Final

from django.urls import reverse

from agreements.models import Version
from agreements.policies import can_govern
from agreements.presenters.states import effect, version_colour
from agreements.selectors.addresses import agreement_address, list_address
from collab.models import Collaborative
from collab.registries import Entry, HomeSection
from collab.rules.rights import Rights

SHOWN: Final = 10


def in_force(
    user: Any, rights: Rights, collaborative: Collaborative, now: dt.datetime
) -> HomeSection | None:
    """List what is in force in a collaborative, the newest first."""
    versions = (
        Version.objects.visible_to(rights)
        .in_force_at(now)
        .filter(agreement__collaborative=collaborative)
        .select_related("agreement__collaborative")
        .order_by("-in_force_from", "-pk")
    )
    return HomeSection(
        title="In force",
        entries=[_entry(version) for version in versions[:SHOWN]],
        empty="No agreement is in force yet.",
        more=Entry(title="All agreements", href=list_address(collaborative)),
    )


def in_hand(
    user: Any, rights: Rights, collaborative: Collaborative, now: dt.datetime
) -> HomeSection | None:
    """List what is being written or signed, and let a governance lead begin another."""
    versions = (
        Version.objects.visible_to(rights)
        .filter(
            agreement__collaborative=collaborative,
            status__in=[
                "draft",
                "recorded",
                "in_review",
                "approved",
                "out_for_signature",
                "signed",
            ],
        )
        .select_related("agreement__collaborative")
        .order_by("-created_at", "-pk")
    )
    may = can_govern(user=user, collaborative_id=collaborative.pk, at=now)
    begin = Entry(
        title="Write an agreement",
        href=reverse("agreements:create", args=[collaborative.slug]),
    )
    return HomeSection(
        title="Being written or signed",
        entries=[_entry(version) for version in versions[:SHOWN]],
        empty="Nothing is being written or signed.",
        action=begin if may else None,
    )


def _entry(version: Version) -> Entry:
    return Entry(
        title=f"{version.agreement}, version {version.number}",
        href=agreement_address(version.agreement),
        detail=effect(version),
        state=str(version.get_status_display()),
        colour=version_colour(version),
    )
