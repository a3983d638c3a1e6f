"""What waits for a person, and what a collaborative's page says of its agreements."""

import datetime as dt
from typing import Any, Final

from django.db.models import Count, Q
from django.urls import reverse

from agreements.enums import RequestStatus, VersionStatus
from agreements.models import SignatureRequest, Version
from agreements.policies import can_govern
from agreements.presenters.states import effect, version_colour
from agreements.selectors.addresses import (
    agreement_address,
    list_address,
    version_address,
)
from collab.models import Collaborative
from collab.registries import Entry, HomeSection, WorkItem
from collab.rules.rights import Rights
from ui.formats import count, date

SHOWN: Final = 10
_OF_VERSION: Final = "version__agreement__collaborative"


def signatures_for_me(user: Any, rights: Rights, now: dt.datetime) -> list[WorkItem]:
    """List the signatures asked of a person, and of those they stand in for."""
    absent = list(
        user.deputises.in_effect_at(now).values_list(
            "appointment__user_id", "organisation_id"
        )
    )
    mine = Q(signatory=user)
    for holder_id, organisation_id in absent:
        mine |= Q(signatory_id=holder_id, party__organisation_id=organisation_id)
    waiting = (
        SignatureRequest.objects.visible_to(rights)
        .filter(
            mine,
            status=RequestStatus.ASKED,
            version__status=VersionStatus.OUT_FOR_SIGNATURE,
        )
        .select_related(_OF_VERSION, "party__organisation", "signatory")
        .order_by("due_on", "pk")
    )
    return [_to_sign(request, user) for request in waiting[:SHOWN]]


def _to_sign(request: SignatureRequest, user: Any) -> WorkItem:
    version = request.version
    why = (
        f"You are asked to sign for {request.party.organisation}."
        if request.signatory_id == user.pk
        else f"{request.signatory.name} was asked to sign for"
        f" {request.party.organisation}; you are their deputy."
    )
    return WorkItem(
        title=f"Sign {version.agreement}",
        body=why,
        link=version_address(version, "sign"),
        kind="signature",
        due_on=request.due_on,
        collaborative=version.agreement.collaborative.name,
        collaborative_id=version.agreement.collaborative_id,
    )


def signatures_i_wait_for(
    user: Any, rights: Rights, now: dt.datetime
) -> list[WorkItem]:
    """List the versions a person sent out that parties have not signed yet."""
    waiting = (
        Version.objects.visible_to(rights)
        .filter(status=VersionStatus.OUT_FOR_SIGNATURE, sent_out_by=user)
        .select_related("agreement__collaborative")
        .annotate(
            signed=Count("requests", filter=Q(requests__status="signed")),
            declined=Count("requests", filter=Q(requests__status="declined")),
            asked=Count("requests", filter=Q(requests__status="asked")),
        )
        .order_by("sent_out_at", "pk")
    )
    return [_waited_for(version) for version in waiting[:SHOWN]]


def _waited_for(version: Any) -> WorkItem:
    missing = version.asked + version.declined
    body = f"{count(missing, 'body has', 'bodies have')} not signed."
    if version.declined:
        body += f" {count(version.declined, 'body', 'bodies')} declined."
    return WorkItem(
        title=f"Follow the signatures on {version.agreement}",
        body=body,
        link=version_address(version),
        kind="waiting",
        collaborative=version.agreement.collaborative.name,
        collaborative_id=version.agreement.collaborative_id,
    )


def drafts_of_mine(user: Any, rights: Rights, now: dt.datetime) -> list[WorkItem]:
    """List the drafts that a person began and still may finish."""
    drafts = (
        Version.objects.visible_to(rights)
        .filter(
            status=VersionStatus.DRAFT,
            written_by=user,
            agreement__collaborative_id__in=rights.collaboratives_with("govern"),
        )
        .select_related("agreement__collaborative")
        .order_by("-created_at", "-pk")
    )
    return [
        WorkItem(
            title=f"Finish the draft of {version.agreement}",
            body=f"You began version {version.number} on {date(version.created_at)}.",
            link=version_address(version, "draft"),
            kind="draft",
            collaborative=version.agreement.collaborative.name,
            collaborative_id=version.agreement.collaborative_id,
        )
        for version in drafts[:SHOWN]
    ]


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
