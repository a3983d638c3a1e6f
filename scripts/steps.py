"""Say what is being done and how long it took; stop with a sentence when it fails."""

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
BIN = VENV / "bin"
TAIL = 40


class StopError(Exception):
    """What went wrong, in a sentence for the person at the terminal."""


@contextmanager
def step(doing: str) -> Iterator[None]:
    """Print what is being done and, on the same line, how long it took."""
    print(f"{doing} …", end="", flush=True)
    started = time.monotonic()
    try:
        yield
    except BaseException:
        print(flush=True)
        raise
    print(f" {time.monotonic() - started:.1f} s", flush=True)


def stop(sentence: str) -> NoReturn:
    """Print the sentence and end with a failure."""
    print(f"\n{sentence}", file=sys.stderr, flush=True)
    raise SystemExit(1)


def run(
    command: Sequence[str | Path],
    *,
    otherwise: str,
    environment: Mapping[str, str] | None = None,
) -> str:
    """Run a command quietly; show the end of its output only when it fails.

    :raises StopError: with the sentence of ``otherwise`` when it fails
    """
    done = subprocess.run(
        [str(part) for part in command],
        cwd=ROOT,
        env=dict(environment) if environment is not None else None,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        print("\n".join(done.stdout.splitlines()[-TAIL:]), file=sys.stderr)
        raise StopError(otherwise)
    return done.stdout


def fingerprint(paths: Iterable[Path], *, also: str = "", contents: bool = True) -> str:
    """Work out one short text that changes when any of the files changes.

    Without ``contents`` it looks at names, sizes and times only, for many files.
    """
    digest = hashlib.sha256(also.encode())
    for path in sorted(paths):
        digest.update(str(path).encode())
        if contents:
            digest.update(path.read_bytes())
        else:
            about = path.stat()
            digest.update(f"{about.st_size} {about.st_mtime_ns}".encode())
    return digest.hexdigest()


def once(stamp: Path, mark: str, work: Callable[[], None]) -> None:
    """Do the work unless the stamp says it was done for the same mark."""
    if stamp.exists() and stamp.read_text() == mark:
        return
    work()
    stamp.parent.mkdir(parents=True, exist_ok=True)
    unfinished = stamp.with_suffix(".new")
    unfinished.write_text(mark)
    unfinished.replace(stamp)


def plainly(main: Callable[[], int]) -> NoReturn:
    """Run a script's main function, turning failures and Ctrl-C into plain lines."""
    os.chdir(ROOT)
    try:
        code = main()
    except StopError as why:
        stop(str(why))
    except KeyboardInterrupt:
        print("\nStopped.", flush=True)
        code = 130
    raise SystemExit(code)
