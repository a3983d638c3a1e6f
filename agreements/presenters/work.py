"""What of agreements waits for a person: signatures, what was sent out, drafts."""

import datetime as dt
from typing import Any, Final

from django.db.models import Count, Exists, F, Min, OuterRef, QuerySet, Subquery
from django.urls import reverse

from agreements.enums import RequestStatus, VersionStatus
from agreements.models import SignatureRequest, Version
from agreements.services.falling_due import EXPIRY, NOTICE, REVIEW
from collab.models import DueThing
from collab.registries import WorkItem, WorkSource
from collab.rules.periods import london_day
from collab.rules.rights import Rights
from ui.formats import count

AHEAD: Final = dt.timedelta(days=30)


def asked_of_me(user: Any, rights: Rights, now: dt.datetime) -> QuerySet[Any]:
    """Narrow to the signatures that a person was asked for."""
    return _asked(rights).filter(signatory=user)


def asked_of_absent(user: Any, rights: Rights, now: dt.datetime) -> QuerySet[Any]:
    """Narrow to the signatures asked of those for whom a person stands in."""
    standing_in = user.deputises.in_effect_at(now)
    of_this_body = standing_in.filter(
        appointment__user_id=OuterRef("signatory_id"),
        organisation_id=OuterRef("party__organisation_id"),
    )
    # The last condition alone lets the database begin with the few absent people.
    rows: QuerySet[Any] = _asked(rights).filter(
        Exists(of_this_body),
        signatory_id__in=standing_in.values("appointment__user_id"),
    )
    return rows.exclude(signatory=user)


def _asked(rights: Rights) -> QuerySet[Any]:
    rows: QuerySet[Any] = SignatureRequest.objects.visible_to(rights).filter(
        status=RequestStatus.ASKED, version__status=VersionStatus.OUT_FOR_SIGNATURE
    )
    return rows


def sent_out_by_me(user: Any, rights: Rights, now: dt.datetime) -> QuerySet[Any]:
    """Narrow to the versions a person sent out that parties have not signed yet."""
    requests = SignatureRequest.objects.visible_to(rights).filter(
        version=OuterRef("pk")
    )
    asked = requests.filter(status=RequestStatus.ASKED)
    declined = requests.filter(status=RequestStatus.DECLINED)
    mine = Version.objects.visible_to(rights).filter(
        status=VersionStatus.OUT_FOR_SIGNATURE, sent_out_by=user
    )
    rows: QuerySet[Any] = mine.annotate(
        asked=_only(asked, Count("pk")),
        declined=_only(declined, Count("pk")),
        first_due_on=_only(asked, Min("due_on")),
    )
    return rows


def _only(requests: QuerySet[Any], figure: Any) -> Subquery:
    """Give one figure of a version's requests; nothing where it has none."""
    each = requests.order_by().values("version")
    return Subquery(each.annotate(figure=figure).values("figure"))


def drafts_of_mine(user: Any, rights: Rights, now: dt.datetime) -> QuerySet[Any] | None:
    """Narrow to the drafts that a person began and still may finish."""
    governed = rights.collaboratives_with("govern")
    if not governed:
        return None
    rows: QuerySet[Any] = Version.objects.visible_to(rights).filter(
        status=VersionStatus.DRAFT,
        written_by=user,
        agreement__collaborative_id__in=governed,
    )
    return rows


def version_facts(path: str) -> dict[str, Any]:
    """Name what every line about a version needs, from where the version is."""
    return {
        "number": F(f"{path}number"),
        "reference": F(f"{path}agreement__reference"),
        "title": F(f"{path}agreement__title"),
        "slug": F(f"{path}agreement__collaborative__slug"),
        "collaborative": F(f"{path}agreement__collaborative__name"),
        "collaborative_id": F(f"{path}agreement__collaborative_id"),
    }


_TO_SIGN: Final = {
    **version_facts("version__"),
    "body": F("party__organisation__name"),
    "asked": F("signatory__name"),
    "due_on": F("due_on"),
}


_SENT_OUT: Final = {
    **version_facts(""),
    "asked": F("asked"),
    "declined": F("declined"),
    "due_on": F("first_due_on"),
}


