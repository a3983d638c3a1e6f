"""The events as pages show them: one line for each act, newest first, by key."""

import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from django.core import signing
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery

from audit import registries
from audit.enums import ActorType, Retention
from audit.models import Event, PersonalValue, StoredText
from audit.registries import Reach
from audit.selectors.newest import newest_page
from ui.paging import Page, keyset_page

SEARCH_WINDOW: Final = 20_000
MOST_OF_AN_ACT: Final = 100
LONDON: Final = ZoneInfo("Europe/London")
_UID: Final = re.compile(r"[a-z]{2,5}_[a-z2-7]{26}")
_SALT: Final = "audit.search"
# Events are numbered when an act ends but stamped when it begins.
_SLACK: Final = dt.timedelta(minutes=10)


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What a reader narrows the events by; all typed, all optional."""

    person: str = ""
    organisation: str = ""
    object: str = ""
    verb: str = ""
    first_day: dt.date | None = None
    last_day: dt.date | None = None
    words: str = ""

    @property
    def any(self) -> bool:
        """Whether anything is narrowed at all."""
        return self != Filters()

    @property
    def reads_text(self) -> bool:
        """Whether no index helps, so that a page searches a bounded stretch."""
        return bool(self.words or (self.object and not _UID.fullmatch(self.object)))

    @property
    def picks_objects(self) -> bool:
        """Whether single events of an act are meant, and not the act as a whole."""
        return bool(self.words or self.object)


@dataclass(frozen=True, kw_only=True)
class ActLine:
    """One act: the event it is known by, and how many of its events one may see."""

    event: Event
    events: int


@dataclass(frozen=True, kw_only=True)
class EventPage:
    """One page of acts; where a search stopped, and how to go on from there."""

    lines: list[ActLine]
    page: Page[Event]
    searched_back_to: dt.datetime | None = None
    keep_searching: str = ""


def act_page(
    *, reach: Reach, filters: Filters, cursor: str = "", before: str = ""
) -> EventPage:
    """
    Give one page of the acts that a reach covers, in a constant number of queries.

    Words and labels are searched in a stretch of events at a time; ``before`` is the
    signed end of the stretch already searched.
    """
    visible = Event.objects.visible_to(reach)
    low = high = None
    if filters.reads_text:
        low, high = _stretch(before)
    narrow = _narrowing(filters, low, high)

    def leaders(rows: QuerySet[Event]) -> QuerySet[Event]:
        if reach.everything and not filters.picks_objects:
            return narrow(rows).filter(position=0)
        earlier = narrow(visible).filter(
            act_uid=OuterRef("act_uid"), position__lt=OuterRef("position")
        )
        return narrow(rows).filter(~Exists(earlier))

    page = newest_page(
        reach,
        narrow=leaders,
        dress=lambda rows: rows.annotate(seen=_seen_of_act(visible)),
        cursor=cursor,
    )
    stopped = _stopped_at(low) if low and page.next_cursor is None else None
    return EventPage(
        lines=_lines(visible, page.items, filters),
        page=page,
        searched_back_to=stopped,
        keep_searching=signing.dumps(low, salt=_SALT) if stopped else "",
    )


Narrow = Callable[[QuerySet[Event]], QuerySet[Event]]


def _narrowing(filters: Filters, low: int | None, high: int | None) -> Narrow:
    """Make what narrows events, having found once what the filters mean."""
    meant = _conditions(filters)
    if low is not None:
        meant &= Q(id__gte=low, id__lt=high)
    return lambda rows: rows.filter(meant)


def _conditions(filters: Filters) -> Q:
    meant = _between(filters.first_day, filters.last_day)
    if filters.person:
        meant &= Q(actor_uid__in=_meant("person", filters.person))
    if filters.organisation:
        meant &= Q(organisation_uid__in=_meant("organisation", filters.organisation))
    if filters.verb:
        meant &= Q(verb=filters.verb)
    if _UID.fullmatch(filters.object):
        meant &= Q(object_uid=filters.object)
    elif filters.object:
        meant &= Q(label__icontains=filters.object)
    if filters.words:
        meant &= _holding(filters.words)
    return meant


def _meant(kind: str, typed: str) -> list[str]:
    return [typed] if _UID.fullmatch(typed) else registries.find_uids(kind, typed)


def _holding(words: str) -> Q:
    about = PersonalValue.objects.filter(
        Q(object_uid=OuterRef("object_uid")) | Q(object_uid=OuterRef("act_uid")),
        value__icontains=words,
        retention=Retention.RECORD,
    )
    return Q(payload__icontains=words) | Q(Exists(about))


def _between(first: dt.date | None, last: dt.date | None) -> Q:
    """Mean London days, turned into a range of keys so that one index serves.

    Keys and times run alike but for the upgrades that came before a sample, whose
    clock runs in the past; so upgrades give no bounds.
    """
    times = (
        Event.objects.exclude(actor_type=ActorType.MIGRATION)
        .order_by("recorded_at", "id")
        .values_list("id", flat=True)
    )
    meant = Q()
    if first:
        start = _midnight(first)
        low = times.filter(recorded_at__gte=start - _SLACK).first()
        meant &= Q(recorded_at__gte=start) & (Q(id__gte=low) if low else Q(pk__in=[]))
    if last:
        end = _midnight(last + dt.timedelta(days=1))
        high = times.filter(recorded_at__gte=end + _SLACK).first()
        meant &= Q(recorded_at__lt=end) & (Q(id__lt=high) if high else Q())
    return meant


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.min, tzinfo=LONDON)


def _stretch(before: str) -> tuple[int, int]:
    high = _read(before)
    if high is None:
        newest = Event.objects.order_by("-id").values_list("id", flat=True).first()
        high = (newest or 0) + 1
    return max(high - SEARCH_WINDOW, 0), high


def _read(before: str) -> int | None:
    try:
        return int(signing.loads(before, salt=_SALT)) if before else None
    except (signing.BadSignature, ValueError, TypeError):
        return None


def _stopped_at(low: int) -> dt.datetime | None:
    """Give when the oldest event searched was recorded, unless it is the first."""
    return (
        Event.objects.filter(id__lt=low)
        .order_by("-id")
        .values_list("recorded_at", flat=True)
        .first()
    )


def _seen_of_act(visible: QuerySet[Event]) -> Subquery:
    """Count the events of an act that the reader may see, in the same query."""
    same = visible.filter(act_uid=OuterRef("act_uid")).order_by().values("act_uid")
    return Subquery(same.annotate(seen=Count("id")).values("seen"))


def _lines(
    visible: QuerySet[Event], leaders: list[Event], filters: Filters
) -> list[ActLine]:
    subjects = {event.act_uid: event for event in leaders}
    if filters.picks_objects:
        subjects |= _subjects(visible, leaders)
    return [
        ActLine(event=subjects[event.act_uid], events=getattr(event, "seen", 1))
        for event in leaders
    ]


def _subjects(visible: QuerySet[Event], leaders: list[Event]) -> dict[str, Event]:
    """Read the first event of each act whose meant event is a later one."""
    later = [event.act_uid for event in leaders if event.position > 0]
    if not later:
        return {}
    earlier = visible.filter(
        act_uid=OuterRef("act_uid"), position__lt=OuterRef("position")
    )
    first = visible.filter(~Exists(earlier), act_uid__in=later)
    return {event.act_uid: event for event in first}


def visible_event(*, reach: Reach, uid: str) -> Event | None:
    """Find one event among those a reach covers."""
    return Event.objects.visible_to(reach).filter(uid=uid).first()


def rest_of_act(*, reach: Reach, event: Event) -> list[Event]:
    """Give the other events of the same act that a reach covers, the first hundred."""
    return list(
        Event.objects.visible_to(reach)
        .filter(act_uid=event.act_uid)
        .exclude(pk=event.pk)
        .order_by("position", "id")[:MOST_OF_AN_ACT]
    )


def object_page(
    *, reach: Reach, object_type: str, uid: str, cursor: str = ""
) -> Page[Event]:
    """Give one page of what happened to one object, newest first."""
    rows = Event.objects.visible_to(reach).filter(
        object_uid=uid, object_type=object_type
    )
    return keyset_page(rows, order="-id", cursor=cursor, size=50)


def personal_values(refs: Iterable[str]) -> dict[str, str | None]:
    """Give the personal values behind references; None once they were erased."""
    return dict(
        PersonalValue.objects.filter(ref__in=list(refs)).values_list("ref", "value")
    )


def stored_texts(hashes: Iterable[str]) -> dict[str, str]:
    """Give the long texts behind hashes."""
    wanted = list(hashes)
    if not wanted:
        return {}
    return dict(
        StoredText.objects.filter(sha256__in=wanted).values_list("sha256", "text")
    )


def labels_of(uids: Iterable[str]) -> dict[str, str]:
    """Give the latest label that the ledger knows of each object."""
    wanted = list(uids)
    if not wanted:
        return {}
    newest = (
        Event.objects.filter(object_uid__in=wanted)
        .values("object_uid")
        .annotate(newest=Max("id"))
        .values("newest")
    )
    return dict(Event.objects.filter(pk__in=newest).values_list("object_uid", "label"))
