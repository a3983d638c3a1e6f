"""What of this room ends and is looked ahead to: authority, memberships, roles, audits."""

from functools import partial
from typing import Any, Final

from django.db.models import F
from django.urls import reverse

from collab.enums import MembershipRole, PartnershipRole
from collab.models import Appointment, Delegation, Deputy
from collab.presenters.work import FACTS_OF_AUTHORITY, LAST_DAY, given
from collab.registries import Ahead, AheadItem, AheadSource
from collab.selectors import ends


def _authority(what: str, facts: dict[str, Any]) -> AheadItem:
    return AheadItem(
        title=f"{what} ends: {given(facts)}, {facts['holder']}",
        link=reverse("collab:authority", args=[facts["uid"]]),
        detail="Propose another if it should go on.",
    )


def _membership(facts: dict[str, Any]) -> AheadItem:
    role = MembershipRole(facts["role"]).label.lower()
    return AheadItem(
        title=f"{facts['body']} leaves as {role}",
        link=reverse("collab:members", args=[facts["slug"]]),
    )


def _named_role(facts: dict[str, Any]) -> AheadItem:
    return AheadItem(
        title=f"{PartnershipRole(facts['role']).label}: {facts['holder']} ends",
        link=reverse("collab:collaborative", args=[facts["slug"]]),
        detail="Name who follows.",
    )


def _engagement(facts: dict[str, Any]) -> AheadItem:
    return AheadItem(
        title=f"The audit by {facts['body']} ends ({facts['holder']})",
        link=reverse("collab:collaborative_people", args=[facts["slug"]]),
    )


def _rows(model: type[Any], ahead: Ahead) -> Any:
    return ends.authority_that_ends(model, ahead=ahead)


_SLUG: Final = {"slug": F("collaborative__slug")}
SOURCES: Final = {
    **{
        f"{model._meta.model_name} ends": AheadSource(
            label=label,
            rows=partial(_rows, model),
            due=LAST_DAY,
            organisation="organisation_id",
            facts=FACTS_OF_AUTHORITY[model],
            item=partial(_authority, label),
        )
        for model, label in (
            (Appointment, "Appointment"),
            (Deputy, "Deputy"),
            (Delegation, "Delegation"),
        )
    },
    "membership ends": AheadSource(
        label="Membership",
        rows=lambda ahead: ends.memberships_that_end(ahead=ahead),
        due="left_on",
        organisation="organisation_id",
        facts={**_SLUG, "body": F("organisation__name"), "role": F("role")},
        item=_membership,
    ),
    "named role ends": AheadSource(
        label="Named role",
        rows=lambda ahead: ends.named_roles_that_end(ahead=ahead),
        due="ends_on",
        facts={**_SLUG, "holder": F("user__name"), "role": F("role")},
        item=_named_role,
    ),
    "audit ends": AheadSource(
        label="Audit",
        rows=lambda ahead: ends.audits_that_end(ahead=ahead),
        due=LAST_DAY,
        facts={**_SLUG, "holder": F("user__name"), "body": F("body")},
        item=_engagement,
    ),
}
