"""Things that stand for longer than one test, or for a part of one."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction


@contextmanager
def taken_back_later() -> Iterator[None]:
    """A transaction that acts may be opened in, and that is rolled back at its end."""
    around = transaction.atomic()
    # As Django's own TestCase marks its transactions: acts must be outermost.
    around._from_testcase = True
    with around:
        yield
        transaction.set_rollback(True)
