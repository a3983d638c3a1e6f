"""Finding an agreement by its reference, among what the person may see."""

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any, Final

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from agreements.models import (
    Agreement,
    DecisionUnder,
    OutsideSignatory,
    PaperSignature,
    Party,
    PartyWithdrawal,
    SignOff,
    Version,
)
from agreements.selectors.addresses import agreement_address, version_address
from agreements.selectors.signing import Way, ways_to_sign
from collab.grants import rights_of
from collab.models import Collaborative, Decision, Forum
from collab.registries import DecisionFact, RegisterColumn
from collab.rules.rights import Rights

_REFERENCE = re.compile(r"(?:([a-z0-9-]+)/(?:agreements/)?)?(agr-\d{1,8})", re.I)


def collaborative_or_404(user: Any, at: dt.datetime, slug: str) -> Collaborative:
    """Find a collaborative, or answer that there is no such page."""
    found: Collaborative = get_object_or_404(
        Collaborative.objects.visible_to(rights_of(user, at)), slug=slug
    )
    return found


def agreement_or_404(
    user: Any, at: dt.datetime, slug: str, reference: str
) -> Agreement:
    """Find an agreement, or answer that there is no such page."""
    found: Agreement = get_object_or_404(
        Agreement.objects.visible_to(rights_of(user, at)).select_related(
            "collaborative"
        ),
        collaborative__slug=slug,
        reference=reference,
    )
    return found


def version_or_404(
    user: Any, at: dt.datetime, slug: str, reference: str, number: int
) -> Version:
    """Find a version, or answer that there is no such page."""
    found: Version = get_object_or_404(
        Version.objects.visible_to(rights_of(user, at)).select_related(
            "agreement__collaborative", "sent_out_by", "written_by"
        ),
        **_at("", slug, reference, number),
    )
    return found


def outside_or_404(
    user: Any, at: dt.datetime, slug: str, reference: str, number: int, uid: str
) -> OutsideSignatory:
    """Find somebody named to sign a version, or answer that there is no such page."""
    found: OutsideSignatory = get_object_or_404(
        OutsideSignatory.objects.visible_to(rights_of(user, at)).select_related(
            "version__agreement__collaborative",
            "party__organisation",
            "document",
            "named_by",
            "first_word_by",
            "second_word_by",
            "ended_by",
        ),
        uid=uid,
        **_at("version__", slug, reference, number),
    )
    return found


def paper_or_404(
    user: Any, at: dt.datetime, slug: str, reference: str, number: int, uid: str
) -> PaperSignature:
    """Find a signature on paper of a version, or answer that there is no such page."""
    found: PaperSignature = get_object_or_404(
        PaperSignature.objects.visible_to(rights_of(user, at)).select_related(
            "request__version__agreement__collaborative",
            "request__party__organisation",
            "document",
            "recorded_by",
            "decided_by",
        ),
        uid=uid,
        **_at("request__version__", slug, reference, number),
    )
    return found


def _at(version: str, slug: str, reference: str, number: int) -> dict[str, Any]:
    """Narrow to what the address of a version names, found by this path."""
    return {
        f"{version}agreement__collaborative__slug": slug,
        f"{version}agreement__reference": reference,
        f"{version}number": number,
    }


def find_agreement(user: object, typed: str) -> str | None:
    """Give the page of a reference such as AGR-001 or impact/AGR-001, or None."""
    match = _REFERENCE.fullmatch(typed.strip())
    if match is None:
        return None
    slug, reference = match.groups()
    rights = rights_of(user, timezone.now())
    found = Agreement.objects.visible_to(rights).filter(reference=reference.upper())
    if slug:
        found = found.filter(collaborative__slug=slug.lower())
    agreement = (
        found.select_related("collaborative").order_by("collaborative__name").first()
    )
    return agreement_address(agreement) if agreement else None


def decision_facts(decision: Decision, rights: Rights) -> list[DecisionFact]:
    """Say under which version of which agreement a decision was taken."""
    link = (
        DecisionUnder.objects.visible_to(rights)
        .filter(decision=decision)
        .select_related("version__agreement__collaborative")
        .first()
    )
    if link is None:
        return []
    version = link.version
    return [
        DecisionFact(
            label="Taken under",
            text=f"{version.agreement}, version {version.number}",
            href=version_address(version),
        )
    ]


def agreements_of_decisions(
    decisions: Sequence[Decision], rights: Rights
) -> dict[int, str]:
    """Say under which agreements decisions were taken, for a file of them."""
    links = (
        DecisionUnder.objects.visible_to(rights)
        .filter(decision__in=[decision.pk for decision in decisions])
        .select_related("version__agreement")
    )
    return {
        link.decision_id: f"{link.version.agreement}, version {link.version.number}"
        for link in links
    }


REGISTER_COLUMN: Final = RegisterColumn(
    heading="Taken under", values_of=agreements_of_decisions
)


def forum_or_404(user: Any, at: dt.datetime, slug: str, forum: str) -> Forum:
    """Find a forum the person may see, or answer that there is none."""
    found: Forum = get_object_or_404(
        Forum.objects.visible_to(rights_of(user, at)).select_related("collaborative"),
        collaborative__slug=slug,
        slug=forum,
    )
    return found


def log_decision_address(collaborative: Collaborative) -> str:
    """Give the page on which a decision is logged."""
    return reverse("agreements:choose_forum", args=[collaborative.slug])


def party_or_404(version: Version, organisation_uid: str) -> Party:
    """Find a party of a version the person may see, or answer that there is none."""
    found: Party = get_object_or_404(
        version.agreement.parties.filter(left_on=None).select_related("organisation"),
        organisation__uid=organisation_uid,
    )
    return found


def signatures_of(version: Version, user: Any) -> list[SignOff]:
    """Give what a person signed of a version, for each body they signed for."""
    own = (
        version.sign_offs.standing()
        .filter(signatory=user)
        .select_related("organisation")
    )
    return list(own.order_by("signed_at", "pk"))


def may_decline_for(version: Version, user: Any, at: dt.datetime) -> list[Way]:
    """Give the signatures for which the person was asked, or which they could give."""
    asked = set(
        version.requests.filter(status="asked", signatory=user).values_list(
            "party__organisation_id", "capacity"
        )
    )
    return [
        way
        for way in ways_to_sign(version, user=user, at=at)
        if way.authority.allows or (way.organisation.pk, way.capacity) in asked
    ]


def withdrawals_from(
    version: Version, user: Any, at: dt.datetime
) -> list[PartyWithdrawal]:
    """Give the parties that withdrew from a version, the latest first."""
    found = (
        PartyWithdrawal.objects.visible_to(rights_of(user, at))
        .filter(version=version)
        .select_related("party__organisation", "withdrawn_by", "document")
    )
    return list(found.order_by("-withdrawn_at", "-pk"))