def _to_sign(facts: dict[str, Any]) -> WorkItem:
    why = f"You are asked to sign for {facts['body']}."
    return version_item(facts, "Sign", why, page="sign", kind="signature")


def _to_sign_for_absent(facts: dict[str, Any]) -> WorkItem:
    why = (
        f"{facts['asked']} was asked to sign for {facts['body']}; you are their deputy."
    )
    return version_item(facts, "Sign", why, page="sign", kind="signature")


def _to_follow(facts: dict[str, Any]) -> WorkItem:
    declined = facts["declined"] or 0
    missing = (facts["asked"] or 0) + declined
    why = f"You sent it out. {count(missing, 'body has', 'bodies have')} not signed."
    if declined:
        why += f" {count(declined, 'body', 'bodies')} declined."
    title = "Follow the signatures on"
    return version_item(facts, title, why, page="version", kind="waiting")


def _to_finish(facts: dict[str, Any]) -> WorkItem:
    why = f"You began version {facts['number']}, and it is still a draft."
    return version_item(facts, "Finish the draft of", why, page="draft", kind="draft")


def version_item(
    facts: dict[str, Any], does: str, why: str, *, page: str, kind: str
) -> WorkItem:
    """Give the line about a version: what to do, why it is theirs, and where."""
    due_on = facts.get("due_on")
    return WorkItem(
        title=f"{does} {facts['reference']} {facts['title']}",
        body=why,
        link=reverse(
            f"agreements:{page}",
            args=[facts["slug"], facts["reference"], facts["number"]],
        ),
        kind=kind,
        due_on=dt.date.fromisoformat(due_on) if due_on else None,
        collaborative=facts["collaborative"],
        collaborative_id=facts["collaborative_id"],
    )


def days_that_come(user: Any, rights: Rights, now: dt.datetime) -> QuerySet[Any] | None:
    """Narrow to reviews, ends and last days for notice that a lead must see to."""
    governed = rights.collaboratives_with("govern")
    if not governed:
        return None
    rows: QuerySet[Any] = (
        DueThing.objects.visible_to(rights)
        .open()
        .filter(
            collaborative_id__in=governed,
            kind__in=(REVIEW, EXPIRY, NOTICE),
            due_on__lte=london_day(now) + AHEAD,
        )
    )
    return rows


def _to_review(facts: dict[str, Any]) -> WorkItem:
    return WorkItem(
        title=facts["title"],
        body="You are a governance lead.",
        link=facts["link"],
        kind="review",
        due_on=dt.date.fromisoformat(facts["due_on"]),
        collaborative=facts["collaborative"],
        collaborative_id=facts["collaborative_id"],
    )


SOURCES: Final = {
    "reviews and ends": WorkSource(
        kind="review",
        rows=days_that_come,
        due="due_on",
        collaborative="collaborative_id",
        facts={
            "title": F("title"),
            "link": F("link"),
            "due_on": F("due_on"),
            "collaborative": F("collaborative__name"),
            "collaborative_id": F("collaborative_id"),
        },
        item=_to_review,
    ),
    "signatures": WorkSource(
        kind="signature",
        rows=asked_of_me,
        due="due_on",
        collaborative="version__agreement__collaborative_id",
        facts=_TO_SIGN,
        item=_to_sign,
    ),
    "signatures as deputy": WorkSource(
        kind="signature",
        rows=asked_of_absent,
        due="due_on",
        collaborative="version__agreement__collaborative_id",
        facts=_TO_SIGN,
        item=_to_sign_for_absent,
    ),
    "unsigned": WorkSource(
        kind="waiting",
        rows=sent_out_by_me,
        due="first_due_on",
        collaborative="agreement__collaborative_id",
        facts=_SENT_OUT,
        item=_to_follow,
    ),
    "drafts": WorkSource(
        kind="draft",
        rows=drafts_of_mine,
        collaborative="agreement__collaborative_id",
        facts=version_facts(""),
        item=_to_finish,
    ),
}
KINDS: Final = {
    "signature": "To sign",
    "review": "Reviews, ends and days for notice",
    "waiting": "Sent out by you",
    "draft": "Drafts of yours",
}
