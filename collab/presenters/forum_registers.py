"""Forums where they are looked for: lists, home pages, my work, the next 90 days."""

import datetime as dt
from typing import Any, Final

from django.db.models import BooleanField, Case, ExpressionWrapper, F, Q, When
from django.urls import reverse

from collab.models import Collaborative
from collab.presenters.forums import can_decide
from collab.registries import (
    Ahead,
    AheadItem,
    AheadSource,
    Entry,
    HomeSection,
    WorkItem,
    WorkSource,
)
from collab.rules.forums import CANNOT_DECIDE
from collab.rules.periods import london_day
from collab.rules.rights import Rights
from collab.selectors import forums as selectors
from collab.selectors.forums import ForumLine
from ui.formats import count, date

# How long before its day a review is on the governance lead's list.
REVIEW_NEAR: Final = dt.timedelta(days=28)


def line_entry(line: ForumLine) -> Entry:
    """Give one forum of a list: its name, its state, its form and its seats."""
    forum = line.forum
    if forum.closed_on is not None:
        state, colour = f"Closed on {date(forum.closed_on)}", "grey"
    elif line.terms is None:
        state, colour = "Not begun yet", "blue"
    else:
        state, colour = can_decide(line.terms)
    seats = count(line.voting, "voting seat")
    if line.observers:
        seats += f", {count(line.observers, 'observer')}"
    form = f"{line.terms.get_legal_form_display()}. " if line.terms else ""
    return Entry(
        title=forum.name,
        href=reverse("collab:forum", args=[forum.collaborative.slug, forum.slug]),
        detail=f"{form}{seats}.",
        state=state,
        colour=colour,
    )


def forums_here(
    user: Any, rights: Rights, collaborative: Collaborative, now: dt.datetime
) -> HomeSection:
    """Give the forums of a collaborative's page, without those that closed."""
    lines = selectors.forum_lines(
        rights=rights, collaborative=collaborative, day=london_day(now)
    )
    open_ones = [line for line in lines if line.forum.closed_on is None]
    return HomeSection(
        title="Forums",
        entries=[line_entry(line) for line in open_ones],
        empty="No forum is on record yet.",
        more=Entry(
            title="All forums", href=reverse("collab:forums", args=[collaborative.slug])
        ),
    )


def _look_after(facts: dict[str, Any]) -> WorkItem:
    has_rule = bool(facts["has_rule"])
    review = dt.date.fromisoformat(facts["review_on"]) if facts["review_on"] else None
    why = (
        "Its terms of reference are to be reviewed. Set new ones, or the same with a"
        " new day of review."
    )
    return WorkItem(
        title=f"Review the terms of reference of {facts['forum']}"
        if has_rule
        else f"Give {facts['forum']} a quorum rule",
        body=f"{why if has_rule else CANNOT_DECIDE} You are a governance lead.",
        link=reverse(
            "collab:set_forum_terms", args=[facts["slug"], facts["forum_slug"]]
        ),
        kind="forum",
        due_on=review,
        collaborative=facts["collaborative"],
        collaborative_id=facts["collaborative_id"],
    )


_FORUM: Final = {
    "forum": F("forum__name"),
    "forum_slug": F("forum__slug"),
    "slug": F("forum__collaborative__slug"),
}
_HAS_RULE: Final = Q(quorum__isnull=False)
# A missing rule has no day: it keeps the forum from deciding all the time.
_REVIEW_DAY: Final = Case(When(_HAS_RULE, then=F("review_on")))
WORK_SOURCES: Final = {
    "forums": WorkSource(
        kind="forum",
        rows=lambda user, rights, now: selectors.terms_to_look_after(
            rights=rights, until=london_day(now) + REVIEW_NEAR
        ),
        due=_REVIEW_DAY,
        collaborative="forum__collaborative_id",
        facts={
            **_FORUM,
            "has_rule": ExpressionWrapper(_HAS_RULE, output_field=BooleanField()),
            "review_on": _REVIEW_DAY,
            "collaborative": F("forum__collaborative__name"),
            "collaborative_id": F("forum__collaborative_id"),
        },
        item=_look_after,
    )
}
WORK_KINDS: Final = {"forum": "Forums to look after"}


def _page(facts: dict[str, Any]) -> str:
    return reverse("collab:forum", args=[facts["slug"], facts["forum_slug"]])


def _review(facts: dict[str, Any]) -> AheadItem:
    return AheadItem(
        title=f"Review of the terms of reference of {facts['forum']}", link=_page(facts)
    )


def _seat_ends(facts: dict[str, Any]) -> AheadItem:
    return AheadItem(
        title=f"The seat of {facts['holder']} in {facts['forum']} ends",
        link=_page(facts),
        detail="Record who follows.",
    )


def _reviews_ahead(ahead: Ahead) -> Any:
    if ahead.bodies is not None:
        return None
    return selectors.terms_reviewed_between(**_time(ahead))


def _seats_ahead(ahead: Ahead) -> Any:
    rows = selectors.seats_that_end(**_time(ahead))
    if ahead.bodies is None:
        return rows
    return rows.filter(organisation_id__in=ahead.bodies)


def _time(ahead: Ahead) -> dict[str, Any]:
    return {
        "rights": ahead.rights,
        "collaborative_id": ahead.collaborative_id,
        "first": london_day(ahead.now),
        "until": ahead.until,
    }


AHEAD_SOURCES: Final = {
    "forum terms reviewed": AheadSource(
        label="Terms of reference",
        rows=_reviews_ahead,
        due="review_on",
        facts=_FORUM,
        item=_review,
    ),
    "seat ends": AheadSource(
        label="Seat",
        rows=_seats_ahead,
        due="ends_on",
        organisation="organisation_id",
        facts={**_FORUM, "holder": F("user__name")},
        item=_seat_ends,
    ),
}
