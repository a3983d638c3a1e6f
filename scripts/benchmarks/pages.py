"""Pages that are asked for through the whole of Django, with few rows and with many.

Beside the time of the server stands that of the database within it. Each may be at most
one and a half times as long with many rows, or five milliseconds longer.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from time import perf_counter as timer
from typing import Any, Final

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.policies import FACTOR_SEEN
from benchmarks import Benchmark, Prepared

AT_MOST: Final = {"sqlite": 1.5, "postgresql": 1.5}
FLOOR_SECONDS: Final = 0.005
QUERIES: Final = 12


@dataclass(frozen=True)
class Visit:
    """An address, who asks for it, and what puts so many rows in place for it."""

    address: str
    client: Callable[[], Client]
    seed: Callable[[int], object]

    def page(self) -> Any:
        """Ask for the page, which must be there."""
        answer = self.client().get(self.address)
        if answer.status_code != 200:
            message = f"{self.address} answered {answer.status_code}"
            raise RuntimeError(message)
        return answer

    def database_seconds(self) -> float:
        """Ask for the page and give how long the database worked for it."""
        taken = []

        def clock(execute: Callable[..., Any], *arguments: Any) -> Any:
            started = timer()
            try:
                return execute(*arguments)
            finally:
                taken.append(timer() - started)

        with connection.execute_wrapper(clock):
            self.page()
        return sum(taken)


def signed_in(user: User) -> Client:
    """Let a person's browser in, the second factor shown."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(
        user, backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    session = client.session
    session[FACTOR_SEEN] = True
    session.save()
    return client


@contextmanager
def whole(visit: Visit, size: int) -> Iterator[Prepared]:
    """Make the rows ready and count the queries of one page."""
    visit.seed(size)
    visit.page()
    with CaptureQueriesContext(connection) as queries:
        visit.page()
    yield Prepared(visit.page, queries=len(queries))


@contextmanager
def database_alone(visit: Visit, size: int) -> Iterator[Prepared]:
    """Make the rows ready for the same page; only the database's part counts."""
    visit.seed(size)
    yield Prepared(visit.database_seconds, gives_seconds=True)


def compared(
    what: str,
    visit: Visit,
    *,
    few: tuple[str, int],
    many: tuple[str, int],
    stage: int,
    seconds: float | None = None,
) -> Iterator[Benchmark]:
    """
    Give the four rows of one page, those with many rows held to those with few.

    Few rows are measured in the stage given, many in the next; each comes with its
    name. ``seconds`` is a bound of the page's own.
    """
    kinds: dict[str, Callable[[Visit, int], AbstractContextManager[Prepared]]] = {
        "": whole,
        ", database": database_alone,
    }
    for kind, prepare in kinds.items():
        small = f"{what}, {few[0]}{kind}"
        of_page: dict[str, Any] = (
            {} if kind else {"seconds": seconds, "queries_at_most": QUERIES}
        )
        yield Benchmark(small, partial(prepare, visit, few[1]), stage=stage, **of_page)
        yield Benchmark(
            f"{what}, {many[0]}{kind}",
            partial(prepare, visit, many[1]),
            stage=stage + 1,
            compared_with=small,
            at_most=AT_MOST,
            or_within=FLOOR_SECONDS,
            same_queries=not kind,
            **of_page,
        )
