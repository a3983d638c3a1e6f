"""What waits for a person, grouped and in words; and what of this room waits."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.db.models import F
from django.db.models.functions import TruncDate
from django.urls import reverse

from collab import registries
from collab.models import Appointment, Collaborative, Delegation, Deputy
from collab.presenters.authority import title_of
from collab.registries import WorkItem, WorkSource
from collab.rules.periods import london_day
from collab.rules.work import HEADINGS, Urgency, urgency_of
from collab.selectors import people
from collab.selectors.collaboratives import memberships_needing_attention
from collab.selectors.work import Tally, Work, WorkList, WorkPage
from ui.formats import count, sentence_list
from ui.paging import PageLinks, link_to

LONDON: Final = ZoneInfo("Europe/London")
SHOWN_HERE: Final = 5
_INSTANT: Final = dt.timedelta(seconds=1)


@dataclass(frozen=True, kw_only=True)
class WorkGroup:
    """What is about equally urgent, under one heading."""

    heading: str
    items: list[WorkItem]


@dataclass(frozen=True, kw_only=True)
class MyWork:
    """One page of what waits for a person, with the words and choices around it."""

    groups: list[WorkGroup] = field(default_factory=list)
    links: PageLinks
    summary: str
    kinds: list[tuple[str, str]] = field(default_factory=list)
    collaboratives: list[tuple[str, str]] = field(default_factory=list)

    @property
    def has_choices(self) -> bool:
        """Whether there is anything to narrow the list by."""
        return len(self.kinds) > 1 or len(self.collaboratives) > 1


def show_work(
    work: Work, *, mine: list[Collaborative], query: Mapping[str, Any]
) -> MyWork:
    """Gather one page of what waits; ``mine`` are the person's collaboratives."""
    found = WorkList(work)
    page = found.page(query.get("at", ""))
    tally = found.tally()
    return MyWork(
        groups=_groups(page, work.today),
        links=PageLinks(
            previous=link_to(page.previous_cursor, query),
            next=link_to(page.next_cursor, query),
        ),
        summary=_summary(tally),
        kinds=[
            (kind, f"{registries.label_of_kind(kind)} ({many:,})")
            for kind, many in sorted(tally.by_kind.items())
        ],
        collaboratives=[
            (each.slug, f"{each.name} ({tally.by_collaborative[each.pk]:,})")
            for each in mine
            if tally.by_collaborative[each.pk]
        ],
    )


def work_here(work: Work) -> WorkPage:
    """Give the few most urgent things of one collaborative, for its page."""
    return WorkList(work).page(size=SHOWN_HERE)


def _groups(page: WorkPage, today: dt.date) -> list[WorkGroup]:
    grouped = groupby(page.items, key=lambda item: urgency_of(item.due_on, today))
    return [
        WorkGroup(heading=HEADINGS[urgency], items=list(items))
        for urgency, items in grouped
    ]


def _summary(tally: Tally) -> str:
    """Count in words: 12 things wait for you: 2 are overdue and 1 is due today.

    Where all are alike it is said once: 1 thing waits for you, and it is overdue.
    """
    if not tally.total:
        return ""
    said = f"{count(tally.total, 'thing waits', 'things wait')} for you"
    for urgency, words in _URGENT_WORDS.items():
        if tally.by_urgency[urgency] == tally.total:
            alike = "it is" if tally.total == 1 else "all are"
            return f"{said}, and {alike} {words}."
    parts = [
        f"{many:,} {'is' if many == 1 else 'are'} {words}"
        for urgency, words in _URGENT_WORDS.items()
        if (many := tally.by_urgency[urgency])
    ]
    return f"{said}: {sentence_list(parts)}." if parts else f"{said}."


_URGENT_WORDS: Final = {
    Urgency.OVERDUE: "overdue",
    Urgency.TODAY: "due today",
    Urgency.SOON: "due in the next 7 days",
}


