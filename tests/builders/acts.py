"""An act of the tests' own, for rows that no service is about."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from audit.door import Record, SystemActor, act
from audit.registries import Verb, register_verbs

register_verbs([Verb(name="tests.things.arranged", sentence="arranged a test")])


@contextmanager
def any_act(now: dt.datetime) -> Iterator[Record]:
    """Open an act that a test needs in order to put rows in place."""
    with act("tests.things.arranged", by=SystemActor("tests"), at=now) as record:
        yield record
