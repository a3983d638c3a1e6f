"""An act with its history and event, beside the same write alone.

Both change one organisation, each in a transaction of its own, as a page does.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from audit.door import SystemActor, act
from audit.registries import Verb, register_verbs
from benchmarks import Benchmark, Prepared, register
from collab.models import Organisation

REPEATS = 50
ALONE = "one write alone"
AT_MOST = {"sqlite": 3.8, "postgresql": 2.6}

register_verbs([Verb(name="collab.organisation.measured", sentence="measured")])


def organisation(name: str) -> Any:
    """Put one organisation in place."""
    with act("collab.organisation.measured", by=ACTOR, at=timezone.now()) as record:
        made = Organisation(name=name, sector="council")
        made.save()
        record.about(made)
    return made


ACTOR = SystemActor("bench")


def plain_twin() -> Any:
    """Make an ordinary Django model of the same table, without guard and history."""
    stored: list[Any] = list(Organisation._meta.concrete_fields)
    fields = {field.name: field.clone() for field in stored}
    table = Organisation._meta.db_table
    options = {"app_label": "collab", "db_table": table, "managed": False}
    return type(
        "PlainOrganisation",
        (models.Model,),
        {**fields, "Meta": type("Meta", (), options), "__module__": __name__},
    )


@contextmanager
def write_alone() -> Iterator[Prepared]:
    """Lock, read and write one row, as plain Django would."""
    pk, number, plain = organisation("Alone").pk, count(), plain_twin()

    def change() -> None:
        for _ in range(REPEATS):
            with transaction.atomic():
                row = plain.objects.select_for_update().get(pk=pk)
                row.town = f"Town {next(number)}"
                row.save(update_fields=["town"])

    yield Prepared(change, repeats=REPEATS)


@contextmanager
def write_in_an_act() -> Iterator[Prepared]:
    """Do the same through the door: history row and event in one transaction."""
    pk, number = organisation("In an act").pk, count()

    def change() -> None:
        for _ in range(REPEATS):
            now: dt.datetime = timezone.now()
            with act("collab.organisation.measured", by=ACTOR, at=now) as record:
                row = Organisation.objects.select_for_update().get(pk=pk)
                row.town = f"Town {next(number)}"
                row.save()
                record.about(row)

    yield Prepared(change, repeats=REPEATS)


register(Benchmark(ALONE, write_alone))
register(
    Benchmark(
        "an act with history", write_in_an_act, compared_with=ALONE, at_most=AT_MOST
    )
)
