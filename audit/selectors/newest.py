"""The newest events of several audiences, without sorting all that they may see.

Asked in one condition, a database either sorts everything that somebody may see or
walks back through what they may not. So each audience gives its own newest few by its
own index, and the newest of those are the answer: one query, the same at any size.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

from django.core import signing
from django.core.exceptions import EmptyResultSet
from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from audit.models import Event
from audit.registries import Reach
from ui.paging import PAGE_SIZE, Page

Rows = QuerySet[Event]

MOST_BRANCHES: Final = 40
_SALT: Final = "audit.newest"


def audiences_of(reach: Reach) -> list[Q]:
    """Give a condition for each audience of a reach; one for all where they are many."""
    if reach.without:
        barred = ~Q(audience__in=reach.without)
        wider = replace(reach, without=frozenset())
        return [one & barred for one in audiences_of(wider)]
    if reach.everything:
        return [Q()]
    each = [Q(collaborative_uid=uid) for uid in sorted(reach.collaboratives)]
    each += [Q(audience=token) for token in sorted(reach.audiences)]
    if len(each) <= MOST_BRANCHES:
        return each
    # So many see so much that walking back meets their events soon.
    return [
        Q(collaborative_uid__in=reach.collaboratives) | Q(audience__in=reach.audiences)
    ]


def newest_page(
    reach: Reach,
    *,
    narrow: Callable[[Rows], Rows],
    dress: Callable[[Rows], Rows],
    cursor: str = "",
    size: int = PAGE_SIZE,
) -> Page[Any]:
    """
    Give one page of events, newest first, in one query (two at the way back's end).

    ``narrow`` is applied for each audience, ``dress`` to the few rows of the page.
    """
    at = _read(cursor)
    if at is None:
        return _older(reach, narrow, dress, None, size)
    forwards, pk = at
    if forwards:
        return _older(reach, narrow, dress, pk, size)
    found = _few(reach, narrow, dress, Q(id__gt=pk), "id", size + 1)
    if len(found) <= size:
        return _older(reach, narrow, dress, None, size)
    items = found[:size][::-1]
    return Page(
        items=items, next_cursor=_write(items, 1), previous_cursor=_write(items, 0)
    )


def _older(
    reach: Reach,
    narrow: Callable[[Rows], Rows],
    dress: Callable[[Rows], Rows],
    before: int | None,
    size: int,
) -> Page[Any]:
    than = Q() if before is None else Q(id__lt=before)
    found = _few(reach, narrow, dress, than, "-id", size + 1)
    items = found[:size]
    return Page(
        items=items,
        next_cursor=_write(items, 1) if len(found) > size else None,
        previous_cursor=_write(items, 0) if before is not None and items else None,
    )


def _few(
    reach: Reach,
    narrow: Callable[[Rows], Rows],
    dress: Callable[[Rows], Rows],
    than: Q,
    order: str,
    most: int,
) -> list[Any]:
    """Read the first few of all audiences together."""
    pieces: list[str] = []
    parameters: list[Any] = []
    for audience in audiences_of(reach):
        rows = narrow(Event.objects.filter(audience, than)).order_by(order)
        try:
            sql, values = rows.values("id")[:most].query.sql_with_params()
        except EmptyResultSet:
            continue
        pieces.append(f"SELECT id FROM ({sql}) AS newest_{len(pieces)}")  # noqa: S608 - Django's own SQL
        parameters += values
    if not pieces:
        return []
    few = RawSQL(" UNION ".join(pieces), parameters)  # noqa: S611 - as above
    return list(dress(Event.objects.filter(pk__in=few)).order_by(order)[:most])


def _write(items: list[Event], forwards: int) -> str:
    edge = items[-1] if forwards else items[0]
    return signing.dumps([forwards, edge.pk], salt=_SALT)


def _read(cursor: str) -> tuple[bool, int] | None:
    if not cursor or len(cursor) > 200:
        return None
    try:
        forwards, pk = signing.loads(cursor, salt=_SALT)
        return bool(forwards), int(pk)
    except (signing.BadSignature, ValueError, TypeError):
        return None
