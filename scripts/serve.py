"""Run the web server, one worker and the beat together; when one ends, all end.

Each runs in a session of its own, so that Ctrl-C reaches this program alone, which
then asks them to finish in order. A second Ctrl-C does not wait.
"""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from steps import BIN, ROOT, plainly

GRACE_SECONDS = 12.0
STARTING_SECONDS = 60.0
LOOK_SECONDS = 0.1
PARENT_DIED = 1  # PR_SET_PDEATHSIG of Linux


def commands(port: int, var: Path) -> dict[str, list[str]]:
    """Name the three processes and what starts each."""
    python = [str(BIN / "python"), "-m"]
    celery = [*python, "celery", "--quiet", "--app", "config"]
    return {
        "web": [
            *(*python, "gunicorn", "config.wsgi"),
            *("--config", "python:config.server", "--bind", f"127.0.0.1:{port}"),
        ],
        # Threads, since SQLite's one writer gains nothing from more processes.
        "worker": [
            *(*celery, "worker", "--pool", "threads", "--concurrency", "2"),
            *("--without-gossip", "--without-mingle", "--loglevel", "warning"),
        ],
        "beat": [
            *(*celery, "beat", "--pidfile=", "--loglevel", "warning"),
            *("--schedule", str(var / "beat-schedule")),
        ],
    }


def ends_with_its_parent() -> Callable[[], None] | None:
    """Give what a child calls before it starts, so that none outlives a killed parent.

    Only Linux offers this; elsewhere Ctrl-C and TERM still stop everything.
    """
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None)

    def ask() -> None:
        libc.prctl(PARENT_DIED, signal.SIGTERM)

    return ask


@dataclass
class Processes:
    """The processes that were started, and how to end them."""

    running: dict[str, subprocess.Popen[str]] = field(default_factory=dict)

    def start(self, name: str, command: list[str]) -> None:
        """Start one process in a session of its own."""
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            preexec_fn=ends_with_its_parent(),  # noqa: PLW1509 - no threads yet
        )
        self.running[name] = process

    def pass_on_lines(self) -> None:
        """Print what the processes say, once all are started: forks before threads."""
        for name, process in self.running.items():
            threading.Thread(target=_pass_on, args=(name, process), daemon=True).start()

    def ended(self) -> str | None:
        """Name the first process that has ended, if one has."""
        for name, process in self.running.items():
            if process.poll() is not None:
                return name
        return None

    def stop(self, *, at_once: Callable[[], bool]) -> None:
        """Ask all to finish, wait a while, then end what is left."""
        deadline = time.monotonic() + GRACE_SECONDS
        self._signal(signal.SIGTERM)
        while self._alive() and time.monotonic() < deadline and not at_once():
            time.sleep(LOOK_SECONDS)
        self._signal(signal.SIGKILL)
        for process in self.running.values():
            process.wait()

    def _alive(self) -> bool:
        return any(process.poll() is None for process in self.running.values())

    def _signal(self, number: signal.Signals) -> None:
        for process in self.running.values():
            leader_lives = process.poll() is None
            # The last signal goes to each whole session, for children left behind.
            if number is signal.SIGKILL:
                _signal_session(process.pid, number)
            elif leader_lives:
                process.send_signal(number)


def _signal_session(leader: int, number: signal.Signals) -> None:
    try:
        os.killpg(leader, number)
    except (ProcessLookupError, PermissionError):
        return


def _pass_on(name: str, process: subprocess.Popen[str]) -> None:
    for line in process.stdout or ():
        print(f"{name:<6} | {line.rstrip()}", flush=True)


def answers(port: int) -> bool:
    """Say whether the web server takes connections yet."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False


def make_queue(var: Path) -> None:
    """Make the folders that are the broker, which expects to find them."""
    for folder in ("messages", "done", "control"):
        (var / "queue" / folder).mkdir(parents=True, exist_ok=True)


def greeting(port: int, var: Path) -> str:
    """Say where the pages are and who may sign in."""
    lines = ["", f"Concordat is at http://localhost:{port}"]
    people = var / "sample-people.txt"
    if os.environ.get("SAMPLE_SIGN_IN") == "yes" and people.exists():
        lines += [f"The sample people ({people}):", "", people.read_text().rstrip()]
    if said := os.environ.get("GREETING", "").strip():
        lines.append(said)
    return "\n".join([*lines, "", "Press Ctrl-C to stop.", ""])


def main() -> int:
    """Serve until Ctrl-C, TERM, a closed terminal, or one of the three ends."""
    port = int(os.environ.get("PORT", "8000"))
    var = Path(os.environ.get("VAR_DIR") or ROOT / "var")
    asked: list[int] = []

    def note(number: int, _: FrameType | None) -> None:
        asked.append(number)

    # Set outright: a shell may have started us with interrupts ignored.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, note)
    make_queue(var)
    processes = Processes()
    for name, command in commands(port, var).items():
        processes.start(name, command)
    processes.pass_on_lines()
    try:
        return watch(processes, port, var, asked)
    finally:
        processes.stop(at_once=lambda: len(asked) > 1)


def watch(processes: Processes, port: int, var: Path, asked: list[int]) -> int:
    """Greet when the pages answer, then wait for a reason to stop."""
    greeted, started = False, time.monotonic()
    while not asked:
        if name := processes.ended():
            print(f"\nThe {name} process ended by itself; stopping the others.")
            return 1
        if not greeted and (greeted := answers(port)):
            print(greeting(port, var), flush=True)
        if not greeted and time.monotonic() - started > STARTING_SECONDS:
            print(f"\nNo page after {STARTING_SECONDS:.0f} s; stopping.")
            return 1
        time.sleep(LOOK_SECONDS)
    print("\nStopping …", flush=True)
    return 0


if __name__ == "__main__":
    plainly(main)
