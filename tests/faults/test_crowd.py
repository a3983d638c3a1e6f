"""Eight processes at once: every act is there, and none was locked out."""

import secrets

import pytest
from django.conf import settings
from django.db import connection

from tests.faults.running import answer_of, environment, migrate

PROCESSES, ACTS = 8, 200

pytestmark = [pytest.mark.fault, pytest.mark.slow]


@pytest.fixture
def database(tmp_path):
    """A database of the test's own, of the kind that this run is about."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{tmp_path / 'test_crowd.sqlite3'}"
        return
    name = f"concordat_test_{secrets.token_hex(6)}"
    _on_server(f'CREATE DATABASE "{name}"')
    at = settings.DATABASES["default"]
    credentials = f"{at['USER']}:{at['PASSWORD']}" if at["PASSWORD"] else at["USER"]
    yield f"postgres://{credentials}@{at['HOST']}:{at['PORT'] or 5432}/{name}"
    _on_server(f'DROP DATABASE "{name}" WITH (FORCE)')


def _on_server(statement: str) -> None:
    import psycopg

    at = settings.DATABASES["default"]
    with psycopg.connect(
        host=at["HOST"],
        port=at["PORT"] or 5432,
        user=at["USER"],
        password=at["PASSWORD"],
        dbname="postgres",
        autocommit=True,
    ) as server:
        server.execute(statement)


class TestEightProcesses:
    def test_act_two_hundred_times_each_and_all_of_it_is_there(
        self, database, tmp_path
    ):
        env = environment(tmp_path, database)
        migrate(env)

        told = answer_of(
            "-m", "tests.faults.crowd", str(PROCESSES), str(ACTS), env=env, seconds=280
        )

        everything = PROCESSES * ACTS
        assert told["errors"] == []
        assert told["vendor"] == connection.vendor
        assert told["rows"] == told["history"] == everything
        assert told["events"] == told["acts"] == told["pending"] == everything
        assert told["longest"] < 20, "longer than SQLite's own patience"
