"""Production settings refuse what is only fit for one machine."""

import os
import subprocess
import sys

import pytest

from tests.architecture.source import ROOT

GOOD = {
    "SECRET_KEY": "k" * 50,
    "DATABASE_URL": "postgres://concordat:x@127.0.0.1/concordat",
    "REDIS_URL": "redis://127.0.0.1/1",
    "CELERY_BROKER_URL": "redis://127.0.0.1/0",
    "SITE_URL": "https://concordat.example",
    "ALLOWED_HOSTS": "concordat.example",
    "DEFAULT_FROM_EMAIL": "concordat@concordat.example",
    "EMAIL_HOST": "127.0.0.1",
}


def started(tmp_path, **changed):
    """Read the settings in a process of their own, as a server does."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [
            sys.executable,
            "-c",
            "from config.settings import production as p; print(p.SAMPLE_SIGN_IN)",
        ],
        cwd=ROOT,
        env={**kept, "VAR_DIR": str(tmp_path), **GOOD, **changed},
        capture_output=True,
        text=True,
        check=False,
    )


class TestProduction:
    def test_starts_with_everything_set_and_lets_no_sample_person_in(self, tmp_path):
        done = started(tmp_path)

        assert done.returncode == 0, done.stderr
        assert done.stdout.strip() == "False"

    @pytest.mark.parametrize(
        ("changed", "said"),
        [
            ({"SAMPLE_SIGN_IN": "yes"}, "production refuses it"),
            ({"DATABASE_URL": "sqlite:///x.sqlite3"}, "runs on PostgreSQL"),
            ({"SECRET_KEY": "short"}, "at least 40 characters"),
            ({"SITE_URL": "http://concordat.example"}, "must begin with https://"),
            ({"ALLOWED_HOSTS": "*"}, "must name the hosts"),
        ],
        ids=lambda given: next(iter(given)) if isinstance(given, dict) else "",
    )
    def test_refuses(self, tmp_path, changed, said):
        done = started(tmp_path, **changed)

        assert done.returncode != 0
        assert said in done.stderr
