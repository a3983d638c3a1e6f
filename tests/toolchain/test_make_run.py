"""``make run`` as a newcomer types it: the real three processes on a free port."""

import os
import re
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import contextmanager

import pytest

from tests.architecture.source import ROOT

pytestmark = pytest.mark.slow
FIRST_SECONDS, SECOND_SECONDS, STOP_SECONDS = 240, 10, 20


def free_port():
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


def status(address):
    """What a page answers, or nothing while nobody listens."""
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return None


@pytest.fixture
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("var")


@contextmanager
def made_run(place, **options):
    """Start it and wait for the first answer; gives port, seconds and what it said."""
    port = free_port()
    keep = ("PATH", "HOME", "LANG")
    environment = {name: os.environ[name] for name in keep if name in os.environ}
    log = place / "output.txt"
    started = time.monotonic()
    with log.open("w") as output:
        process = subprocess.Popen(
            ["make", "run"],
            cwd=ROOT,
            env={**environment, "VAR_DIR": str(place), "PORT": str(port), **options},
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        address = f"http://127.0.0.1:{port}/"
        while (answer := status(address)) is None:
            said = log.read_text()
            assert process.poll() is None, said
            assert time.monotonic() - started < FIRST_SECONDS, said
            time.sleep(0.05)
        yield answer, port, time.monotonic() - started, log, process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGINT)
            process.wait(STOP_SECONDS)


def eventually_says(log, text):
    deadline = time.monotonic() + 10
    while text not in log.read_text() and time.monotonic() < deadline:
        time.sleep(0.05)
    return log.read_text()


class TestMakeRun:
    def test_serves_the_sample_twice_and_stops_when_told(self, place):
        with made_run(place) as (answer, port, _, log, process):
            said = eventually_says(log, "Press Ctrl-C")
            assert answer == 200
            assert f"Concordat is at http://localhost:{port}" in said
            assert (place / "sample-people.txt").read_text().rstrip() in said
            assert (place / "sample-people.txt").stat().st_mode & 0o777 == 0o600
            os.killpg(process.pid, signal.SIGINT)
            process.wait(STOP_SECONDS)
            assert status(f"http://127.0.0.1:{port}/") is None

        with made_run(place) as (answer, _, seconds, log, _):
            assert answer == 200
            assert seconds < SECOND_SECONDS
            assert "Loading the sample" not in log.read_text()

    def test_starts_empty_with_a_link_for_the_first_administrator(self, place):
        with made_run(place, SAMPLE="no") as (_, port, _, log, _):
            said = eventually_says(log, "Press Ctrl-C")
            link = re.search(rf"http://localhost:{port}/\S*first\S+", said)

            assert not (place / "sample-people.txt").exists()
            assert status(link[0].replace("localhost", "127.0.0.1")) == 200

    def test_says_that_its_port_is_taken_before_it_does_anything(self, place):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            port = str(taken.getsockname()[1])
            done = subprocess.run(
                ["make", "run"],
                cwd=ROOT,
                env={**os.environ, "VAR_DIR": str(place), "PORT": port},
                capture_output=True,
                text=True,
                check=False,
            )

        assert done.returncode != 0
        assert f"Port {port} is in use" in done.stderr
        assert not list(place.iterdir())
