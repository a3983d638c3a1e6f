import pytest
import run_tests

RESULTS = {
    f"tests/a/test_x.py::test_{n}": {"outcome": "passed", "seconds": n, "reason": ""}
    for n in range(12)
}


class TestPrintSlowest:
    def test_names_ten_the_slowest_first(self, capsys):
        run_tests.print_slowest(RESULTS)

        lines = capsys.readouterr().out.strip().splitlines()
        assert len(lines) == 11
        assert lines[1].endswith("test_11")
        assert lines[-1].endswith("test_2")


class TestPrintSkipped:
    def test_says_so_when_nothing_was(self, capsys):
        run_tests.print_skipped(RESULTS, "postgres://here")

        assert "Nothing was skipped." in capsys.readouterr().out

    def test_names_the_database_that_was_not_there(self, capsys):
        run_tests.print_skipped(RESULTS, "")

        assert "set TEST_DATABASE_URL" in capsys.readouterr().out

    def test_counts_tests_by_what_they_lacked(self, capsys):
        lacking = {"outcome": "skipped", "seconds": 0, "reason": "needs Redis: set it"}
        run_tests.print_skipped({"a": lacking, "b": lacking}, "postgres://here")

        assert "2 tests: needs Redis: set it" in capsys.readouterr().out


class TestRunAll:
    @pytest.fixture
    def runs(self, monkeypatch):
        made = []

        def pytest_(name, *arguments, environment):
            made.append((name, arguments, environment))
            return 0, {}

        monkeypatch.setattr(run_tests, "pytest", pytest_)
        return made

    def test_keeps_to_sqlite_where_there_is_no_server(self, runs):
        run_tests.run_all("", "", [])

        ((name, arguments, environment),) = runs
        assert name == "SQLite"
        assert "--cov" in arguments
        assert environment["TEST_ELSEWHERE"] == ""

    def test_runs_again_on_the_server(self, runs):
        run_tests.run_all("postgres://here", "redis://here", [])

        (_, _, first), (name, _, second) = runs
        assert first["TEST_DATABASE_URL"] == ""
        assert first["TEST_ELSEWHERE"] == "postgresql system"
        assert name == "PostgreSQL"
        assert second["TEST_DATABASE_URL"] == "postgres://here"
        assert second["TEST_BROKER_URL"] == "redis://here"