def _closed_member(facts: dict[str, Any]) -> WorkItem:
    return WorkItem(
        title=f"Decide what becomes of {facts['body']} in {facts['collaborative']}",
        body="The organisation closed and still counts as taking part; you are a"
        " governance lead.",
        link=reverse("collab:members", args=[facts["slug"]]),
        kind="membership",
        collaborative=facts["collaborative"],
        collaborative_id=facts["collaborative_id"],
    )


def _confirm(why: str, facts: dict[str, Any]) -> WorkItem:
    return WorkItem(
        title=f"Confirm or refuse: {given(facts)} for {facts['holder']}",
        body=f"{facts['proposer']} proposed it for {facts['body']}; {why}.",
        link=reverse("collab:authority", args=[facts["uid"]]),
        kind="authority",
    )


def _ends_soon(facts: dict[str, Any]) -> WorkItem:
    return WorkItem(
        title=f"{facts['holder']} may soon no longer: {given(facts)}",
        body=f"The delegation ends, and you lead the people of {facts['body']}."
        " Propose another if it should go on.",
        link=reverse("collab:authority", args=[facts["uid"]]),
        kind="authority",
        due_on=dt.date.fromisoformat(facts["last_on"]),
    )


def given(facts: dict[str, Any]) -> str:
    """Say what is given; only the columns that the words need were read."""
    if "power" in facts:
        return title_of(
            Delegation(
                power=facts["power"],
                limit_pence=facts["limit_pence"],
                recurrence=facts["recurrence"],
            )
        )
    if "absent" in facts:
        return f"Deputy for {facts['absent']}, {facts['post']}"
    return str(facts["post"])


def _waiting(model: type[Any], user: Any, rights: Any, now: dt.datetime) -> Any:
    return people.waiting_for_second_word(model, user=user, rights=rights)


_AUTHORITY: Final = {
    "uid": F("uid"),
    "holder": F("user__name"),
    "body": F("organisation__name"),
    "proposer": F("proposed_by__name"),
}
_DELEGATION: Final = {
    **_AUTHORITY,
    "power": F("power"),
    "limit_pence": F("limit_pence"),
    "recurrence": F("recurrence"),
}
LAST_DAY: Final = TruncDate(F("ends_at") - _INSTANT, tzinfo=LONDON)
_LEAD: Final = "you lead its people"
FACTS_OF_AUTHORITY: Final[dict[type[Any], dict[str, Any]]] = {
    Appointment: {**_AUTHORITY, "post": F("post")},
    Deputy: {
        **_AUTHORITY,
        "absent": F("appointment__user__name"),
        "post": F("appointment__post"),
    },
    Delegation: _DELEGATION,
}

SOURCES: Final = {
    "members": WorkSource(
        kind="membership",
        rows=lambda user, rights, now: memberships_needing_attention(
            rights=rights, day=london_day(now)
        ),
        collaborative="collaborative_id",
        facts={
            "body": F("organisation__name"),
            "collaborative": F("collaborative__name"),
            "collaborative_id": F("collaborative_id"),
            "slug": F("collaborative__slug"),
        },
        item=_closed_member,
    ),
    **{
        f"authority to confirm: {model._meta.model_name}": WorkSource(
            kind="authority",
            rows=partial(_waiting, model),
            facts=facts,
            item=partial(_confirm, _LEAD),
        )
        for model, facts in FACTS_OF_AUTHORITY.items()
    },
    "authority of first leads": WorkSource(
        kind="authority",
        rows=lambda user, rights, now: people.waiting_for_an_administrator(
            user=user, rights=rights, at=now
        ),
        facts=FACTS_OF_AUTHORITY[Appointment],
        item=partial(_confirm, "you administer the installation"),
    ),
    "authority that ends": WorkSource(
        kind="authority",
        rows=lambda user, rights, now: people.ending_soon(rights=rights, at=now),
        due=LAST_DAY,
        facts={**_DELEGATION, "last_on": LAST_DAY},
        item=_ends_soon,
    ),
}
KINDS: Final = {
    "authority": "Authority to confirm or renew",
    "membership": "Members to decide about",
}
