"""Many processes that act at once; run by test_crowd.py as a program of its own."""

import json
import multiprocessing
import sys
import time

import django

django.setup()

from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from audit.door import SystemActor, act  # noqa: E402
from audit.models import Event, PendingEvent  # noqa: E402
from audit.registries import Verb, register_verbs  # noqa: E402
from collab.models import Organisation  # noqa: E402

VERB = "tests.crowd.acted"
register_verbs([Verb(name=VERB, sentence="acted in a crowd")])


def act_often(process: int, acts: int, told: "multiprocessing.Queue[object]") -> None:
    """Act so many times, each in a transaction of its own; tell what went wrong."""
    errors, longest = [], 0.0
    for number in range(acts):
        started = time.perf_counter()
        try:
            with act(VERB, by=SystemActor("crowd"), at=timezone.now()):
                Organisation(name=f"{process}-{number}", sector="other").save()
        except Exception as error:  # noqa: BLE001 - all of them count
            errors.append(repr(error))
        longest = max(longest, time.perf_counter() - started)
    told.put((errors, longest))


def main() -> None:
    """Let a crowd act, and print what is there afterwards."""
    processes, acts = int(sys.argv[1]), int(sys.argv[2])
    context = multiprocessing.get_context("fork")
    told = context.Queue()
    crowd = [
        context.Process(target=act_often, args=(process, acts, told), daemon=True)
        for process in range(processes)
    ]
    for process in crowd:
        process.start()
    answers = [told.get(timeout=240) for _ in crowd]
    for process in crowd:
        process.join()
    events = Event.objects.filter(verb=VERB)
    answer = {
        "errors": [error for errors, _ in answers for error in errors],
        "longest": max(longest for _, longest in answers),
        "rows": Organisation.objects.count(),
        "history": Organisation.history.count(),
        "events": events.count(),
        "acts": events.values("act_uid").distinct().count(),
        "pending": PendingEvent.objects.filter(event__verb=VERB).count(),
        "vendor": connection.vendor,
    }
    sys.stdout.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    main()
