"""The one search over everything: newest first by key, no ranking, no total.

The index joins words and audience, so that what a person may not see costs nothing.
The last word has each record's own ``visible_to``: a wrong term, or a key that two
audiences share, can show nobody anything.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

from django.apps import apps
from django.core import signing
from django.db import connection

from audit.registries import reach_of
from collab.models import Collaborative, SearchEntry
from collab.registries.search import search_source
from collab.rules.rights import Rights
from collab.rules.searching import (
    Question,
    asked_words,
    kind_term,
    may_be_beginning,
    place_term,
    within,
)

SIZE: Final = 25
# How many of the newest entries are looked through before PostgreSQL's index is asked:
# that index gives all hits of a common word, which would have to be sorted.
NEWEST: Final = 500
# A page that others' exclusions thinned out is filled up so many times.
ROUNDS: Final = 4
_SALT: Final = "collab.search"


@dataclass(frozen=True, kw_only=True)
class Hit:
    """One entry, and the name of the collaborative it belongs to, if any."""

    entry: SearchEntry
    where: str


@dataclass(frozen=True, kw_only=True)
class Found:
    """Some of what was found, newest first.

    ``words`` are those that counted; ``beginning`` whether the last was taken for the
    beginning of a word, too.
    """

    hits: list[Hit]
    words: tuple[str, ...]
    beginning: bool = False
    next_cursor: str | None = None


def search(
    *,
    user: Any,
    rights: Rights,
    now: dt.datetime,
    typed: str,
    kind: str = "",
    collaborative: Collaborative | None = None,
    cursor: str = "",
) -> Found:
    """
    Find the newest entries that hold all words, among what the person may see.

    Words are looked for whole first. Where that does not fill a page, the last one is
    also taken for the beginning of a word, for this page and those that follow.
    """
    words = asked_words(typed)
    if not words or not rights.is_active:
        return Found(hits=[], words=words)
    question = Question(
        words=words,
        audiences=_audiences_of(user, now),
        marks=_marks(kind, collaborative),
    )
    place = _read(cursor, question)
    if place is not None:
        before, beginning = place
        return _page(replace(question, beginning=beginning), rights, before)
    keys = _keys(question, None, SIZE + 1)
    if len(keys) <= SIZE and may_be_beginning(words):
        return _page(replace(question, beginning=True), rights, None)
    return _page(question, rights, None, keys)


def few_uids(
    *, collaborative: Collaborative, kind: str, typed: str, most: int
) -> list[str] | None:
    """
    Give the uids of a collaborative's records that hold all words, where they are few.

    None where more than ``most`` do, or so many of the newest that more are likely:
    who asks then looks at the records themselves. The last word may be the beginning
    of one. Whom the records are open to is not asked here: it is for narrowing records
    that are visible already.
    """
    words = asked_words(typed)
    question = Question(
        words=words,
        audiences=None,
        marks=_marks(kind, collaborative),
        beginning=may_be_beginning(words),
    )
    if not words:
        return None
    keys = _keys(question, None, most + 1, enough=SIZE + 1)
    # So many exactly: perhaps the newest alone gave them, and no index was asked.
    if len(keys) > most or len(keys) == SIZE + 1:
        return None
    rows = SearchEntry.objects.filter(pk__in=keys)
    return list(rows.values_list("object_uid", flat=True))


def _audiences_of(user: Any, now: dt.datetime) -> tuple[str, ...] | None:
    """Give the audiences whose entries the person may see; None for every one."""
    reach = reach_of(user, now)
    if reach.everything:
        return None
    audiences = reach.audiences | {"installation"}
    for uid in reach.collaboratives:
        audiences |= {f"collaborative:{uid}", within(uid)}
    return tuple(sorted(audiences))


def _marks(kind: str, collaborative: Collaborative | None) -> tuple[str, ...]:
    of_kind = (kind_term(kind),) if kind else ()
    return (
        of_kind if collaborative is None else (*of_kind, place_term(collaborative.uid))
    )


def _page(
    question: Question,
    rights: Rights,
    before: int | None,
    keys: list[int] | None = None,
) -> Found:
    """Give the hits before a key; ``keys`` where the first of them are known."""
    entries: list[SearchEntry] = []
    is_more = False
    for _ in range(ROUNDS):
        keys = _keys(question, before, SIZE + 1) if keys is None else keys
        is_more, before = len(keys) > SIZE, keys[:SIZE][-1] if keys else None
        entries += _visible(keys[:SIZE], rights)
        keys = None
        if not is_more or len(entries) >= SIZE:
            break
    shown = entries[:SIZE]
    if len(entries) > SIZE:
        is_more, before = True, shown[-1].pk
    return Found(
        hits=_with_places(shown, rights),
        words=question.words,
        beginning=question.beginning,
        next_cursor=_write(before, question) if is_more and before else None,
    )


def _keys(
    question: Question, before: int | None, most: int, *, enough: int = 0
) -> list[int]:
    """Read the keys of the newest entries that the index finds, before a key.

    ``enough`` are so many of the newest that PostgreSQL's index need not be asked.
    """
    if connection.vendor == "postgresql":
        return _keys_on_postgresql(question, before, most, enough or most)
    than = "" if before is None else " AND rowid < %s"
    return _read_keys(
        "SELECT rowid FROM collab_searchindex WHERE collab_searchindex MATCH %s"  # noqa: S608 - no value in it
        f"{than} ORDER BY rowid DESC LIMIT %s",
        [question.in_fts5(), *_given(before), most],
    )


def _keys_on_postgresql(
    question: Question, before: int | None, most: int, enough: int
) -> list[int]:
    """Look through the newest entries; ask the index only where they do not do."""
    asked, than = question.in_tsquery(), "" if before is None else "id < %s AND"
    each = [alone.in_tsquery() for alone in question.of_each_audience()]
    # The index is asked for one audience after another: of all of them in one question
    # it is believed to find so much that every entry is walked through instead.
    return _read_keys(
        "WITH newest AS MATERIALIZED (SELECT id FROM (SELECT id, lexemes"  # noqa: S608 - no value in it
        f" FROM collab_searchentry WHERE {than} TRUE ORDER BY id DESC LIMIT %s)"
        " AS looked_at WHERE lexemes @@ %s::tsquery ORDER BY id DESC LIMIT %s),"
        " hits AS MATERIALIZED (SELECT id FROM unnest(%s::tsquery[]) AS of_one"
        " JOIN collab_searchentry ON lexemes @@ of_one"
        f" WHERE {than} (SELECT count(*) FROM newest) < %s)"
        " SELECT id FROM newest UNION SELECT id FROM hits ORDER BY id DESC LIMIT %s",
        [
            *(*_given(before), NEWEST, asked, enough, each),
            *(*_given(before), enough, most),
        ],
    )


def _given(before: int | None) -> list[int]:
    return [] if before is None else [before]


def _read_keys(statement: str, values: list[Any]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [row[0] for row in cursor.fetchall()]


def _visible(keys: list[int], rights: Rights) -> list[SearchEntry]:
    """Read entries, and keep those whose record's own model shows it to the person."""
    rows = SearchEntry.objects.filter(pk__in=keys).defer("terms")
    entries = list(rows.order_by("-pk"))
    by_type: dict[str, list[str]] = {}
    for entry in entries:
        by_type.setdefault(entry.object_type, []).append(entry.object_uid)
    seen = _seen(by_type, rights)
    return [entry for entry in entries if entry.object_uid in seen]


