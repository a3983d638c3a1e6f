"""Trying things without keeping them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import transaction
from django.http import Http404

from audit.models import Event

# What "you may not", and "there is no such thing", look like.
REFUSALS = (PermissionDenied, Http404, ObjectDoesNotExist)


@contextmanager
def kept_open() -> Iterator[None]:
    """A transaction that acts may run in, as Django's own test cases open theirs."""
    around: Any = transaction.atomic()
    around._from_testcase = True
    with around:
        yield


@dataclass(frozen=True)
class Outcome:
    """What came of an attempt: the refusal if any, and the verbs it left behind."""

    refusal: Exception | None
    verbs: list[str]


def attempt(
    call: Callable[[], Any], not_there: tuple[type[Exception], ...] = ()
) -> Outcome:
    """Try something, note what it left, and take it back.

    ``not_there`` are further errors that count as a refusal.
    """
    last = Event.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    refusal: Exception | None = None
    with kept_open():
        try:
            call()
        except (*REFUSALS, *not_there) as error:
            refusal = error
        rows = Event.objects.filter(pk__gt=last).order_by("pk")
        verbs = list(rows.values_list("verb", flat=True))
        transaction.set_rollback(True)
    return Outcome(refusal, verbs)
