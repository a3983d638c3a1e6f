"""How pence, moments, periods and people are written for the reader."""

import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
_DAY = dt.timedelta(days=1)


def pounds(pence: int | None) -> str:
    """Write pence as pounds, £1,234.56; whole pounds keep their two noughts."""
    if pence is None:
        return ""
    sign = "-" if pence < 0 else ""
    whole, rest = divmod(abs(pence), 100)
    return f"{sign}£{whole:,}.{rest:02d}"


def pounds_short(pence: int | None) -> str:
    """Write pence as pounds, leaving out .00 where there are no odd pence."""
    return pounds(pence).removesuffix(".00")


def local(moment: dt.datetime) -> dt.datetime:
    """Turn an aware moment into the wall clock of Europe/London.

    :raises ValueError: when the moment does not say its zone.
    """
    if moment.tzinfo is None:
        message = "A moment without a zone cannot be shown."
        raise ValueError(message)
    return moment.astimezone(LONDON)


def date(value: dt.date | dt.datetime | None) -> str:
    """Write a day as 20 April 2026; a moment is first brought to London."""
    if value is None:
        return ""
    day = local(value) if isinstance(value, dt.datetime) else value
    return f"{day.day} {day:%B} {day.year}"


def short_date(value: dt.date | dt.datetime | None) -> str:
    """Write a day as 20 Apr 2026, for narrow columns."""
    if value is None:
        return ""
    day = local(value) if isinstance(value, dt.datetime) else value
    return f"{day.day} {day:%b} {day.year}"


def clock(moment: dt.datetime) -> str:
    """Write the time of day as the NHS does: 9:05am, 9am, midday, midnight.

    In the hour that comes twice when summer time ends, BST or GMT is added.
    """
    there = local(moment)
    if there.minute == 0 and there.hour in (0, 12):
        text = "midnight" if there.hour == 0 else "midday"
    else:
        minutes = f":{there.minute:02d}" if there.minute else ""
        text = f"{there.hour % 12 or 12}{minutes}{'am' if there.hour < 12 else 'pm'}"
    return f"{text} {there:%Z}" if _comes_twice(there) else text


def _comes_twice(there: dt.datetime) -> bool:
    first, second = there.replace(fold=0), there.replace(fold=1)
    return first.utcoffset() > second.utcoffset()  # type: ignore[operator]


def moment(value: dt.datetime | None) -> str:
    """Write a moment as 20 April 2026 at 9:05am, Europe/London."""
    return "" if value is None else f"{date(value)} at {clock(value)}"


def exact(value: dt.datetime | None) -> str:
    """Write a moment to the second in UTC, as an auditor compares it."""
    if value is None:
        return ""
    local(value)
    return f"{value.astimezone(dt.UTC):%Y-%m-%d %H:%M:%S} UTC"


def iso(value: dt.date | dt.datetime | None) -> str:
    """Write a day or moment for the `datetime` attribute of a time element."""
    return "" if value is None else value.isoformat()


def period(
    start: dt.date | dt.datetime | None, end: dt.date | dt.datetime | None
) -> str:
    """Write a half-open period by its first and last day.

    The end is the first instant that no longer belongs to it, so a period that ends
    at midnight shows the day before.
    """
    first = _day(start) if start else None
    last = _last_day(end) if end else None
    if first and last:
        return date(first) if first == last else f"{date(first)} to {date(last)}"
    if first:
        return f"from {date(first)}"
    return f"until {date(last)}" if last else "at any time"


def _day(value: dt.date | dt.datetime) -> dt.date:
    return local(value).date() if isinstance(value, dt.datetime) else value


def _last_day(end: dt.date | dt.datetime) -> dt.date:
    if not isinstance(end, dt.datetime):
        return end - _DAY
    there = local(end)
    return there.date() - _DAY if there.time() == dt.time.min else there.date()


def due(day: dt.date | dt.datetime, today: dt.date | dt.datetime) -> str:
    """Say how far a due day is away, in the words a person would use."""
    days = (_day(day) - _day(today)).days
    near = {0: "today", 1: "tomorrow", -1: "1 day overdue"}
    if days in near:
        return near[days]
    if days < 0:
        return f"{-days} days overdue"
    return f"in {days} days" if days < 14 else f"in {days // 7} weeks"


def ago(value: dt.datetime, now: dt.datetime) -> str:
    """Say how long ago something happened, to the coarsest unit that fits."""
    seconds = int((now - value).total_seconds())
    if seconds < 60:
        return "just now"
    for size, word in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size:
            return f"{count(seconds // size, word)} ago"
    return "just now"


def person(name: str, post: str = "", organisation: str = "") -> str:
    """Write a person with what they hold and where: Dr A Shah, Chief executive, …."""
    return ", ".join(part for part in (name, post, organisation) if part)


def count(number: int, one: str, many: str = "") -> str:
    """Write a number with its noun: 1 party, 2 parties."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def sentence_list(words: Iterable[str]) -> str:
    """Join words as a sentence does: a, b and c."""
    parts = [str(word) for word in words]
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def size(octets: int) -> str:
    """Write the size of a file in the unit a person reads."""
    if octets < 1_000:
        return count(octets, "byte")
    if octets < 1_000_000:
        return f"{octets / 1_000:.0f} kB"
    return f"{octets / 1_000_000:.1f} MB"


def fingerprint(digest: str) -> str:
    """Break a long hash into groups of eight, so that two can be compared by eye."""
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))


def sentence_case(text: str) -> str:
    """Lower the capitals of a heading in title case, leaving short forms alone.

    Only the words of allauth's own pages pass through here, never what a person typed.
    """
    first, *rest = text.strip().split(" ")
    lowered = [word.lower() if word.istitle() else word for word in rest]
    return " ".join([first.capitalize() if first.istitle() else first, *lowered])


FILTERS = {
    "pounds": pounds,
    "pounds_short": pounds_short,
    "date": date,
    "short_date": short_date,
    "clock": clock,
    "moment": moment,
    "exact": exact,
    "iso": iso,
    "due": due,
    "ago": ago,
    "size": size,
    "count_of": count,
    "sentence_list": sentence_list,
    "fingerprint": fingerprint,
}
