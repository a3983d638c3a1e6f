"""Measure speed, each figure beside a fixed SHA-256 loop timed in the same minute.

Benchmarks live in scripts/benchmarks/, one module each, and register themselves with
``@benchmark``. All are run once per round, in a new order each round, and the median
counts: a machine that slows down half-way slows all of them alike.
"""

import argparse
import hashlib
import importlib
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

from benchmarks import BENCHMARKS, Benchmark, Prepared
from steps import ROOT, plainly

LOOPS = 200_000
BASELINE = "SHA-256 loop"


def sha256_loop() -> None:
    """Hash a fixed text a fixed number of times: what this machine does in that."""
    digest = b"concordat"
    for _ in range(LOOPS):
        digest = hashlib.sha256(digest).digest()


def load() -> None:
    """Import every module of benchmarks, each of which registers what it measures."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    folder = Path(__file__).parent / "benchmarks"
    for path in sorted(folder.glob("[a-z]*.py")):
        importlib.import_module(f"benchmarks.{path.stem}")


def timed(work: Callable[[], object]) -> float:
    """Give how many seconds one call takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def measure(prepared: dict[str, Prepared], rounds: int) -> dict[str, float]:
    """Time everything in interleaved rounds; the median of each, in seconds."""
    times: dict[str, list[float]] = {name: [] for name in [BASELINE, *prepared]}
    order = list(times)
    shuffle = random.Random(2026)  # noqa: S311 - an order, not a secret
    for work in prepared.values():
        work.call()  # once uncounted, so that all are warm
    for _ in range(rounds):
        shuffle.shuffle(order)
        for name in order:
            if name == BASELINE:
                times[name].append(timed(sha256_loop))
            else:
                work = prepared[name]
                times[name].append(timed(work.call) / work.repeats)
    return {name: statistics.median(taken) for name, taken in times.items()}


def verdict(benchmark: Benchmark, figures: dict[str, float]) -> str:
    """Say whether a bound was kept, in the words of the table."""
    if benchmark.compared_with is None or benchmark.at_most is None:
        return ""
    before, after = figures[benchmark.compared_with], figures[benchmark.name]
    kept = after <= before * benchmark.at_most
    if benchmark.or_within is not None:
        kept = kept or after - before <= benchmark.or_within
    ratio = f"{after / before:.2f} times {benchmark.compared_with}"
    return f"{ratio}, at most {benchmark.at_most}: {'kept' if kept else 'MISSED'}"


def table(chosen: list[Benchmark], figures: dict[str, float]) -> Iterator[str]:
    """Write the figures as a Markdown table, ready for docs/reference/performance.md."""
    loop = figures[BASELINE]
    yield f"One {BASELINE} ({LOOPS:,} hashes): {loop * 1000:.1f} ms"
    yield ""
    yield "| what | median | of one loop | queries | bound |"
    yield "| --- | ---: | ---: | ---: | --- |"
    for benchmark in chosen:
        figure = figures[benchmark.name]
        queries = "" if benchmark.queries is None else str(benchmark.queries())
        yield (
            f"| {benchmark.name} | {figure * 1000:.3f} ms | {figure / loop:.4f} "
            f"| {queries} | {verdict(benchmark, figures)} |"
        )


def main() -> int:
    """Prepare what was chosen, measure it, print the table; fail on a missed bound."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--only", default="", help="names that contain this text")
    wanted = parser.parse_args()
    load()
    chosen = [each for each in BENCHMARKS.values() if wanted.only in each.name]
    with ExitStack() as stack:
        prepared = {}
        for each in chosen:
            print(f"Preparing {each.name} …", file=sys.stderr, flush=True)
            prepared[each.name] = stack.enter_context(each.prepare())
        figures = measure(prepared, wanted.rounds)
        lines = list(table(chosen, figures))
    print("\n".join(lines))
    return 1 if any("MISSED" in line for line in lines) else 0


if __name__ == "__main__":
    plainly(main)
