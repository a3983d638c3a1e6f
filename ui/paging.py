"""Lists that page by key: the same cost on page one and on page one thousand.

There is no total and no page number. A cursor holds the key of the last row shown,
signed for one list, so that a tampered or foreign one means page one, never an error.
"""

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core import signing
from django.db.models import Model, Q, QuerySet
from django.http import QueryDict
from django.utils.http import urlencode

PAGE_SIZE = 25

_M = TypeVar("_M", bound=Model)
_SALT = "ui.paging"


@dataclass(frozen=True)
class Page(Generic[_M]):
    """Some rows of a list, and the cursors of the rows on either side."""

    items: list[_M]
    next_cursor: str | None
    previous_cursor: str | None

    @property
    def is_whole(self) -> bool:
        """Say whether everything is on this page."""
        return self.next_cursor is None and self.previous_cursor is None


@dataclass(frozen=True)
class _Cursor:
    forwards: bool
    value: Any
    pk: int


def keyset_page(
    rows: QuerySet[_M], *, order: str, cursor: str = "", size: int = PAGE_SIZE
) -> Page[_M]:
    """Give one page of rows ordered by a field that is never null, then by key.

    `order` is a field or annotation, "-" first for descending; the primary key breaks
    ties in the same direction. One query, or two where a step back meets the start.
    """
    at = _read(cursor, order)
    if at is None:
        return _forwards(rows, order, None, size)
    if at.forwards:
        return _forwards(rows, order, at, size)
    return _backwards(rows, order, at, size)


def _forwards(
    rows: QuerySet[_M], order: str, at: _Cursor | None, size: int
) -> Page[_M]:
    found = _slice(rows, order, at, size)
    items = found[:size]
    more = len(found) > size
    return Page(
        items=items,
        next_cursor=_write(items[-1], order, forwards=True) if more else None,
        previous_cursor=(
            _write(items[0], order, forwards=False) if at and items else None
        ),
    )


def _backwards(rows: QuerySet[_M], order: str, at: _Cursor, size: int) -> Page[_M]:
    found = _slice(rows, _turned(order), at, size)
    if len(found) <= size:
        return _forwards(rows, order, None, size)
    items = found[:size][::-1]
    return Page(
        items=items,
        next_cursor=_write(items[-1], order, forwards=True),
        previous_cursor=_write(items[0], order, forwards=False),
    )


def _slice(rows: QuerySet[_M], order: str, at: _Cursor | None, size: int) -> list[_M]:
    minus = "-" if order.startswith("-") else ""
    field = order.removeprefix("-")
    if at is not None:
        than = "lt" if minus else "gt"
        # The first condition alone lets the database walk the index from the key on.
        rows = rows.filter(
            Q(**{f"{field}__{than}e": at.value}),
            Q(**{f"{field}__{than}": at.value}) | Q(**{f"pk__{than}": at.pk}),
        )
    return list(rows.order_by(order, f"{minus}pk")[: size + 1])


def _turned(order: str) -> str:
    return order[1:] if order.startswith("-") else f"-{order}"


def _write(row: Model, order: str, *, forwards: bool) -> str:
    value = getattr(row, order.removeprefix("-"))
    content = json.dumps([forwards, *_packed(value), row.pk])
    return signing.dumps(content, salt=f"{_SALT}.{order}", compress=True)


def _read(cursor: str, order: str) -> _Cursor | None:
    if not cursor or len(cursor) > 1_000:
        return None
    try:
        content = json.loads(signing.loads(cursor, salt=f"{_SALT}.{order}"))
        forwards, kind, value, pk = content
        return _Cursor(forwards=forwards, value=_unpacked(kind, value), pk=pk)
    except (signing.BadSignature, ValueError, TypeError):
        return None


def _packed(value: object) -> tuple[str, object]:
    if isinstance(value, dt.datetime):
        return "moment", value.isoformat()
    if isinstance(value, dt.date):
        return "day", value.isoformat()
    if isinstance(value, int | str):
        return "plain", value
    message = f"A list cannot page by a {type(value).__name__}."
    raise TypeError(message)


def _unpacked(kind: str, value: Any) -> Any:
    if kind == "moment":
        return dt.datetime.fromisoformat(value)
    if kind == "day":
        return dt.date.fromisoformat(value)
    return value


@dataclass(frozen=True)
class PageLinks:
    """The addresses of the neighbouring pages, with the list's filters kept."""

    previous: str
    next: str


def page_links(
    page: Page[Any], query: Mapping[str, Any], parameter: str = "at"
) -> PageLinks:
    """Give the previous and next links of a page as query strings."""
    return PageLinks(
        previous=link_to(page.previous_cursor, query, parameter),
        next=link_to(page.next_cursor, query, parameter),
    )


def link_to(cursor: str | None, query: Mapping[str, Any], parameter: str = "at") -> str:
    """Give the query string of a cursor, the filters kept; nothing without one."""
    if cursor is None:
        return ""
    kept = {key: value for key, value in _lists(query) if key != parameter}
    return "?" + urlencode({**kept, parameter: cursor}, doseq=True)


def _lists(query: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    return query.lists() if isinstance(query, QueryDict) else query.items()
