"""The sweep of reminders over 100,000 live agreements: it costs what is due.

Each agreement in force has a day on which it ends, each one that is out for signature
four signatures that were asked for five days ago. What is due is chosen anew for each
round, from all collaboratives alike.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from time import perf_counter as timer
from typing import Final

from django.utils import timezone

from agreements.services import falling_due, reminding
from audit.door import SystemActor
from benchmarks import Benchmark, Prepared, register
from benchmarks.live_agreements import (
    ASKED_DAYS,
    FEW,
    IN_FORCE_DAYS,
    IS_OUT,
    LEAVES_DAYS,
    MANY,
    PARTIES,
    SIGN_BY_DAYS,
    collaborative_of,
    organisation_of,
    seed,
)
from benchmarks.partners import BASE
from benchmarks.seeding import day, insert_series, moment
from collab.models import DueThing, Reminder
from collab.services.reminders import sweep_reminders

STAGE: Final = 6
FEW_DUE: Final = 10
MANY_DUE: Final = 10_000
FEW_SECONDS: Final = 0.300
MANY_SECONDS: Final = 60.0
ACTOR: Final = SystemActor("bench")


@cache
def registered() -> None:
    """Put a row in place for each thing that falls due; none has something to say."""
    seed(FEW)
    seed(MANY)
    collaborative = collaborative_of()
    common = {
        "collaborative_id": f"{BASE} + {collaborative}",
        "audience": f"'collaborative:col_work' || {collaborative}",
        "item_uid": "'agr_work' || n",
        "item_label": "'AGR-' || n || ' Agreement ' || n",
        "link": f"'/work-' || {collaborative} || '/agreements/AGR-' || n",
        "opened_at": moment("-10"),
        "next_at": moment("1000 * 24 * 60"),
    }
    end = common | {
        "id": f"{BASE} + n * 5",
        "uid": "'due_work' || n",
        "kind": f"'{falling_due.EXPIRY}'",
        "name": f"'{falling_due.EXPIRY}:1'",
        "subject_type": "'agreements.version'",
        "subject_uid": "'ver_work' || n",
        "title": "'End of AGR-' || n",
        "began_on": day(IN_FORCE_DAYS),
        "due_on": day(LEAVES_DAYS),
    }
    insert_series(DueThing, end, first=1, last=MANY, only=f"NOT ({IS_OUT})")
    for number in range(1, PARTIES + 1):
        signature = common | {
            "id": f"{BASE} + n * 5 + {number}",
            "uid": f"'due_work' || n || '_{number}'",
            "kind": f"'{reminding.KIND}'",
            "name": f"'{reminding.KIND}:1'",
            "organisation_id": f"{BASE} + {organisation_of(number)}",
            "subject_type": "'agreements.signaturerequest'",
            "subject_uid": f"'req_work' || n || '_{number}'",
            "title": f"'Signature {number} on AGR-' || n",
            "began_on": day(ASKED_DAYS),
            "due_on": day(SIGN_BY_DAYS),
        }
        insert_series(DueThing, signature, first=1, last=MANY, only=IS_OUT)


@cache
def waiting() -> Iterator[int]:
    """Give the keys of signatures that may be reminded of, each once, well mixed."""
    keys = DueThing.objects.filter(kind=reminding.KIND).values_list("pk", flat=True)
    return iter(sorted(keys, key=lambda pk: (pk * 7_919) % 1_000_003))


def sweep(due: int) -> float:
    """Have so many things come due, and give how long the sweep takes over them."""
    chosen = [next(waiting()) for _ in range(due)]
    now = timezone.now()
    for start in range(0, due, 500):
        DueThing.objects.filter(pk__in=chosen[start : start + 500]).update(next_at=now)
    before = Reminder.objects.count()
    started = timer()
    sweep_reminders(actor=ACTOR, now=now)
    taken = timer() - started
    if Reminder.objects.count() - before < due:
        message = f"Fewer than {due} reminders were sent."
        raise RuntimeError(message)
    return taken


@contextmanager
def swept(due: int, *, once: bool) -> Iterator[Prepared]:
    """Make the register ready."""
    registered()
    yield Prepared(partial(sweep, due), gives_seconds=True, once=once)


for _due, _seconds in ((FEW_DUE, FEW_SECONDS), (MANY_DUE, MANY_SECONDS)):
    register(
        Benchmark(
            f"reminder sweep of {MANY:,} live agreements, {_due:,} due",
            partial(swept, _due, once=_due == MANY_DUE),
            stage=STAGE if _due == FEW_DUE else STAGE + 1,
            seconds=_seconds,
        )
    )
