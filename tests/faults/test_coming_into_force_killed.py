"""A hundred kills while a version comes into force: all of it happens, or nothing."""

import pytest

from tests.faults.running import answer_of, environment, migrate

KILLS = 100

pytestmark = [pytest.mark.fault, pytest.mark.slow, pytest.mark.sqlite]


class TestAHundredKills:
    def test_leave_what_was_or_all_that_comes_and_never_a_part(self, tmp_path):
        env = environment(tmp_path, f"sqlite:///{tmp_path / 'test_laid.sqlite3'}")
        migrate(env)

        ways = answer_of(
            "-m", "tests.faults.last_signature", str(KILLS), env=env, seconds=240
        )

        assert [way["way"] for way in ways] == ["LastSignature", "Calendar"]
        for way in ways:
            assert way["changed"]
            assert way.get("part", 0) == 0
            assert way.get("ended elsewhere", 0) == 0
            assert way.get("before", 0) + way.get("after", 0) == KILLS // 2
            assert way["before"] > 10, "hardly anybody was killed before the end"
