"""Everything that is checked without running the product; changes nothing.

Two checks run at a time. Each is one line with its time; the output of one that failed
follows its line.
"""

import os
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from steps import BIN, ROOT, plainly

ROOMS = ("config", "agreements", "pathways", "collab", "accounts", "audit", "ui")
AT_A_TIME = 2


@dataclass(frozen=True)
class Check:
    """One check: what it is called on its line, and the command that makes it."""

    name: str
    command: tuple[str | Path, ...]


def module(name: str, *arguments: str) -> tuple[str | Path, ...]:
    """Give the command that runs a tool of .venv."""
    return (BIN / "python", "-m", name, *arguments)


# The slowest first, so that the others run beside it.
CHECKS = (
    Check("types (mypy)", module("mypy", "--no-error-summary")),
    Check("lint (ruff)", module("ruff", "check", "--quiet", ".")),
    Check("format (ruff)", module("ruff", "format", "--check", "--quiet", ".")),
    Check("import contracts", (BIN / "lint-imports", "--no-cache", "--no-logo")),
    Check("templates (djlint)", module("djlint", *ROOMS, "--lint", "--quiet")),
    Check(
        "migrations",
        (BIN / "python", "manage.py", "makemigrations", "--check", "--dry-run"),
    ),
    Check("dependencies (deptry)", module("deptry", ".", "--no-ansi")),
    Check("licences", (BIN / "python", "scripts/check_licences.py")),
    Check("requirements", (BIN / "python", "scripts/check_requirements.py")),
)


def run(check: Check) -> tuple[Check, float, str | None]:
    """Run one check; give its time, and its output if it failed."""
    started = time.monotonic()
    done = subprocess.run(
        check.command,
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.test"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return check, time.monotonic() - started, done.stdout if done.returncode else None


def main() -> int:
    """Run every check, whatever the others say."""
    failed: list[str] = []
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        for future in as_completed(pool.submit(run, check) for check in CHECKS):
            check, seconds, output = future.result()
            verdict = "ok" if output is None else "FAILED"
            print(f"{check.name:<24} {seconds:5.1f} s  {verdict}", flush=True)
            if output is not None:
                failed.append(check.name)
                print("    " + output.strip().replace("\n", "\n    "), flush=True)
    if failed:
        print(f"\n{len(failed)} of {len(CHECKS)} checks failed: {', '.join(failed)}")
        return 1
    print(f"\nAll {len(CHECKS)} checks passed.")
    return 0


if __name__ == "__main__":
    plainly(main)
