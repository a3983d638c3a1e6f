"""Run the tests on SQLite, then on PostgreSQL where there is one; say what was left out.

On PostgreSQL the suite runs without the tests that never touch a database. Journeys in
the browser run there; without PostgreSQL they run on SQLite, and the main job always
runs on both.
"""

import json
import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from services import broker_url, database_url
from steps import BIN, ROOT, plainly

REPORTS = ROOT / "test-reports"
DATA = ROOT.parent / "shared" / "data"
NO_DATABASE = ("tests/architecture", "tests/toolchain")
# What is built once for a file is built in one process only; randomly shuffles within.
PARALLEL = ("-n", "2", "--dist", "loadgroup")
SLOWEST = 10

Results = dict[str, dict[str, str | float]]


def pytest(
    name: str, *arguments: str, environment: dict[str, str]
) -> tuple[int, Results]:
    """Run pytest once and give its exit code and how each test ended."""
    report = REPORTS / f"{name}.json"
    report.unlink(missing_ok=True)
    print(f"\nTests on {name}", flush=True)
    started = time.monotonic()
    code = subprocess.run(
        [BIN / "python", "-m", "pytest", "-q", *PARALLEL, *arguments],
        cwd=ROOT,
        env={**os.environ, **environment, "TEST_REPORT": str(report)},
        check=False,
    ).returncode
    print(f"Tests on {name}: {time.monotonic() - started:.0f} s", flush=True)
    return code, json.loads(report.read_text()) if report.exists() else {}


def run_all(database: str, broker: str, chosen: list[str]) -> tuple[int, Results]:
    """Run on each database there is; the results of both in one table."""
    given = {"TEST_BROKER_URL": broker, "TEST_DATABASE_URL": ""}
    if "CONCORDAT_TEST_DATA" not in os.environ and DATA.is_dir():
        given["CONCORDAT_TEST_DATA"] = str(DATA)
    elsewhere = "postgresql system" if database else ""
    coverage = ["--cov", "--cov-report="]
    code, results = pytest(
        "SQLite",
        *(chosen or coverage),
        environment={**given, "TEST_ELSEWHERE": elsewhere},
    )
    if database:
        ignored = [f"--ignore={folder}" for folder in NO_DATABASE]
        second, more = pytest(
            "PostgreSQL",
            *(chosen or ignored),
            environment={
                **given,
                "TEST_DATABASE_URL": database,
                "TEST_ELSEWHERE": "sqlite no_database",
            },
        )
        code = code or second
        results |= {f"{test} (PostgreSQL)": how for test, how in more.items()}
    return code, results


def print_slowest(results: Results) -> None:
    """Name the tests that took longest."""
    slowest = sorted(results.items(), key=lambda item: -float(item[1]["seconds"]))
    print(f"\nThe {SLOWEST} slowest tests")
    for test, how in slowest[:SLOWEST]:
        print(f"{float(how['seconds']):8.2f} s  {test}")


def print_coverage() -> None:
    """Print the share of branches and lines that the run on SQLite reached."""
    command = [str(BIN / "python"), "-m", "coverage", "json", "-q", "-o", "-"]
    told = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False
    )
    if told.returncode:
        return
    measured = json.loads(told.stdout)
    rooms: Counter[str] = Counter()
    reached: Counter[str] = Counter()
    for path, file in measured["files"].items():
        total = file["summary"]
        room = Path(path).parts[0]
        rooms[room] += total["num_statements"] + total["num_branches"]
        reached[room] += total["covered_lines"] + total["covered_branches"]
    print(f"\nCoverage on SQLite: {measured['totals']['percent_covered']:.1f} %")
    print(
        "  "
        + ", ".join(
            f"{room} {100 * reached[room] / count:.0f} %"
            for room, count in sorted(rooms.items())
            if count
        )
    )


def print_skipped(results: Results, database: str) -> None:
    """Name what was not run on this machine, and how to enable it."""
    skipped = Counter(
        str(how["reason"]) for how in results.values() if how["outcome"] == "skipped"
    )
    if not database:
        skipped["needs PostgreSQL for the second run of the suite: " + _HOW] += 0
    if not skipped:
        print("\nNothing was skipped.")
        return
    print("\nSkipped on this machine:")
    for reason, count in skipped.most_common():
        print(f"  {f'{count} tests: ' if count else ''}{reason}")


_HOW = "set TEST_DATABASE_URL, or TEST_SERVICES=local with a server on 127.0.0.1:5432"


def main() -> int:
    """Run everything, or only the tests named as arguments, and sum up."""
    database, broker = database_url(), broker_url()
    REPORTS.mkdir(exist_ok=True)
    chosen = sys.argv[1:]
    code, results = run_all(database, broker, chosen)
    (REPORTS / "all.json").write_text(json.dumps(results, indent=1, sort_keys=True))
    print_slowest(results)
    if not chosen:
        print_coverage()
    print_skipped(results, database)
    count = len(results)
    print(f"\n{count} tests {'failed in part; see above' if code else 'passed'}.")
    return code


if __name__ == "__main__":
    plainly(main)
