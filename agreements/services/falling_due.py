"""Days that an agreement sets: its review, its end, and the last day for notice."""

import datetime as dt
from collections.abc import Callable, Iterable
from functools import partial
from typing import Final

from django.db.models import Exists, OuterRef, QuerySet

from agreements.enums import AgreementStatus, VersionStatus
from agreements.models import Agreement, Version
from agreements.rules.notice import last_day_for_notice
from agreements.selectors.addresses import agreement_address
from agreements.services.locking import lock_many
from agreements.services.telling import KIND_AGREEMENT
from audit.door import Record
from collab.registries import Due, Message, OccasionSource
from collab.rules.periods import london_day
from collab.rules.reminders import Anchor, Rung, Whom
from collab.rules.working_days import ONE_DAY
from collab.selectors.portions import next_by_key
from collab.services.due_things import settle
from ui.formats import date

REVIEW: Final = "review"
EXPIRY: Final = "expiry"
NOTICE: Final = "notice"
RESPONSIBLE: Final = "responsible"
SIGNED_FOR: Final = "signed_for"
LEADS: Final = "leads"
_V = VersionStatus
_LASTING: Final = (AgreementStatus.OPEN, AgreementStatus.IN_NOTICE)
_RELATED: Final = ("agreement__collaborative",)


def _rung(name: str, days: int, whom: str = RESPONSIBLE, **more: bool) -> Rung:
    return Rung(name=name, whom=whom, days=days, anchor=Anchor.DUE, **more)


_BEFORE: Final = (
    _rung("before_90", -90),
    _rung("before_60", -60),
    _rung("before_30", -30),
    _rung("before_7", -7),
    _rung("due", 0),
)
_OVERDUE: Final = (
    _rung("overdue_1", 1, LEADS),
    _rung("overdue_14", 14, LEADS),
    _rung("overdue_28", 28, LEADS),
)
_PARTNERS: Final = _rung("partners", -30, SIGNED_FOR)
_LADDERS: Final = {
    REVIEW: (*_BEFORE, *_OVERDUE),
    EXPIRY: (*_BEFORE, _PARTNERS, *_OVERDUE),
    NOTICE: (
        _rung("before_60", -60),
        _rung("before_30", -30),
        _PARTNERS,
        _rung("before_7", -7),
        _rung("working_day", -1, LEADS, working_days=True),
        _rung("due", 0, LEADS),
    ),
}
_PEOPLE: Final = {
    RESPONSIBLE: "whoever sent it out, or the governance leads if they have left",
    SIGNED_FOR: "everybody who signed it for a party",
    LEADS: "the governance leads",
}


def follow_dates(record: Record, *, agreement: Agreement) -> None:
    """
    Have the engine follow the days that an agreement's versions set.

    Call it last in every act that changes a period, a version's standing or the
    agreement's own: it reads them anew.
    """
    versions = _signed().filter(agreement=agreement)
    for kind in _LADDERS:
        settle(record=record, kind=kind, subjects=versions.order_by("pk"))


def _signed() -> QuerySet[Version]:
    later = Version.objects.filter(
        agreement=OuterRef("agreement"), in_force_from__gt=OuterRef("in_force_from")
    )
    rows: QuerySet[Version] = (
        Version.objects.filter(in_force_from__isnull=False)
        .select_related(*_RELATED)
        .prefetch_related("sign_offs")
        .defer("content")
        .annotate(is_followed=Exists(later))
    )
    return rows


def load(uids: Iterable[str]) -> dict[str, Version]:
    """Read versions with all that is said of their days."""
    return {row.uid: row for row in _signed().filter(uid__in=list(uids))}


def lock(uids: Iterable[str]) -> dict[str, Version]:
    """Hold versions, after their agreements, until the act ends."""
    wanted = list(uids)
    lock_many(
        Version.objects.filter(uid__in=wanted).values_list("agreement_id", flat=True)
    )
    return load(wanted)


def review_of(version: Version) -> Due | None:
    """Say when the version in force is to be reviewed."""
    return _due(
        version,
        version.review_on,
        f"Review of {version.agreement}",
        standing=(_V.SIGNED, _V.IN_FORCE),
    )


def expiry_of(version: Version) -> Due | None:
    """Say when the last version ends, until another follows or the agreement is ended."""
    return _due(
        version,
        _last_day(version),
        f"End of {version.agreement}",
        standing=(_V.SIGNED, _V.IN_FORCE, _V.EXPIRED),
    )


