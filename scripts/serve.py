"""Run the web server, one worker and the beat together; when one ends, all end.

Each runs in a session of its own, so that Ctrl-C reaches this program alone, which
then asks them to finish in order. A second Ctrl-C does not wait.
"""

import ctypes
import os
import selectors
import signal
import socket
import subprocess
import sys
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
    """The processes that were started, what they say, and how to end them."""

    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    half_lines: dict[str, bytes] = field(default_factory=dict)
    ready: selectors.DefaultSelector = field(default_factory=selectors.DefaultSelector)

    def start(self, name: str, command: list[str]) -> None:
        """Start one process in a session of its own."""
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=ends_with_its_parent(),  # noqa: PLW1509 - no threads here
        )
        self.running[name] = process
        self.half_lines[name] = b""
        if process.stdout:
            self.ready.register(process.stdout, selectors.EVENT_READ, name)

    def pass_on(self, seconds: float) -> None:
        """Print what the processes say within a time, each line after its name."""
        for key, _ in self.ready.select(seconds):
            said = os.read(key.fd, 65_536)
            if not said:
                self.ready.unregister(key.fileobj)
            *lines, rest = (self.half_lines[key.data] + said).split(b"\n")
            self.half_lines[key.data] = rest
            for line in lines:
                print(f"{key.data:<6} | {line.decode(errors='replace')}", flush=True)

    def ended(self) -> str | None:
        """Name the first process that has ended, if one has."""
        for name, process in self.running.items():
            if process.poll() is not None:
                return name
        return None

    def stop(self, *, at_once: Callable[[], bool]) -> None:
        """Ask all to finish, wait a while, then end what is left."""
        deadline = time.monotonic() + GRACE_SECONDS
        for process in self.running.values():
            process.terminate()
        while self._alive() and time.monotonic() < deadline and not at_once():
            self._look()
        # To each whole session, for children that were left behind.
        for process in self.running.values():
            _end_session(process.pid)
        for process in self.running.values():
            process.wait()
            if process.stdout:
                process.stdout.close()
        self.ready.close()

    def _look(self) -> None:
        if self.ready.get_map():
            self.pass_on(LOOK_SECONDS)
        else:
            time.sleep(LOOK_SECONDS)

    def _alive(self) -> bool:
        return any(process.poll() is None for process in self.running.values())


def _end_session(leader: int) -> None:
    try:
        os.killpg(leader, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


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
    try:
        return watch(processes, port, var, asked)
    finally:
        processes.stop(at_once=lambda: len(asked) > 1)


def watch(processes: Processes, port: int, var: Path, asked: list[int]) -> int:
    """Start the three, greet, then wait for a reason to stop.

    The web server starts alone, so that the first page is not kept waiting.
    """
    waiting = commands(port, var)
    processes.start("web", waiting.pop("web"))
    deadline = time.monotonic() + STARTING_SECONDS
    while not asked:
        processes.pass_on(LOOK_SECONDS)
        if name := processes.ended():
            processes.pass_on(0)
            print(f"\nThe {name} process ended by itself; stopping the others.")
            return 1
        if waiting and answers(port):
            while waiting:
                processes.start(*waiting.popitem())
            print(greeting(port, var), flush=True)
        if waiting and time.monotonic() > deadline:
            print(f"\nNo page after {STARTING_SECONDS:.0f} s; stopping.")
            return 1
    print("\nStopping …", flush=True)
    return 0


if __name__ == "__main__":
    plainly(main)
