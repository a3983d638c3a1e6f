"""The sample's own clock: only while nothing but upgrades was ever recorded."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from audit.door import SampleClock, sample_telling
from audit.models import Event

UPGRADES: Final = ("audit.schema.migrated", "audit.data.migrated")


class LogNotEmptyError(ValueError):
    """Something real was recorded already; its clock may not be moved."""


@contextmanager
def sample_clock() -> Iterator[SampleClock]:
    """
    Record acts at the moments they claim, marked ``"via": "sample"``.

    For ``load_sample`` alone (settled question 16): the story lies in the past, and
    pages and verification say that it is invented.

    :raises LogNotEmptyError: if the log holds more than upgrades
    """
    if Event.objects.exclude(verb__in=UPGRADES).exists():
        raise LogNotEmptyError(
            "The sample can only be loaded into an empty installation."
        )
    clock = SampleClock()
    token = sample_telling.set(clock)
    try:
        yield clock
    finally:
        sample_telling.reset(token)
