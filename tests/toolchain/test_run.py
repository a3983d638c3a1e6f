import socket
import sqlite3
from contextlib import closing

import pytest
import run
import steps


@pytest.fixture
def listener():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


class TestWantedPort:
    def test_says_that_a_port_is_in_use_and_names_another(self, listener, monkeypatch):
        monkeypatch.setenv("PORT", str(listener))

        with pytest.raises(steps.StopError, match=f"make run PORT={listener + 1}"):
            run.wanted_port()

    def test_gives_a_free_port(self, listener, monkeypatch):
        with socket.socket() as trial:
            trial.bind(("127.0.0.1", 0))
            free = trial.getsockname()[1]
        monkeypatch.setenv("PORT", str(free))

        assert run.wanted_port() == free

    @pytest.mark.parametrize("typed", ["eighty", "0", "65536", "-1"])
    def test_refuses_what_is_no_port(self, typed, monkeypatch):
        monkeypatch.setenv("PORT", typed)

        with pytest.raises(steps.StopError, match="must be a number"):
            run.wanted_port()


class TestStartsWithSample:
    def test_loads_it_at_the_first_start(self, tmp_path, monkeypatch):
        monkeypatch.setenv("SAMPLE", "yes")

        assert run.starts_with_sample(tmp_path / "var")

    def test_never_loads_it_into_a_place_that_was_started_empty(
        self, tmp_path, monkeypatch, capsys
    ):
        monkeypatch.setenv("SAMPLE", "no")
        run.starts_with_sample(tmp_path)
        monkeypatch.setenv("SAMPLE", "yes")

        assert not run.starts_with_sample(tmp_path)
        assert "stays so" in capsys.readouterr().out

    def test_refuses_an_answer_that_is_neither(self, tmp_path, monkeypatch):
        monkeypatch.setenv("SAMPLE", "perhaps")

        with pytest.raises(steps.StopError, match="yes or no"):
            run.wants_sample()


class TestForgetUnfinishedSample:
    @pytest.fixture
    def database(self, tmp_path, monkeypatch):
        monkeypatch.delenv("DATABASE_URL", raising=False)
        (tmp_path / "sample-began").touch()
        path = tmp_path / "concordat.sqlite3"
        path.touch()
        return path

    def test_removes_a_sample_that_was_interrupted(self, database):
        run.forget_unfinished_sample(database.parent)

        assert not database.exists()

    def test_keeps_a_sample_that_was_loaded(self, database):
        (database.parent / "sample-loaded").touch()

        run.forget_unfinished_sample(database.parent)

        assert database.exists()

    def test_keeps_a_place_where_no_sample_was_begun(self, database):
        (database.parent / "sample-began").unlink()

        run.forget_unfinished_sample(database.parent)

        assert database.exists()

    def test_keeps_away_from_a_server(self, database, monkeypatch):
        monkeypatch.setenv("DATABASE_URL", "postgres://somewhere/else")

        run.forget_unfinished_sample(database.parent)

        assert database.exists()


class TestMigrate:
    @pytest.fixture
    def migrations(self, monkeypatch, tmp_path):
        """Stand in for manage.py with a list of what was applied."""
        monkeypatch.delenv("DATABASE_URL", raising=False)
        runs = []

        def manage(command, environment, *, otherwise):
            runs.append(command.split()[0])
            with closing(sqlite3.connect(tmp_path / "concordat.sqlite3")) as connection:
                connection.executescript(
                    "CREATE TABLE IF NOT EXISTS django_migrations (app, name);"
                    f"INSERT INTO django_migrations VALUES ('a', '{len(runs)}');"
                )

        monkeypatch.setattr(run, "manage", manage)
        return runs

    def test_is_left_out_when_nothing_is_new(self, tmp_path, migrations):
        for _ in range(2):
            run.migrate(tmp_path, {})

        assert migrations == ["migrate", "rebuild_search"]

    def test_is_done_again_for_an_older_database_put_in_place(
        self, tmp_path, migrations
    ):
        run.migrate(tmp_path, {})
        (tmp_path / "concordat.sqlite3").unlink()
        run.migrate(tmp_path, {})

        assert migrations == ["migrate", "rebuild_search"] * 2

    def test_is_always_done_on_a_server(self, tmp_path, migrations, monkeypatch):
        monkeypatch.setenv("DATABASE_URL", "postgres://somewhere/else")
        for _ in range(2):
            run.migrate(tmp_path, {})

        assert migrations == ["migrate", "rebuild_search"] * 2


class TestOnce:
    def test_does_the_work_once_for_each_mark(self, tmp_path):
        done = []

        for mark in ("a", "a", "b"):
            steps.once(tmp_path / "stamp", mark, lambda mark=mark: done.append(mark))

        assert done == ["a", "b"]

    def test_leaves_no_stamp_when_the_work_failed(self, tmp_path):
        with pytest.raises(ZeroDivisionError):
            steps.once(tmp_path / "stamp", "a", lambda: 1 / 0)

        assert not (tmp_path / "stamp").exists()


class TestFingerprint:
    def test_changes_with_what_a_file_holds(self, tmp_path):
        path = tmp_path / "requirements.txt"
        path.write_text("a==1")
        before = steps.fingerprint([path])
        path.write_text("a==2")

        assert steps.fingerprint([path]) != before


class TestStepsRun:
    def test_gives_what_the_command_said(self):
        assert steps.run(["printf", "hello"], otherwise="never") == "hello"

    def test_stops_with_the_sentence_and_the_end_of_the_output(self, capsys):
        with pytest.raises(steps.StopError, match=r"It did not work\."):
            steps.run(["sh", "-c", "echo why; exit 3"], otherwise="It did not work.")

        assert "why" in capsys.readouterr().err
