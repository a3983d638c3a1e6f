"""Which tests this machine can run, what was skipped and why, as one report.

A test says what it needs with a marker: ``postgresql``, ``sqlite``, ``redis``,
``system`` (a browser) or ``real_data``. What is missing is named at the end, with how
to enable it; TEST_STRICT=1 turns every skip into a failure.
"""

import json
import os
import re
import shutil
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings

HOW_TO_ENABLE = {
    "postgresql": (
        "PostgreSQL: set TEST_DATABASE_URL=postgres://user@host/name, or "
        "TEST_SERVICES=local with a server on 127.0.0.1:5432"
    ),
    "redis": (
        "Redis: set TEST_BROKER_URL=redis://host/0, or TEST_SERVICES=local with a "
        "server on 127.0.0.1:6379"
    ),
    "system": "a browser: install Chromium (Debian: apt install chromium)",
    "real_data": "larger real data: set CONCORDAT_TEST_DATA to its folder",
    "sqlite": "SQLite: leave TEST_DATABASE_URL unset",
}


# The sweeps, the walks and what never enters a room: no coverage is measured there.
UNTRACED = {"access", "security", "journeys", "faults", "architecture", "toolchain"}

# What xdist writes behind a test's name when files stay together.
_GROUP = re.compile(r"@(access|[\w/.-]+\.py)$")


def chromium() -> str | None:
    """Find the machine's Chromium, or the one that CHROMIUM names."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = (shutil.which(name) for name in names)
    return os.environ.get("CHROMIUM") or next(filter(None, found), None)


def available() -> set[str]:
    """Name what this run has, in the words of the markers."""
    engine = settings.DATABASES["default"]["ENGINE"].rsplit(".", 1)[-1]
    return {"postgresql" if engine.startswith("postgres") else "sqlite"} | {
        marker
        for marker, here in {
            "redis": os.environ.get("TEST_BROKER_URL"),
            "system": chromium(),
            "real_data": os.environ.get("CONCORDAT_TEST_DATA"),
        }.items()
        if here
    }


class Reporting:
    """Leaves out what cannot run, and writes down how every test ended."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.strict = os.environ.get("TEST_STRICT") == "1"
        # What another run of the same command covers is left out without a word.
        self.elsewhere = set(os.environ.get("TEST_ELSEWHERE", "").split())
        self.tests: dict[str, dict[str, object]] = {}

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        here = available()
        kept, left = [], []
        for item in items:
            needs = {mark.name for mark in item.iter_markers()} & set(HOW_TO_ENABLE)
            if self._is_elsewhere(item, needs):
                left.append(item)
                continue
            kept.append(item)
            item.add_marker(pytest.mark.xdist_group(_together(item)))
            if UNTRACED & set(item.path.parts):
                # They go over what other tests have reached: to trace them costs
                # minutes and tells of no line more.
                item.add_marker(pytest.mark.no_cover)
            for marker in sorted(needs - here):
                reason = f"needs {HOW_TO_ENABLE[marker]}"
                item.add_marker(pytest.mark.skip(reason=reason))
        items[:] = kept
        if left:
            self.config.hook.pytest_deselected(items=left)

    def _is_elsewhere(self, item: pytest.Item, needs: set[str]) -> bool:
        if "system" in needs & self.elsewhere:
            return item.get_closest_marker("main_job") is None
        if "no_database" in self.elsewhere and not _asks_a_database(item):
            return True
        return bool(needs & self.elsewhere)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self):
        report = yield
        return self._hardened(report)

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(self):
        report = yield
        return self._hardened(report)

    def _hardened(self, report):
        if self.strict and report.skipped and not self._is_excused(report):
            report.outcome = "failed"
            report.longrepr = f"TEST_STRICT=1 and skipped: {_reason(report)}"
        return report

    def _is_excused(self, report) -> bool:
        # The larger data is no part of the project, so a clean checkout may lack it;
        # it is named as skipped all the same.
        lacks_data = HOW_TO_ENABLE["real_data"] in _reason(report)
        return lacks_data or hasattr(report, "wasxfail")

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        name = _GROUP.sub("", report.nodeid)
        test = self.tests.setdefault(
            name, {"outcome": "passed", "seconds": 0.0, "reason": ""}
        )
        test["seconds"] += report.duration
        if report.failed:
            test["outcome"] = "failed"
        elif report.skipped and test["outcome"] == "passed":
            test |= {"outcome": "skipped", "reason": _reason(report)}

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self) -> None:
        path = os.environ.get("TEST_REPORT")
        if path and not hasattr(self.config, "workerinput"):
            Path(path).write_text(json.dumps(self.tests, indent=1, sort_keys=True))

    def pytest_terminal_summary(self, terminalreporter) -> None:
        skipped = Counter(
            test["reason"]
            for test in self.tests.values()
            if test["outcome"] == "skipped"
        )
        if skipped and "TEST_REPORT" not in os.environ:
            terminalreporter.section("skipped, and how to enable it")
            for reason, count in skipped.most_common():
                terminalreporter.line(f"{count:>5}  {reason}")


def _asks_a_database(item: pytest.Item) -> bool:
    fixtures = {"db", "transactional_db", "live_server"}
    marked = item.get_closest_marker("django_db") is not None
    return marked or bool(fixtures & set(getattr(item, "fixturenames", ())))


def _together(item: pytest.Item) -> str:
    """Name what one process runs: a file, or all that share the sweeps' one world."""
    if "access" in item.path.parts:
        return "access"
    return item.nodeid.partition("::")[0]


def _reason(report) -> str:
    """Read the reason of a skip, wherever pytest has put it."""
    told = report.longrepr
    text = told[2] if isinstance(told, tuple) else str(told)
    return text.removeprefix("Skipped: ")