def notice_of(version: Version) -> Due | None:
    """Say by when notice must be given for it to take effect before the end."""
    last_day = _last_day(version)
    if (
        last_day is None
        or version.notice_length is None
        or version.agreement.status != AgreementStatus.OPEN
    ):
        return None
    return _due(
        version,
        last_day_for_notice(
            last_day, length=version.notice_length, unit=version.notice_unit
        ),
        f"Last day to give notice on {version.agreement}",
        standing=(_V.SIGNED, _V.IN_FORCE),
    )


def _last_day(version: Version) -> dt.date | None:
    if version.in_force_to is None:
        return None
    return london_day(version.in_force_to) - ONE_DAY


def _due(
    version: Version, due_on: dt.date | None, title: str, *, standing: Iterable[str]
) -> Due | None:
    if (
        due_on is None
        or version.__dict__["is_followed"]
        or version.in_force_from is None
        or version.status not in standing
        or version.agreement.status not in _LASTING
    ):
        return None
    return Due(
        collaborative=version.agreement.collaborative,
        item=version.agreement,
        title=title,
        link=agreement_address(version.agreement),
        began_on=london_day(version.in_force_from),
        due_on=due_on,
    )


def whom(version: Version, name: str) -> Whom:
    """Say who a kind of person is."""
    if name == LEADS:
        return Whom(leads=True)
    if name == SIGNED_FOR:
        signed = sorted({row.signatory_id for row in version.sign_offs.all()})
        return Whom(people=tuple(signed))
    responsible = version.sent_out_by_id or version.written_by_id
    return Whom(people=(responsible,), or_leads=True)


def message(kind: str, version: Version, rung: Rung, now: dt.datetime) -> Message:
    """Put a reminder of a day into words."""
    agreement, today = version.agreement, london_day(now)
    due = _DUE[kind](version)
    due_on = today if due is None else due.due_on
    what = {
        REVIEW: f"{agreement} is to be reviewed by {date(due_on)}",
        EXPIRY: f"{agreement} is in force until {date(due_on)}",
        NOTICE: (
            f"{date(due_on)} is the last working day on which notice can be given on"
            f" {agreement}, which ends on {date(_last_day(version))}"
        ),
    }[kind]
    head = {REVIEW: "Review", EXPIRY: "End", NOTICE: "Last day for notice"}[kind]
    late = "Overdue: " if due_on < today else ""
    return Message(
        subject=f"{late}{head} of {agreement}, {date(due_on)}"[:200],
        words=f"{what}. {_when(due_on, today)} {_NEXT[kind]}",
        link=agreement_address(agreement),
    )


_NEXT: Final = {
    REVIEW: "Look at it with the partners, and begin the next version if it must change.",
    EXPIRY: "If it is to go on, begin the next version in time for every party to sign.",
    NOTICE: "A party that wants to leave must say so in writing by then.",
}


def _when(due_on: dt.date, today: dt.date) -> str:
    days = (due_on - today).days
    if days == 0:
        return "That is today."
    word = "day" if abs(days) == 1 else "days"
    if days < 0:
        return f"That day passed {-days} {word} ago."
    return f"That is in {days} {word}."


def live(kind: str, after: int, most: int) -> list[Version]:
    """List the next versions that may have such a day, in the order of their keys."""
    rows = _signed().filter(
        status__in=(_V.SIGNED, _V.IN_FORCE, _V.EXPIRED),
        agreement__status__in=_LASTING,
    )
    if kind == REVIEW:
        rows = rows.filter(review_on__isnull=False)
    else:
        rows = rows.filter(in_force_to__isnull=False)
    # Who signed matters to whoever is told, and not to what falls due.
    return next_by_key(rows.prefetch_related(None), after, most)


_DUE: Final[dict[str, Callable[[Version], Due | None]]] = {
    REVIEW: review_of,
    EXPIRY: expiry_of,
    NOTICE: notice_of,
}
_LABELS: Final = {
    REVIEW: "Reviews of agreements",
    EXPIRY: "Agreements that end",
    NOTICE: "Last days to give notice",
}
SOURCES: Final = tuple(
    OccasionSource(
        kind=kind,
        label=_LABELS[kind],
        notification=KIND_AGREEMENT,
        ladder=_LADDERS[kind],
        people={
            name: words
            for name, words in _PEOPLE.items()
            if name in {rung.whom for rung in _LADDERS[kind]}
        },
        asks=RESPONSIBLE,
        due_of=due_of,
        lock=lock,
        load=load,
        live=partial(live, kind),
        whom=whom,
        message=partial(message, kind),
        lapses=kind == NOTICE,
    )
    for kind, due_of in _DUE.items()
)
