"""What is measured: each module beside this one registers its benchmarks here."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass


@dataclass(frozen=True)
class Prepared:
    """Work that is ready to be timed; one call does it ``repeats`` times.

    ``queries`` is how many one call makes, where that is part of the promise. Where
    it ``gives_seconds``, what the call returns is its time. What takes long is done
    ``once``, in the first round, and not before to warm up.
    """

    call: Callable[[], object]
    repeats: int = 1
    queries: int | None = None
    gives_seconds: bool = False
    once: bool = False


@dataclass(frozen=True)
class Benchmark:
    """One row of the table, and the bound it must keep against another row.

    Rows of one ``stage`` are prepared together and measured in the same rounds, then
    the next stage begins with what the earlier ones left in the database. The bound
    is kept when the figure is at most ``at_most[vendor]`` times the other row's, or
    within ``or_within`` seconds of it. ``seconds`` is a bound of its own.
    With ``same_queries`` the other row must have made as many.
    """

    name: str
    prepare: Callable[[], AbstractContextManager[Prepared]]
    stage: int = 0
    compared_with: str | None = None
    at_most: dict[str, float] | None = None
    or_within: float = 0.0
    seconds: float | None = None
    queries_at_most: int | None = None
    same_queries: bool = False


BENCHMARKS: dict[str, Benchmark] = {}


def register(benchmark: Benchmark) -> None:
    """Add a row to the table.

    :raises ValueError: when another row has the name
    """
    if benchmark.name in BENCHMARKS:
        message = f"Two benchmarks are called {benchmark.name}."
        raise ValueError(message)
    BENCHMARKS[benchmark.name] = benchmark
