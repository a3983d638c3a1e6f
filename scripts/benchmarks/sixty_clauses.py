"""One agreement of sixty clauses: its pages, the comparison of two versions, its paper.

It is made through the services, as people would: four bodies signed the first version,
which is in force; the next one, in which every clause was reworded, one was taken out
and one added, is out for signature. Its governance lead asks.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from time import perf_counter as timer
from typing import Any, Final, NamedTuple

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agreements.models import Version
from agreements.services import clauses
from benchmarks import Benchmark, Prepared, register
from benchmarks.pages import signed_in
from collab.rules.periods import london_day
from collab.rules.working_days import ONE_DAY
from tests.builders import agreements
from tests.builders.acts import any_act

CLAUSES: Final = 60
BODIES: Final = ("Alder Trust", "Birch Council", "Cedar Carers", "Damson Homecare")
# Built after the other benchmarks have filled the tables.
STAGE: Final = 5
PAGE_SECONDS: Final = 0.150
COMPARISON_SECONDS: Final = 0.200
CERTIFICATE_SECONDS: Final = 0.300
# About as long as a clause of a collaboration agreement is.
TEXT: Final = """\
The partners shall work together in good faith to give effect to obligation {number} of
this agreement, and each of them shall name a person who answers for it within {days}
working days of the day on which this version has effect.

Each partner shall:

- keep **accurate records** of what it does under this obligation, and show them to any
  other partner that asks in writing;
- tell the others *without delay* of anything that may keep it from doing its part;
- meet its own costs, unless the partners have agreed otherwise in writing before; and
- report to the partnership board once in each quarter, in the form the board sets.

Where the partners cannot agree, the lead provider shall call a meeting within {days}
working days, and the matter is settled as the terms on disputes say.
"""


class Made(NamedTuple):
    """The agreement's address, its first version, and the browser of who governs it."""

    address: str
    first_uid: str
    client: Client


@cache
def made() -> Made:
    """Write both versions and have the first one signed."""
    now = timezone.now()
    partnership = agreements.partnership(now, *BODIES, slug="sixty-clauses")
    first = agreements.draft(partnership, now, title="Sixty clauses")
    for number in range(first.clauses.count() + 1, CLAUSES + 1):
        text = TEXT.format(number=number, days=5)
        heading = f"Obligation {number}"
        agreements.add_clause(first, partnership, now, heading, text)
    agreements.sign_all(agreements.send_out(first, partnership, now), partnership, now)
    second = agreements.next_version(partnership, first, now)
    _reword(second, partnership, now)
    agreements.with_terms(
        second, partnership, now, commences_on=london_day(now) + 30 * ONE_DAY
    )
    agreements.send_out(second, partnership, now)
    reference = second.agreement.reference
    address = f"/{partnership.collaborative.slug}/agreements/{reference}"
    return Made(address, first.uid, signed_in(partnership.lead))


def _reword(
    version: Version, partnership: agreements.Partnership, now: dt.datetime
) -> None:
    actor: dict[str, Any] = {
        "version_id": version.pk,
        "actor": partnership.lead,
        "now": now,
    }
    gone, *kept = version.clauses.order_by("position")
    for clause in kept:
        clauses.change_clause(
            identity=clause.identity,
            revision=clause.revision,
            heading=clause.heading,
            text=clause.text.replace("5\nworking", "ten\nworking")
            .replace("in writing", "by letter")
            .replace("each of them", "every one of them")
            + "\nThis clause was agreed anew by all partners.\n",
            **actor,
        )
    clauses.remove_clause(identity=gone.identity, revision=gone.revision, **actor)
    agreements.add_clause(
        version, partnership, now, "One more", TEXT.format(number=61, days=7)
    )


def page(path: str) -> Any:
    """Ask for a page or paper of the agreement, which must be there."""
    answer = made().client.get(f"{made().address}{path}")
    if answer.status_code != 200:
        message = f"{path} answered {answer.status_code}"
        raise RuntimeError(message)
    return answer


def new_certificate() -> float:
    """Give how long a certificate takes that was never typeset before.

    The typesetter remembers what it set: so something happens to the version first.
    """
    with any_act(timezone.now()) as record:
        record.about(Version.objects.get(uid=made().first_uid))
    started = timer()
    page("/versions/1/certificate.pdf")
    return timer() - started


@contextmanager
def certificate() -> Iterator[Prepared]:
    """Make the agreement ready; each certificate is another."""
    new_certificate()
    with CaptureQueriesContext(connection) as queries:
        page("/versions/1/certificate.pdf")
    yield Prepared(new_certificate, queries=len(queries), gives_seconds=True)


@contextmanager
def asked_for(path: str) -> Iterator[Prepared]:
    """Make the agreement ready and count the queries of one answer."""
    page(path)
    with CaptureQueriesContext(connection) as queries:
        page(path)
    yield Prepared(partial(page, path), queries=len(queries))


for _what, _prepare, _seconds in (
    ("agreement page", partial(asked_for, ""), PAGE_SECONDS),
    ("version page", partial(asked_for, "/versions/1"), PAGE_SECONDS),
    ("comparison", partial(asked_for, "/compare/1/2"), COMPARISON_SECONDS),
    ("certificate (PDF)", certificate, CERTIFICATE_SECONDS),
):
    register(
        Benchmark(
            f"{CLAUSES} clauses, {_what}", _prepare, stage=STAGE, seconds=_seconds
        )
    )
