import os
import signal
import subprocess
import sys
import time

import pytest
import serve

from tests.architecture.source import ROOT

LONG = "import time; time.sleep(60)"
STUBBORN = (
    "import signal, sys, time;"
    "signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', end='', flush=True);"
    "time.sleep(60)"
)
# A shell's background job starts with interrupts ignored, as the whole program must
# bear; the three processes are stood in for by sleepers.
PROGRAM = f"""
import sys
sys.path.insert(0, {str(ROOT / "scripts")!r})
import serve
serve.commands = lambda port, var: {{
    name: [sys.executable, "-c", {LONG!r}] for name in ("web", "worker", "beat")
}}
serve.answers = lambda port: True
print("started", flush=True)
raise SystemExit(serve.main())
"""


def python(code):
    return [sys.executable, "-c", code]


def alive(number):
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    return True


def children_of(number):
    with open(f"/proc/{number}/task/{number}/children") as listed:
        return [int(child) for child in listed.read().split()]


def eventually(condition, seconds=10):
    """Wait for another process, in short looks."""
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    return condition()


@pytest.fixture
def processes():
    made = serve.Processes()
    yield made
    made.stop(at_once=lambda: True)


class TestProcesses:
    def test_names_the_one_that_has_ended(self, processes):
        processes.start("web", python(LONG))
        processes.start("worker", python("raise SystemExit(3)"))
        processes.running["worker"].wait()

        assert processes.ended() == "worker"

    def test_name_none_while_all_run(self, processes):
        processes.start("web", python(LONG))

        assert processes.ended() is None

    def test_end_when_asked(self, processes):
        processes.start("web", python(LONG))

        processes.stop(at_once=lambda: False)

        assert processes.running["web"].returncode == -signal.SIGTERM

    def test_are_ended_when_they_do_not_listen(self, processes, monkeypatch):
        monkeypatch.setattr(serve, "GRACE_SECONDS", 0.2)
        processes.start("web", python(STUBBORN))
        while not processes.half_lines["web"]:
            processes.pass_on(0.1)

        processes.stop(at_once=lambda: False)

        assert processes.running["web"].returncode == -signal.SIGKILL


class TestPassOn:
    def test_puts_the_name_before_each_whole_line(self, processes, capsys):
        said = "import sys; sys.stdout.write('one\\ntwo\\nthr'); sys.stdout.flush();"
        processes.start("web", python(said + LONG))

        while not processes.half_lines["web"]:
            processes.pass_on(0.1)

        assert capsys.readouterr().out == "web    | one\nweb    | two\n"


@pytest.fixture
def program(tmp_path):
    """The whole program, as a script would start it in the background."""
    started = subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        env={**os.environ, "VAR_DIR": str(tmp_path), "PORT": "8000"},
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),  # noqa: PLW1509
    )
    started.stdout.readline()
    assert eventually(lambda: len(children_of(started.pid)) == 3)
    yield started
    if started.poll() is None:
        os.killpg(started.pid, signal.SIGKILL)
    started.communicate()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
class TestMain:
    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
    def test_ends_all_three_when_its_group_is_told_to(self, program, number):
        children = children_of(program.pid)

        os.killpg(program.pid, number)

        assert program.wait(timeout=15) == 0
        assert not any(map(alive, children))

    def test_ends_the_others_when_one_ends_by_itself(self, program):
        children = children_of(program.pid)

        os.kill(children[1], signal.SIGKILL)

        said, _ = program.communicate(timeout=15)
        assert program.returncode == 1
        assert "process ended by itself" in said
        assert not any(map(alive, children))

    def test_leaves_no_orphan_when_it_is_killed(self, program):
        children = children_of(program.pid)

        program.kill()
        program.wait()

        assert eventually(lambda: not any(map(alive, children)))


class TestGreeting:
    def test_names_the_address_and_the_sample_people(self, tmp_path, monkeypatch):
        monkeypatch.setenv("SAMPLE_SIGN_IN", "yes")
        (tmp_path / "sample-people.txt").write_text("esther@example.org  secret\n")

        said = serve.greeting(8123, tmp_path)

        assert "http://localhost:8123" in said
        assert "esther@example.org  secret" in said

    def test_keeps_the_sample_people_to_itself_in_an_empty_place(
        self, tmp_path, monkeypatch
    ):
        monkeypatch.setenv("SAMPLE_SIGN_IN", "no")
        monkeypatch.setenv("GREETING", "http://localhost:8123/first/abc")
        (tmp_path / "sample-people.txt").write_text("esther@example.org  secret\n")

        said = serve.greeting(8123, tmp_path)

        assert "secret" not in said
        assert "http://localhost:8123/first/abc" in said
