"""A migrated SQLite database that is made once and copied ever after.

Laying all tables takes seconds; copying them takes milliseconds. The copy is named by
what the migrations say, and whoever uses it still runs ``migrate`` over it, which finds
nothing to do and puts the guards in place, so an old copy can do no harm.
"""

import fcntl
import hashlib
import os
import sqlite3
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / ".pytest_cache" / "migrated"
MEMORY = "file:memorydb_default?mode=memory&cache=shared"
LIBRARIES = ("Django", "django-allauth", "django-guardian", "django-simple-history")

# What lives in memory ends with its last connection, so one stays open.
_kept_open: list[sqlite3.Connection] = []


def template() -> Path:
    """Give the file of the migrated database; makes it when the migrations are new."""
    path = KEPT / f"{_fingerprint()}.sqlite3"
    KEPT.mkdir(parents=True, exist_ok=True)
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            for old in KEPT.glob("*.sqlite3"):
                old.unlink()
            _make(path)
    return path


def copy_to(target: Path) -> None:
    """Copy the migrated database to a file."""
    source, there = sqlite3.connect(template()), sqlite3.connect(target)
    source.backup(there)
    source.close()
    there.close()


def copy_to_memory() -> None:
    """Fill the database in memory that Django's tests are about to open."""
    source = sqlite3.connect(template())
    there = sqlite3.connect(MEMORY, uri=True, check_same_thread=False)
    source.backup(there)
    source.close()
    _kept_open.append(there)


def _make(path: Path) -> None:
    half = path.with_suffix(f".{os.getpid()}")
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
            "TEST_DATABASE_URL": f"sqlite:///{half}",
        },
        check=True,
    )
    # Into a single file: what the write-ahead log still holds goes in, too.
    with sqlite3.connect(half) as made:
        made.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        made.execute("PRAGMA journal_mode=DELETE")
    made.close()
    half.rename(path)


def _fingerprint() -> str:
    found = hashlib.sha256()
    for name in LIBRARIES:
        found.update(f"{name} {version(name)}\n".encode())
    for path in sorted(ROOT.glob("*/migrations/*.py")):
        found.update(path.relative_to(ROOT).as_posix().encode() + path.read_bytes())
    return found.hexdigest()[:32]
