"""From a fresh clone to pages on localhost: prepare, migrate, load the sample, serve.

Runs with the machine's own Python; hands over to scripts/serve.py in .venv.
"""

import os
import socket
import sqlite3
from contextlib import closing
from pathlib import Path

import prepare
import serve
from steps import BIN, ROOT, StopError, fingerprint, once, plainly, run, step

ROOMS = ("ui", "audit", "accounts", "collab", "pathways", "agreements")
HIGHEST_PORT = 65535


def wanted_port() -> int:
    """Read PORT and make sure that nothing else answers there."""
    typed = os.environ.get("PORT") or "8000"
    if not typed.isdigit() or not 0 < int(typed) <= HIGHEST_PORT:
        raise StopError(f"PORT must be a number from 1 to {HIGHEST_PORT}, not {typed}.")
    port = int(typed)
    taken = (
        f"Port {port} is in use by another program. "
        f"Stop that program, or choose another port: make run PORT={port + 1}"
    )
    if any(_answers(host, port) for host in ("127.0.0.1", "::1")):
        raise StopError(taken)
    try:
        with socket.socket() as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(("127.0.0.1", port))
    except PermissionError:
        raise StopError(
            f"Port {port} is kept for the system. Choose one from 1024: make run PORT=8000"
        ) from None
    except OSError:
        raise StopError(taken) from None
    return port


def _answers(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host, port), timeout=1):
            return True
    except OSError:
        return False


def wants_sample() -> bool:
    """Read SAMPLE, which is yes unless it says no."""
    typed = (os.environ.get("SAMPLE") or "yes").lower()
    if typed not in {"yes", "no"}:
        raise StopError(f"SAMPLE must be yes or no, not {typed}.")
    return typed == "yes"


def starts_with_sample(var: Path) -> bool:
    """Say whether this place holds the sample: settled at its first start, for good."""
    choice = var / "started-with"
    if not choice.exists():
        var.mkdir(mode=0o700, parents=True, exist_ok=True)
        choice.write_text("sample" if wants_sample() else "nothing")
        return wants_sample()
    sample = choice.read_text() == "sample"
    if sample is not wants_sample():
        print(
            f"This place was started with {'the sample' if sample else 'nothing in it'} "
            "and stays so. To start afresh: make clean DATA=yes",
            flush=True,
        )
    return sample


def manage(command: str, environment: dict[str, str], *, otherwise: str) -> str:
    """Run one management command and give back what it said."""
    return run(
        [BIN / "python", "manage.py", *command.split()],
        otherwise=otherwise,
        environment=environment,
    )


def collect_static(var: Path, environment: dict[str, str]) -> None:
    """Gather static files under hashed names, when any of them changed."""
    files = [
        path
        for room in ROOMS
        for path in (ROOT / room / "static").rglob("*")
        if path.is_file()
    ]

    def work() -> None:
        with step("Gathering static files"):
            manage(
                "collectstatic --no-input --clear --verbosity 0",
                environment,
                otherwise="The static files could not be gathered; see above.",
            )

    stamp = var / "static-gathered"
    if not (ROOT / "staticfiles" / "staticfiles.json").exists():
        stamp.unlink(missing_ok=True)
    packages = fingerprint([ROOT / "requirements.txt"])
    once(stamp, fingerprint(files, also=packages, contents=False), work)


def migrate(var: Path, environment: dict[str, str]) -> None:
    """Bring the database up to date, unless its own list says that it is."""
    steps = [ROOT / "requirements.txt", *ROOT.glob("*/migrations/*.py")]
    steps += ROOT.glob("audit/*.py")  # every migration puts the triggers back
    stamp, database = var / "migrated", var / "concordat.sqlite3"

    def mark() -> str:
        return fingerprint(steps, also=applied_migrations(database))

    on_server = bool(os.environ.get("DATABASE_URL"))
    if not on_server and stamp.exists() and stamp.read_text() == mark():
        return
    with step("Bringing the database up to date"):
        manage(
            "migrate --no-input --verbosity 0",
            environment,
            otherwise="The database could not be brought up to date; see above.",
        )
        # What an earlier version wrote has no entry in the search yet.
        manage(
            "rebuild_search --missing --verbosity 0",
            environment,
            otherwise="The search could not be brought up to date; see above.",
        )
    stamp.write_text(mark())


def applied_migrations(database: Path) -> str:
    """Read which migrations the embedded database has seen; none where it is new."""
    if not database.exists():
        return ""
    try:
        with closing(sqlite3.connect(database)) as connection:
            rows = connection.execute(
                "SELECT app, name FROM django_migrations ORDER BY app, name"
            )
            return repr(rows.fetchall())
    except sqlite3.DatabaseError:
        return ""


def forget_unfinished_sample(var: Path) -> None:
    """Remove a sample whose loading was interrupted, so that it can begin anew.

    Nothing was served before it was complete, so the database holds nothing else.
    """
    began, ended = var / "sample-began", var / "sample-loaded"
    if not began.exists() or ended.exists() or os.environ.get("DATABASE_URL"):
        return
    print("The sample was left half loaded; beginning again.", flush=True)
    for path in (*var.glob("concordat.sqlite3*"), began):
        path.unlink()


def fill(var: Path, environment: dict[str, str], *, sample: bool) -> str:
    """Load the sample once, or make the first administrator's link; say the latter."""
    if not sample:
        return manage(
            "first_administrator",
            environment,
            otherwise="The first administrator's link could not be made; see above.",
        )

    def work() -> None:
        (var / "sample-began").touch()
        with step("Loading the sample"):
            manage(
                "load_sample",
                environment,
                otherwise=("The sample could not be loaded; see above."),
            )

    once(var / "sample-loaded", "yes", work)
    return ""


def main() -> int:
    """Do everything up to serving, then become the program that serves."""
    port = wanted_port()
    wants_sample()
    prepare.make_environment()
    prepare.install_for_running()
    prepare.build_assets()
    var = Path(os.environ.get("VAR_DIR") or ROOT / "var")
    sample = starts_with_sample(var)
    environment = {
        **os.environ,
        "PORT": str(port),
        "SITE_URL": f"http://localhost:{port}",
        "VAR_DIR": str(var),
        "SAMPLE_SIGN_IN": "yes" if sample else "no",
    }
    environment.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
    forget_unfinished_sample(var)
    serve.make_queue(var)
    collect_static(var, environment)
    migrate(var, environment)
    environment["GREETING"] = fill(var, environment, sample=sample)
    python = str(BIN / "python")
    server = str(ROOT / "scripts" / "serve.py")
    os.execve(python, [python, server], environment)  # noqa: S606 - none is wanted


if __name__ == "__main__":
    plainly(main)
