"""The reporting plugin, tried in a pytest of its own."""

import json
import os
import subprocess
import sys

import pytest

from tests.architecture.source import ROOT

# Loading these takes longer than everything that is tried here.
NOT_ASKED_HERE = ("randomly", "playwright", "pytest_cov", "hypothesispytest")
TESTS = """
import pytest

def test_works():
    pass

@pytest.mark.django_db
def test_asks_a_database():
    pass

@pytest.mark.redis
def test_needs_a_broker():
    pass

@pytest.mark.postgresql
def test_needs_the_other_database():
    pass

@pytest.mark.real_data
def test_reads_the_larger_data():
    pass

@pytest.mark.system
def test_goes_through_a_browser():
    pass

@pytest.mark.system
@pytest.mark.main_job
def test_is_the_main_job():
    pass
"""
CONFTEST = """
import pytest
from tests.reporting import Reporting

@pytest.fixture(scope="session")
def django_db_setup():
    "Make no tables: no test here reads any."

def pytest_configure(config):
    config.pluginmanager.register(Reporting(config), "concordat-reporting")
"""


@pytest.fixture
def outcomes(tmp_path):
    (tmp_path / "conftest.py").write_text(CONFTEST)
    (tmp_path / "test_it.py").write_text(TESTS)

    def run(**environment):
        report = tmp_path / "report.json"
        clean = {k: v for k, v in os.environ.items() if not k.startswith("TEST_")}
        done = subprocess.run(
            [
                *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"),
                *(f"-pno:{plugin}" for plugin in NOT_ASKED_HERE),
                *("-c", str(ROOT / "pyproject.toml"), "--ds", "tests.toolchain.bare"),
                *("--rootdir", str(tmp_path), str(tmp_path)),
            ],
            env={
                **clean,
                **environment,
                "TEST_REPORT": str(report),
                "PYTHONPATH": str(ROOT),
                "CHROMIUM": "/usr/bin/true",
            },
            cwd=ROOT,
            capture_output=True,
            check=False,
        )
        told = json.loads(report.read_text())
        return done.returncode, {
            name.rsplit("::", 1)[-1]: how["outcome"] for name, how in told.items()
        }

    return run


class TestReporting:
    def test_skips_what_the_machine_lacks(self, outcomes):
        code, how = outcomes()

        assert code == 0
        assert how["test_works"] == "passed"
        assert how["test_needs_a_broker"] == "skipped"
        assert how["test_needs_the_other_database"] == "skipped"

    def test_fails_for_a_skip_when_strict(self, outcomes):
        code, how = outcomes(TEST_STRICT="1")

        assert code == 1
        assert how["test_needs_a_broker"] == "failed"
        assert how["test_works"] == "passed"

    def test_excuses_the_data_that_a_clean_checkout_lacks(self, outcomes):
        _, how = outcomes(TEST_STRICT="1", CONCORDAT_TEST_DATA="")

        assert how["test_reads_the_larger_data"] == "skipped"

    def test_runs_what_was_provided(self, outcomes):
        _, how = outcomes(TEST_BROKER_URL="redis://127.0.0.1:1/0")

        assert how["test_needs_a_broker"] == "passed"

    def test_leaves_to_the_other_run_what_that_will_do(self, outcomes):
        _, how = outcomes(TEST_ELSEWHERE="postgresql system", TEST_STRICT="1")

        assert "test_needs_the_other_database" not in how
        assert "test_goes_through_a_browser" not in how
        assert how["test_is_the_main_job"] == "passed"

    def test_asks_a_second_database_only_where_one_is_asked(self, outcomes):
        _, how = outcomes(TEST_ELSEWHERE="postgresql no_database")

        assert "test_works" not in how
        assert how["test_asks_a_database"] == "passed"
