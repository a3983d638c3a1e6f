"""What of agreements waits for a person: signatures, what was sent out, drafts."""

import datetime as dt
from collections.abc import Callable
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
    return of_absent(
        _asked(rights),
        user,
        now,
        asked="signatory_id",
        organisation="party__organisation_id",
    )


def of_absent(
    rows: QuerySet[Any], user: Any, now: dt.datetime, *, asked: str, organisation: str
) -> QuerySet[Any]:
    """Narrow what was asked to what was asked of those for whom a person stands in.

    ``asked`` and ``organisation`` lead from a row to whom was asked, and for which body.
    """
    standing_in = user.deputises.in_effect_at(now)
    of_this_body = standing_in.filter(
        appointment__user_id=OuterRef(asked), organisation_id=OuterRef(organisation)
    )
    # The last condition alone lets the database begin with the few absent people.
    absent = {f"{asked}__in": standing_in.values("appointment__user_id")}
    return rows.filter(Exists(of_this_body), **absent).exclude(**{asked: user.pk})


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


def _to_follow(facts: dict[str, Any]) -> str:
    declined = facts["declined"] or 0
    missing = (facts["asked"] or 0) + declined
    why = f"You sent it out. {count(missing, 'body has', 'bodies have')} not signed."
    if declined:
        why += f" {count(declined, 'body', 'bodies')} declined."
    return why


def version_source(
    path: str,
    rows: Callable[[Any, Rights, dt.datetime], Any],
    *,
    kind: str,
    does: str,
    page: str,
    why: Callable[[dict[str, Any]], str],
    due: str | None = None,
    **facts: Any,
) -> WorkSource:
    """Give a source whose rows lead to a version, by ``path``.

    ``does`` begins each line, ``page`` is where it is done, and ``why`` says, of the
    ``facts`` by name, why it is theirs.
    """
    about = version_facts(path) | ({"due_on": F(due)} if due else {})

    def item(found: dict[str, Any]) -> WorkItem:
        due_on = found.get("due_on")
        return WorkItem(
            title=f"{does} {found['reference']} {found['title']}",
            body=why(found),
            link=reverse(
                f"agreements:{page}",
                args=[found["slug"], found["reference"], found["number"]],
            ),
            kind=kind,
            due_on=dt.date.fromisoformat(due_on) if due_on else None,
            collaborative=found["collaborative"],
            collaborative_id=found["collaborative_id"],
        )

    return WorkSource(
        kind=kind,
        rows=rows,
        due=due,
        collaborative=f"{path}agreement__collaborative_id",
        facts=about | facts,
        item=item,
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
    "signatures": version_source(
        "version__",
        asked_of_me,
        kind="signature",
        does="Sign",
        page="sign",
        why="You are asked to sign for {body}.".format_map,
        due="due_on",
        body=F("party__organisation__name"),
    ),
    "signatures as deputy": version_source(
        "version__",
        asked_of_absent,
        kind="signature",
        does="Sign",
        page="sign",
        why="{asked} was asked to sign for {body}; you are their deputy.".format_map,
        due="due_on",
        body=F("party__organisation__name"),
        asked=F("signatory__name"),
    ),
    "unsigned": version_source(
        "",
        sent_out_by_me,
        kind="waiting",
        does="Follow the signatures on",
        page="version",
        why=_to_follow,
        due="first_due_on",
        asked=F("asked"),
        declined=F("declined"),
    ),
    "drafts": version_source(
        "",
        drafts_of_mine,
        kind="draft",
        does="Finish the draft of",
        page="draft",
        why="You began version {number}, and it is still a draft.".format_map,
    ),
}
KINDS: Final = {
    "signature": "To sign",
    "review": "Reviews, ends and days for notice",
    "waiting": "Sent out by you",
    "draft": "Drafts of yours",
}
