"""The next 90 days of a collaborative, by partner and month, and as a file."""

import csv
import datetime as dt
import io
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from collab.models import Organisation
from collab.registries import Ahead, AheadItem
from collab.rules.periods import london_day
from collab.rules.spreadsheets import harmless
from collab.selectors.ahead import EVERYBODY, AheadList, partners_named
from ui.formats import count, date, due
from ui.paging import PageLinks, link_to

MOST_IN_A_FILE: Final = 5_000
ALL_PARTNERS: Final = "all"
_ALL_WORDS: Final = "All partners together"
_OVERDUE: Final = "Overdue"


@dataclass(frozen=True, kw_only=True)
class AheadLine:
    """One thing that falls due."""

    day: dt.date
    kind: str
    partner: str
    item: AheadItem


@dataclass(frozen=True, kw_only=True)
class AheadMonth:
    """What falls due in one month, or is overdue."""

    heading: str
    lines: list[AheadLine]


@dataclass(frozen=True, kw_only=True)
class AheadRow:
    """One partner's figures: as many as there are months, then all together."""

    name: str
    href: str
    figures: list[int]

    @property
    def total(self) -> int:
        """Give how much falls due for the partner."""
        return sum(self.figures)


@dataclass(frozen=True, kw_only=True)
class AheadShown:
    """The page: figures by partner and month, then what falls due, the soonest first."""

    headings: list[str]
    rows: list[AheadRow]
    months: list[AheadMonth]
    links: PageLinks
    summary: str
    partner: str


def show_ahead(
    ahead: Ahead, *, partner: Organisation | None, query: Mapping[str, Any]
) -> AheadShown:
    """Gather the page; ``partner`` narrows the list, never the figures."""
    together = query.get("partner") == ALL_PARTNERS
    only = partner.pk if partner else EVERYBODY if together else None
    found = AheadList(ahead, partner_id=only)
    page = found.page(query.get("at", ""))
    counts = found.counts()
    names = partners_named(rights=ahead.rights, ids={about for about, _ in counts})
    today = london_day(ahead.now)
    headings = _headings(today, ahead.until)
    return AheadShown(
        headings=headings,
        rows=_rows(counts, names, headings, today),
        months=_months(page.items, names, today),
        links=PageLinks(
            previous=link_to(page.previous_cursor, query),
            next=link_to(page.next_cursor, query),
        ),
        summary=_summary(counts, today),
        partner=_ALL_WORDS if together else str(partner or ""),
    )


def _heading(day: dt.date, today: dt.date) -> str:
    return _OVERDUE if day < today else f"{day:%B %Y}"


def _headings(today: dt.date, until: dt.date) -> list[str]:
    days = (until - today).days
    every_day = (today + dt.timedelta(days=number) for number in range(-1, days + 1))
    return list(dict.fromkeys(_heading(day, today) for day in every_day))


def _rows(
    counts: Counter[tuple[int, dt.date]],
    names: dict[int, Organisation],
    headings: list[str],
    today: dt.date,
) -> list[AheadRow]:
    figures: dict[int, Counter[str]] = {}
    for (about, day), many in counts.items():
        figures.setdefault(about, Counter())[_heading(day, today)] += many
    known = {pk: (body.name, body.uid) for pk, body in names.items()}
    if EVERYBODY in figures:
        known[EVERYBODY] = (_ALL_WORDS, ALL_PARTNERS)
    return [
        AheadRow(
            name=name,
            href=f"?partner={key}",
            figures=[figures[pk][heading] for heading in headings],
        )
        for pk, (name, key) in known.items()
    ]


def _months(
    found: list[Any], names: dict[int, Organisation], today: dt.date
) -> list[AheadMonth]:
    lines = [
        AheadLine(
            day=day,
            kind=source.label,
            partner=str(names.get(about, "")),
            item=item,
        )
        for day, about, source, item in found
    ]
    return [
        AheadMonth(heading=heading, lines=list(several))
        for heading, several in groupby(
            lines, key=lambda line: _heading(line.day, today)
        )
    ]


def _summary(counts: Counter[tuple[int, dt.date]], today: dt.date) -> str:
    if not counts:
        return ""
    late = sum(many for (_, day), many in counts.items() if day < today)
    said = f"{count(counts.total(), 'thing falls', 'things fall')} due"
    return f"{said}, {late:,} of them overdue." if late else f"{said}."


def ahead_as_csv(ahead: Ahead, *, site: str) -> str:
    """Write it as a file that a spreadsheet opens; ``site`` begins every address."""
    found = AheadList(ahead).page(size=MOST_IN_A_FILE).items
    names = partners_named(rights=ahead.rights, ids={about for _, about, _, _ in found})
    today = london_day(ahead.now)
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(["Due on", "Due", "Kind", "What", "Partner", "Address"])
    for day, about, source, item in found:
        partner = str(names.get(about, _ALL_WORDS))
        row = [date(day), due(day, today), source.label, item.title, partner]
        writer.writerow([harmless(cell) for cell in [*row, f"{site}{item.link}"]])
    return written.getvalue()
