import check_licences
import check_requirements
import pytest

TABLE = """
| number | sentence | test or journey | state |
| --- | --- | --- | --- |
| 2.001 | It works. | `tests/a/test_x.py::TestIt::test_works` | done |
| 2.002 | It is fast. | - | open |
"""
EXISTING = {
    "tests/a/test_x.py",
    "tests/a/test_x.py::TestIt",
    "tests/a/test_x.py::TestIt::test_works",
}


def row(shown_by=(), state="done"):
    return check_requirements.Row("2.001", "It works.", tuple(shown_by), state)


class TestRows:
    def test_reads_number_tests_and_state(self):
        first, second = check_requirements.rows(TABLE)

        assert first.number == "2.001"
        assert first.shown_by == ("tests/a/test_x.py::TestIt::test_works",)
        assert second.shown_by == ()
        assert second.state == "open"


class TestWrongWith:
    def wrong(self, *arguments, **keywords):
        return list(
            check_requirements.wrong_with(row(*arguments, **keywords), EXISTING)
        )

    @pytest.mark.parametrize("name", sorted(EXISTING))
    def test_accepts_a_file_a_class_and_a_function(self, name):
        assert not self.wrong([name])

    def test_objects_to_done_without_a_test(self):
        assert self.wrong() == ["2.001: done, but no test or journey is named"]

    def test_objects_to_a_test_that_does_not_exist(self):
        assert self.wrong(["tests/a/test_x.py::test_gone"])

    def test_objects_to_a_state_of_its_own(self):
        assert self.wrong(state="nearly")

    def test_lets_an_open_row_name_nothing(self):
        assert not self.wrong(state="open")


class TestNotPassed:
    def objections(self, outcomes):
        named = row(["tests/a/test_x.py::TestIt::test_works"])
        results = {
            f"tests/a/test_x.py::TestIt::test_works{suffix}": {"outcome": outcome}
            for suffix, outcome in outcomes.items()
        }
        return list(check_requirements.not_passed(named, results))

    @pytest.mark.parametrize(
        "suffix", ["", "[a-b]", " (PostgreSQL)", "[a] (PostgreSQL)"]
    )
    def test_is_content_with_a_test_that_passed(self, suffix):
        assert not self.objections({suffix: "passed"})

    def test_objects_to_a_test_that_was_skipped(self):
        assert self.objections({"": "skipped"})

    def test_objects_to_a_test_that_did_not_run(self):
        assert self.objections({})

    def test_objects_to_a_test_that_failed_on_one_database(self):
        assert self.objections({"": "passed", " (PostgreSQL)": "failed"})


class TestExistingTests:
    def test_finds_this_one(self):
        here = "tests/toolchain/test_checks.py::TestExistingTests::test_finds_this_one"

        assert here in check_requirements.existing_tests(
            check_requirements.ROOT / "tests"
        )


class TestObjection:
    @pytest.mark.parametrize(
        "text",
        ["MIT", "BSD-3-Clause", "Apache Software License", "MPL-2.0", "PSF-2.0"],
    )
    def test_accepts_what_fits(self, text):
        assert check_licences.objection("some", text) is None

    @pytest.mark.parametrize(
        "text",
        [
            "GPL-3.0-only",
            "AGPL-3.0",
            "GNU General Public License v3 (GPLv3)",
            "GNU Affero General Public License v3",
            "LGPL-3.0-only",
            "",
        ],
    )
    def test_refuses_what_does_not(self, text):
        assert check_licences.objection("some", text)

    def test_lets_psycopg_be_lgpl_by_name(self):
        assert check_licences.objection("psycopg", "LGPL-3.0-only") is None
