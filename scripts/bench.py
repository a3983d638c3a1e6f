"""Measure speed, each figure beside a fixed SHA-256 loop timed in the same rounds.

Benchmarks live in scripts/benchmarks/, one module each. All of a stage run once per
round, in a new order each round, and the median counts: a machine that slows down
half-way slows all of them alike. Everything happens in a scratch database that is
removed at the end, on SQLite and, where tests were given one, on PostgreSQL.
"""

import argparse
import hashlib
import importlib
import os
import random
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from benchmarks import BENCHMARKS, Benchmark, Prepared
from services import database_url
from steps import ROOT, plainly

LOOPS = 200_000
BASELINE = "SHA-256 loop"
MISSED = "MISSED"


@dataclass(frozen=True)
class Figure:
    """The median of a row, in seconds, and that of the loop in the same rounds."""

    seconds: float
    loop: float
    queries: int | None = None

    @property
    def loops(self) -> float:
        """Say how many loops the machine would have done in that time."""
        return self.seconds / self.loop


def sha256_loop() -> None:
    """Hash a fixed text a fixed number of times: what this machine does in that."""
    digest = b"concordat"
    for _ in range(LOOPS):
        digest = hashlib.sha256(digest).digest()


def load() -> None:
    """Import every module of benchmarks, each of which registers what it measures."""
    folder = Path(__file__).parent / "benchmarks"
    for path in sorted(folder.glob("[a-z]*.py")):
        importlib.import_module(f"benchmarks.{path.stem}")


@contextmanager
def scratch_database() -> Iterator[str]:
    """Make a database of its own, and remove it; give the vendor's name."""
    sys.path.insert(0, str(ROOT))
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    import django  # noqa: PLC0415 - only after the settings are named
    from django.db import connection  # noqa: PLC0415

    django.setup()
    original = connection.settings_dict["NAME"]
    with tempfile.TemporaryDirectory() as folder:
        # A file, since what is bounded includes the commit to a disk.
        names = {
            "sqlite": str(Path(folder) / "bench.sqlite3"),
            "postgresql": f"concordat_bench_{secrets.token_hex(6)}",
        }
        connection.settings_dict["TEST"]["NAME"] = names[connection.vendor]
        connection.creation.create_test_db(verbosity=0, serialize=False)
        try:
            yield connection.vendor
        finally:
            connection.creation.destroy_test_db(original, verbosity=0)


def timed(work: Prepared) -> float:
    """Give how many seconds the work takes, once."""
    started = time.perf_counter()
    said = work.call()
    taken = time.perf_counter() - started
    if work.gives_seconds and isinstance(said, float):
        taken = said
    return taken / work.repeats


def measure(prepared: dict[str, Prepared], rounds: int) -> dict[str, Figure]:
    """Time everything in interleaved rounds."""
    everything = {BASELINE: Prepared(sha256_loop), **prepared}
    times: dict[str, list[float]] = {name: [] for name in everything}
    order = list(everything)
    shuffle = random.Random(2026)  # noqa: S311 - an order, not a secret
    for work in prepared.values():
        if not work.once:
            work.call()  # once uncounted, so that all are warm
    for _ in range(rounds):
        shuffle.shuffle(order)
        for name in order:
            if not (everything[name].once and times[name]):
                times[name].append(timed(everything[name]))
    loop = statistics.median(times.pop(BASELINE))
    return {
        name: Figure(statistics.median(taken), loop, prepared[name].queries)
        for name, taken in times.items()
    }


def verdicts(
    benchmark: Benchmark, figures: dict[str, Figure], vendor: str
) -> Iterator[str]:
    """Say of each bound of a row whether it was kept."""
    figure = figures[benchmark.name]
    bound = (benchmark.at_most or {}).get(vendor)
    if bound is not None and benchmark.compared_with:
        before = figures[benchmark.compared_with]
        ratio = figure.loops / before.loops
        kept = ratio <= bound or figure.seconds - before.seconds <= benchmark.or_within
        yield _verdict(
            f"{ratio:.2f} times {benchmark.compared_with}", f"{bound}", kept=kept
        )
    if benchmark.seconds is not None:
        kept = figure.seconds <= benchmark.seconds
        yield _verdict("time", f"{benchmark.seconds * 1000:.0f} ms", kept=kept)
    if benchmark.queries_at_most is not None:
        made = figure.queries or 0
        bound_text = str(benchmark.queries_at_most)
        yield _verdict("queries", bound_text, kept=made <= benchmark.queries_at_most)

    if benchmark.same_queries and benchmark.compared_with:
        before = figures[benchmark.compared_with]
        kept = figure.queries == before.queries
        yield f"as many queries as before: {'kept' if kept else MISSED}"


def _verdict(what: str, bound: str, *, kept: bool) -> str:
    return f"{what}, at most {bound}: {'kept' if kept else MISSED}"


def table(figures: dict[str, Figure], vendor: str) -> Iterator[str]:
    """Write the figures as a Markdown table, ready for docs/reference/performance.md."""
    yield f"### {vendor}"
    yield ""
    yield "| what | median | of one loop | queries | bound |"
    yield "| --- | ---: | ---: | ---: | --- |"
    for name, figure in figures.items():
        said = "; ".join(verdicts(BENCHMARKS[name], figures, vendor))
        queries = "" if figure.queries is None else str(figure.queries)
        yield (
            f"| {name} | {figure.seconds * 1000:.2f} ms | {figure.loops:.3f} "
            f"| {queries} | {said} |"
        )
    loops = statistics.median(figure.loop for figure in figures.values())
    yield ""
    yield f"One {BASELINE} ({LOOPS:,} hashes): {loops * 1000:.0f} ms."


def measure_here(only: str, rounds: int) -> int:
    """Measure on the database of this process and print its table."""
    figures: dict[str, Figure] = {}
    with scratch_database() as vendor, ExitStack() as stack:
        load()
        chosen = [each for each in BENCHMARKS.values() if only in each.name]
        chosen.sort(key=lambda each: each.stage)
        for _, rows in groupby(chosen, key=lambda each: each.stage):
            prepared = {}
            for each in rows:
                print(f"Preparing {each.name} …", file=sys.stderr, flush=True)
                prepared[each.name] = stack.enter_context(each.prepare())
            figures |= measure(prepared, rounds)
        lines = list(table(figures, vendor)) if figures else ["Nothing to measure."]
    print("\n".join(lines), flush=True)
    return 1 if any(MISSED in line for line in lines) else 0


def main() -> int:
    """Measure on each database there is; fail on a missed bound."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--only", default="", help="names that contain this text")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    wanted = parser.parse_args()
    if wanted.here:
        return measure_here(wanted.only, wanted.rounds)
    codes = []
    for url in filter(None, ["sqlite", database_url()]):
        environment = {
            **os.environ,
            "TEST_DATABASE_URL": "" if url == "sqlite" else url,
        }
        command = [sys.executable, __file__, "--here", *sys.argv[1:]]
        codes.append(subprocess.run(command, env=environment, check=False).returncode)
        print(flush=True)
    return max(codes)


if __name__ == "__main__":
    plainly(main)