def _seen(by_type: dict[str, list[str]], rights: Rights) -> set[str]:
    """Ask every model at once which of these records the person may see."""
    branches: list[Any] = [
        apps.get_model(label)
        .objects.visible_to(rights)
        .filter(uid__in=uids)
        .order_by()
        .values_list("uid", flat=True)
        for label, uids in by_type.items()
        if search_source(label) is not None
    ]
    if not branches:
        return set()
    return set(branches[0].union(*branches[1:], all=True))


def _with_places(entries: Iterable[SearchEntry], rights: Rights) -> list[Hit]:
    shown = list(entries)
    uids = {entry.collaborative_uid for entry in shown} - {""}
    names = dict(
        Collaborative.objects.visible_to(rights)
        .filter(uid__in=uids)
        .values_list("uid", "name")
    )
    return [
        Hit(entry=entry, where=names.get(entry.collaborative_uid, ""))
        for entry in shown
    ]


def _salt(question: Question) -> str:
    return f"{_SALT}.{' '.join((*question.words, *question.marks))}"


def _write(before: int, question: Question) -> str:
    return signing.dumps([before, question.beginning], salt=_salt(question))


def _read(cursor: str, question: Question) -> tuple[int, bool] | None:
    """Read a place; one of another search, or no place at all, means the beginning."""
    if not cursor or len(cursor) > 200:
        return None
    try:
        before, beginning = signing.loads(cursor, salt=_salt(question))
        return int(before), bool(beginning)
    except (signing.BadSignature, ValueError, TypeError):
        return None
