"""Processes that are killed while a version comes into force, one after another.

Run by test_coming_into_force_killed.py as a program of its own. Two ways lead into
force: the last signature, and the sweep on the day a signed version commences. For each
kill a fresh copy of the database is opened by a fork, which is killed at a random moment
of the act. What is then in the file must be what was there before, or what is there when
nobody is killed; and whoever does it again must end where an undisturbed run ends.
"""

import datetime as dt
import gc
import json
import os
import pickle
import random
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, NoReturn

import django

django.setup()

from django.apps import apps  # noqa: E402
from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.urls import get_resolver  # noqa: E402

from agreements.models import Version  # noqa: E402
from agreements.services.coming_into_force import sweep_periods  # noqa: E402
from agreements.services.signing import AlreadySignedError  # noqa: E402
from audit.door import SystemActor  # noqa: E402
from collab.rules.periods import london_day  # noqa: E402
from tests.builders import agreements as builders  # noqa: E402

NOW: Final = dt.datetime(2026, 4, 1, 9, 30, tzinfo=dt.UTC)
LATER: Final = NOW + dt.timedelta(days=30)
DAY: Final = dt.timedelta(days=1)
FOLDER: Final = Path(settings.VAR_DIR)

Snapshot = dict[str, Any]
Things = dict[str, Any]


def copy(source: Path, target: Path) -> Path:
    """Copy a database that nobody has open."""
    shutil.copyfile(source, target)
    return target


TABLES: Final = sorted(
    model._meta.db_table for model in apps.get_models() if model._meta.managed
)
COUNTS: Final = " UNION ALL ".join(
    f"SELECT '{table}', COUNT(*) FROM \"{table}\"" for table in TABLES
)


def snapshot() -> Snapshot:
    """Say what the file holds: where each version stands, and how many rows of all."""
    versions = Version.objects.order_by("number").values_list(
        "number", "status", "signed_at", "in_force_from", "in_force_to"
    )
    with connection.cursor() as cursor:
        cursor.execute(COUNTS)
        counts = dict(cursor.fetchall())
    return {"versions": [tuple(map(str, row)) for row in versions], "rows": counts}


class LastSignature:
    """The last of four signatures on version 2, while version 1 is in force."""

    @staticmethod
    def prepare() -> Things:
        """Leave version 2 with one signature missing."""
        made = builders.partnership(NOW, "North", "East", "South", "West")
        version = _second(made, commences_on=london_day(LATER))
        *early, last = made.bodies
        for body in early:
            builders.sign(version, body, made.signatory(body), LATER)
        # What shows who they are is put in place now: it is no part of the act.
        session = builders.session_of(made.signatory(last), LATER)
        return {"version": version, "body": last, "session": session, "made": made}

    @staticmethod
    def act(things: Things) -> None:
        """Give the last signature; one that was given is given."""
        body, signatory = things["body"], things["made"].signatory(things["body"])
        try:
            builders.sign(
                things["version"], body, signatory, LATER, session=things["session"]
            )
        except AlreadySignedError:
            return


class Calendar:
    """Version 2 is signed, and its day to commence has come."""

    @staticmethod
    def prepare() -> Things:
        """Leave version 2 signed on the day before it commences."""
        made = builders.partnership(NOW, "North", "East")
        builders.sign_all(
            _second(made, commences_on=london_day(LATER + DAY)), made, LATER
        )
        return {}

    @staticmethod
    def act(things: Things) -> None:
        """Sweep on the day it commences."""
        sweep_periods(actor=SystemActor("calendar"), now=LATER + DAY)


Way = type[LastSignature] | type[Calendar]


def _second(made: builders.Partnership, *, commences_on: dt.date) -> Version:
    first = builders.in_force(made, NOW)
    second = builders.next_version(made, first, LATER)
    builders.with_terms(second, made, LATER, commences_on=commences_on)
    return builders.send_out(second, made, LATER)


def in_a_fork(
    file: Path, what: Callable[[], Any], killed_after: float | None = None
) -> Any:
    """
    Do something with a file in a process of its own, and give what it gave.

    Nobody else ever opens a database, so each is closed for good when its process
    ends. One that is killed gives nothing.
    """
    sys.stdout.flush()
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        _be(file, what, writing)
    os.close(writing)
    if killed_after is not None:
        time.sleep(killed_after)
        os.kill(pid, signal.SIGKILL)
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read()
    _, status = os.waitpid(pid, 0)
    if killed_after is None and status:
        message = f"A process that nobody killed ended with {status}."
        raise RuntimeError(message)
    return pickle.loads(told) if killed_after is None else None  # noqa: S301 - ours


def _be(file: Path, what: Callable[[], Any], writing: int) -> NoReturn:
    connection.settings_dict["NAME"] = str(file)
    try:
        told = pickle.dumps(what())
        connection.close()
        with os.fdopen(writing, "wb") as pipe:
            pipe.write(told)
    except BaseException as error:  # noqa: BLE001 - whatever it is, only this ends
        sys.stderr.write(f"{error!r}\n")
        os._exit(1)
    os._exit(0)


def torment(way: Way, kills: int, chance: random.Random) -> dict[str, Any]:
    """Kill so many times and compare each file with what it may hold."""
    start = copy(FOLDER / "laid.sqlite3", FOLDER / f"{way.__name__}.sqlite3")
    things, before = in_a_fork(start, lambda: (way.prepare(), snapshot()))
    undisturbed = copy(start, FOLDER / f"{way.__name__}-whole.sqlite3")
    began = time.perf_counter()
    in_a_fork(undisturbed, lambda: way.act(things))
    whole = time.perf_counter() - began
    after = in_a_fork(undisturbed, snapshot)

    def look_and_do_again() -> tuple[Snapshot, Snapshot]:
        left = snapshot()
        way.act(things)
        return left, snapshot()

    found: Counter[str] = Counter()
    for number in range(kills):
        file = copy(start, FOLDER / f"{way.__name__}-{number}.sqlite3")
        in_a_fork(file, lambda: way.act(things), chance.uniform(0, whole))
        left, ended = in_a_fork(file, look_and_do_again)
        found["before" if left == before else "after" if left == after else "part"] += 1
        found["ended elsewhere"] += ended != after
        file.unlink()
    return {"way": way.__name__, "changed": before != after, **found}


def main() -> None:
    """Torment both ways and print what was found."""
    kills = int(sys.argv[1])
    chance = random.Random(2026)  # noqa: S311 - repeatable, no secret
    # What every fork would have to do first is done once.
    get_resolver().url_patterns  # noqa: B018 - reading it builds it
    connection.close()
    gc.freeze()
    Path(settings.DATABASES["default"]["NAME"]).rename(FOLDER / "laid.sqlite3")
    told = [torment(way, kills // 2, chance) for way in (LastSignature, Calendar)]
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
