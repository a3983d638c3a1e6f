"""Programs of the tests' own, in an installation of their own."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests import migrated

ROOT = Path(__file__).resolve().parents[2]
MIGRATE_SECONDS = 180


def environment(folder: Path, database: str, **more: str) -> dict[str, str]:
    """What a program needs to find the installation in a folder."""
    for part in ("messages", "done", "control"):
        (folder / "queue" / part).mkdir(parents=True, exist_ok=True)
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
        "PYTHONPATH": str(ROOT),
        "VAR_DIR": str(folder),
        "DATABASE_URL": database,
        "SECRET_KEY": "a key for tests only, of at least fifty characters, no secret",
        "LOG_LEVEL": "CRITICAL",
        "CELERY_BROKER_URL": "filesystem://localhost",
        "PYTHONWARNINGS": "ignore",
        **more,
    }


def python(
    *arguments: str, env: dict[str, str], seconds: float
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end; it is killed with all its own when it takes too long."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )


def answer_of(*arguments: str, env: dict[str, str], seconds: float) -> Any:
    """Run a program and read the JSON of its last line."""
    done = python(*arguments, env=env, seconds=seconds)
    assert done.returncode == 0, done.stdout[-2_000:] + done.stderr[-4_000:]
    return json.loads(done.stdout.strip().splitlines()[-1])


def migrate(env: dict[str, str]) -> None:
    """Lay the tables; those of a file are copied, and only looked over."""
    kind, _, file = env["DATABASE_URL"].partition(":///")
    if kind == "sqlite":
        migrated.copy_to(Path(file))
    done = python(
        "manage.py", "migrate", "--verbosity", "0", env=env, seconds=MIGRATE_SECONDS
    )
    assert done.returncode == 0, done.stderr[-4_000:]
