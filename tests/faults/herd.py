"""A herd of real processes that are killed at random while they deliver.

Run by test_killed.py as a program of its own. Django is loaded once; every process is
forked from that, so that one is back at work some milliseconds after a kill. The web
process answers real requests through the whole handler, the workers are Celery's, over
the broker made of files.
"""

import ctypes
import itertools
import json
import os
import random
import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

import django

django.setup()

from celery import current_app  # noqa: E402
from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts.models import MailMessage, User  # noqa: E402
from accounts.policies import FACTOR_SEEN  # noqa: E402
from audit.models import OutboxMessage  # noqa: E402

QUEUE = Path(settings.CELERY_BROKER_TRANSPORT_OPTIONS["data_folder_in"])
PARENT_DIED = 1  # PR_SET_PDEATHSIG of Linux


def work() -> None:
    """Be a worker, one task at a time, until killed."""
    current_app.Worker(
        pool="solo",
        without_gossip=True,
        without_mingle=True,
        without_heartbeat=True,
        loglevel="CRITICAL",
        hostname=f"w{os.getpid()}@here",
    ).start()


BROWSER = Client(SERVER_NAME="localhost")


def warm() -> None:
    """Do each thing once, as gunicorn does before it forks: imports, templates."""
    BROWSER.force_login(User.objects.get(email="first@example.org"))
    session = BROWSER.session
    session[FACTOR_SEEN] = True
    session.save()
    invite("warm@example.org")
    current_app.loader.import_default_modules()
    current_app.finalize()
    connection.close()  # nothing of SQLite may be open across a fork


def invite(email: str) -> None:
    """Have the administrator invite a person, by the page."""
    answer = BROWSER.post("/system/people/invite", {"name": "Jo", "email": email})
    assert answer.status_code == 302, answer.content


def serve() -> None:
    """Answer requests of an administrator who invites one person after another."""
    for number in itertools.count(1):
        invite(f"p{os.getpid()}-{number}@example.org")
        time.sleep(random.uniform(0, 0.05))  # noqa: S311 - no secret


def beat() -> None:
    """Ask for a sweep again and again, as the beat does each minute."""
    while True:
        current_app.send_task("audit.sweep_outbox", retry=False)
        time.sleep(0.4)


ROLES: dict[str, Callable[[], None]] = {
    "worker one": work,
    "worker two": work,
    "web": serve,
    "beat": beat,
}


class Herd:
    """The processes of this moment, by what they do."""

    def __init__(self) -> None:
        self.pids: dict[str, int] = {}

    def start(self, role: str) -> None:
        """Fork one process."""
        pid = os.fork()
        if pid == 0:
            ctypes.CDLL(None).prctl(PARENT_DIED, signal.SIGKILL)
            self._be(ROLES[role])
        self.pids[role] = pid

    def _be(self, what: Callable[[], None]) -> NoReturn:
        try:
            what()
        except BaseException:  # noqa: BLE001 - whatever ends it, only this process ends
            traceback.print_exc()
        os._exit(1)

    def kill(self, role: str) -> None:
        """Kill one of our own processes, as the machine's end would."""
        pid = self.pids.pop(role)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)

    def kill_all(self) -> None:
        """End every process that is left."""
        for role in list(self.pids):
            self.kill(role)


def empty_broker() -> int:
    """Lose everything that waits in the broker."""
    lost = 0
    for path in QUEUE.glob("*"):
        path.unlink(missing_ok=True)
        lost += 1
    return lost


def torment(herd: Herd, kills: int, pause: float) -> int:
    """Kill so many times, one process after another, and empty the broker at random."""
    chance = random.Random(2026)  # noqa: S311 - repeatable, no secret
    lost = 0
    for role in ROLES:
        herd.start(role)
    time.sleep(2)
    for _ in range(kills):
        time.sleep(chance.uniform(0, 2 * pause))
        (role,) = chance.choices(["worker one", "worker two", "web"], [2, 2, 1])
        herd.kill(role)
        herd.start(role)
        if chance.random() < 0.1:
            lost += empty_broker()
    herd.kill_all()
    return lost


def settle(herd: Herd, seconds: float) -> None:
    """Let two workers and the beat finish what is left."""
    for role in ("worker one", "worker two", "beat"):
        herd.start(role)
    until = time.monotonic() + seconds
    while time.monotonic() < until and _undelivered():
        time.sleep(0.3)
    herd.kill_all()


def _undelivered() -> int:
    count = OutboxMessage.objects.exclude(state="done").count()
    connection.close()
    return count


def main() -> None:
    """Torment, let settle, and print what the database then holds."""
    kills, pause, settling = int(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3])
    herd = Herd()

    def stop(number: int, frame: FrameType | None) -> NoReturn:
        herd.kill_all()
        raise SystemExit(1)

    signal.signal(signal.SIGTERM, stop)
    warm()
    lost = torment(herd, kills, pause)
    settle(herd, settling)
    told: dict[str, Any] = {
        "lost": lost,
        "mails": list(MailMessage.objects.values_list("to", "uid")),
        "unsent": MailMessage.objects.filter(sent_at=None).count(),
        "undelivered": list(
            OutboxMessage.objects.exclude(state="done").values_list(
                "task", "state", "attempts", "last_error"
            )
        ),
        "most_attempts": max(OutboxMessage.objects.values_list("attempts", flat=True)),
        "at": timezone.now().isoformat(),
    }
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
