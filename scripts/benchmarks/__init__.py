"""What is measured: each module beside this one registers its benchmarks here."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass


@dataclass(frozen=True)
class Prepared:
    """Work that is ready to be timed; one call does it ``repeats`` times."""

    call: Callable[[], object]
    repeats: int = 1


@dataclass(frozen=True)
class Benchmark:
    """One row of the table, and the bound it must keep against another row.

    The bound is kept when the figure is at most ``at_most`` times the other row's, or
    within ``or_within`` seconds of it (a floor that slow code cannot hide under).
    """

    name: str
    prepare: Callable[[], AbstractContextManager[Prepared]]
    compared_with: str | None = None
    at_most: float | None = None
    or_within: float | None = None
    queries: Callable[[], int] | None = None


BENCHMARKS: dict[str, Benchmark] = {}


def register(benchmark: Benchmark) -> None:
    """Add a row to the table.

    :raises ValueError: when another row has the name
    """
    if benchmark.name in BENCHMARKS:
        message = f"Two benchmarks are called {benchmark.name}."
        raise ValueError(message)
    BENCHMARKS[benchmark.name] = benchmark
