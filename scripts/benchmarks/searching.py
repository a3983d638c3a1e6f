"""The search at 1,000 entries and at 100,000: a common word, a rare one, one unseen.

The entries stand in five audiences, a fifth each: everybody, 200 collaboratives, the
parties of agreements, 100 organisations, and a thousand people. Who asks governs one of
the collaboratives. Only the search is timed, from what the person holds to the records
that may be shown.
"""

import datetime as dt
import random
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from itertools import count
from typing import Any, Final

from django.db import connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agreements.models import Agreement
from benchmarks import Benchmark, Prepared, register
from benchmarks.partners import BASE, COLLABORATIVES, LED, ORGANISATIONS
from benchmarks.partners import governance_lead as lead
from benchmarks.seeding import insert_series, moment
from collab.grants import rights_of
from collab.models import Document, Organisation, Persona, SearchEntry
from collab.rules.searching import terms_of
from collab.selectors.searching import search

FEW: Final = 1_000
MANY: Final = 100_000
# Beyond what other benchmarks leave in the tables.
FIRST: Final = 50_000_000
AT_MOST: Final = {"sqlite": 4.0, "postgresql": 4.0}
AUDIENCES: Final = 5
NEEDLES: Final = 7
# Each asked for: a word of every entry, one of a few, and one of very many that only
# others may see. The last is the beginning of the common word.
WORDS: Final = {
    "a common word": "partnership",
    "a rare word": "needle",
    "a word in nothing the person may see": "unseen",
    "a common beginning": "partner",
    "two words": "partnership needle",
}
_words = random.Random(2026)  # noqa: S311 - texts, not secrets


def _of_collaborative(n: int) -> int:
    return 1 + (n // AUDIENCES) % COLLABORATIVES


_COLLABORATIVE: Final = f"{BASE} + 1 + (n / {AUDIENCES}) %% {COLLABORATIVES}"
_RECORDS: Final[list[tuple[type[Model], dict[str, str]]]] = [
    (
        Organisation,
        {
            "uid": "'org_seek' || n",
            "name": "'Organisation ' || n",
            "sector": "'council'",
            "legal_form": "'unknown'",
            "oversight_route": "'unknown'",
        },
    ),
    (
        Persona,
        {
            "uid": "'per_seek' || n",
            "name": "'Persona ' || n",
            "collaborative_id": _COLLABORATIVE,
        },
    ),
    (
        Agreement,
        {
            "uid": "'agr_seek' || n",
            "collaborative_id": _COLLABORATIVE,
            "reference": "'AGR-9' || n",
            "instrument": "'collaboration_agreement'",
            "status": "'open'",
            "open_to": "'parties'",
            "created_at": moment("0"),
        },
    ),
    (
        Document,
        {
            "uid": "'doc_seek' || n",
            "organisation_id": f"{BASE} + 1 + n %% {ORGANISATIONS}",
            "uploaded_by_id": f"{BASE} + {LED}",
            "name": "'File ' || n",
        },
    ),
]


@cache
def seed(size: int) -> None:
    """Fill records and entries up to a size, each from where it stands."""
    lead()
    first = 1 if size == FEW else FEW + 1
    for place, (model, columns) in enumerate(_RECORDS):
        insert_series(
            model,
            {"id": f"{FIRST} + n"} | columns,
            first=first,
            last=size,
            only=f"n %% {AUDIENCES} = {place}",
        )
    now = timezone.now()
    SearchEntry.objects.bulk_create(
        (_entry(n, now) for n in range(first, size + 1)), batch_size=1_000
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@cache
def _uids() -> dict[int, str]:
    return {n: f"col_work{n}" for n in range(1, COLLABORATIVES + 1)}


def _entry(n: int, now: dt.datetime) -> SearchEntry:
    place = n % AUDIENCES
    here = _uids()[_of_collaborative(n)] if place in (1, 2) else ""
    token = (
        "installation",
        f"collaborative:{here}",
        f"parties:agr_seek{n}",
        f"organisation:org_work{1 + n % ORGANISATIONS}",
        f"person:usr_work{1 + n % 1_000}",
    )[place]
    model: Any = [*(each for each, _ in _RECORDS), Document][place]
    said = _text(n, place)
    return SearchEntry(
        object_type=model._meta.label_lower,
        object_uid=f"{model.uid_prefix}_seek{n}",
        kind="Seeded",
        title=f"Entry {n}",
        text=said,
        address="/",
        audience=token,
        collaborative_uid=here,
        terms=terms_of(text=said, kind="Seeded", token=token, collaborative_uid=here),
        changed_at=now,
    )


def _text(n: int, place: int) -> str:
    words = [f"word{int(20_000 * _words.random() ** 3)}" for _ in range(30)]
    if place == 0 and n <= NEEDLES * AUDIENCES:
        words.append("needle")
    if place == 4 or (place == 2 and _of_collaborative(n) != LED):
        words.append("unseen")
    return " ".join(["partnership", *words])


@contextmanager
def looked_for(typed: str, size: int) -> Iterator[Prepared]:
    """Make the entries ready, and see to it that the words find what they should."""
    seed(size)
    user, ticks = lead(), count()

    def ask() -> Any:
        now = timezone.now() + dt.timedelta(microseconds=next(ticks))
        return search(user=user, rights=rights_of(user, now), now=now, typed=typed)

    ask()
    with CaptureQueriesContext(connection) as queries:
        found = ask()
    expected = {"needle": NEEDLES, "unseen": 0}.get(typed.rsplit(maxsplit=1)[-1], 25)
    if len(found.hits) != expected:
        message = f"{typed} found {len(found.hits)} records"
        raise RuntimeError(message)
    yield Prepared(ask, queries=len(queries))


for _what, _typed in WORDS.items():
    register(
        Benchmark(
            f"search for {_what}, {FEW:,} entries",
            partial(looked_for, _typed, FEW),
            stage=21,
        )
    )
    register(
        Benchmark(
            f"search for {_what}, {MANY:,} entries",
            partial(looked_for, _typed, MANY),
            stage=22,
            compared_with=f"search for {_what}, {FEW:,} entries",
            at_most=AT_MOST,
            queries_at_most=13,
        )
    )
