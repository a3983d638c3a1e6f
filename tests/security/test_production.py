"""Production settings refuse what would open a door; each asked in its own process."""

import os
import subprocess
import sys

import pytest

GOOD = {
    "SECRET_KEY": "k" * 50,
    "DATABASE_URL": "postgres://concordat@db/concordat",
    "EMAIL_HOST": "smtp.example.nhs.uk",
    "REDIS_URL": "redis://redis:6379/1",
    "CELERY_BROKER_URL": "redis://redis:6379/0",
    "SITE_URL": "https://concordat.example.nhs.uk",
    "ALLOWED_HOSTS": "concordat.example.nhs.uk",
}
ASK = (
    "import config.settings.production as s;"
    "print(s.DEBUG, s.SESSION_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.TRUSTED_PROXIES)"
)


def start(**changed):
    given = {key: value for key, value in (GOOD | changed).items() if value}
    kept = {"PATH": os.environ["PATH"]}
    return subprocess.run(
        [sys.executable, "-c", ASK],
        env=kept | given,
        capture_output=True,
        text=True,
        check=False,
    )


class TestProduction:
    def test_starts_with_everything_named(self):
        done = start()

        assert done.stdout.split() == ["False", "__Host-sessionid", "True", "1"]

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            *((name, "") for name in GOOD),
            ("SECRET_KEY", "short"),
            ("DATABASE_URL", "sqlite:///x"),
            ("SITE_URL", "http://concordat.example.nhs.uk"),
            ("ALLOWED_HOSTS", "concordat.example.nhs.uk, *"),
            ("SAMPLE_SIGN_IN", "yes"),
        ],
    )
    def test_refuses_what_is_missing_or_open(self, name, value):
        done = start(**{name: value})

        assert done.returncode != 0
        assert "ImproperlyConfigured" in done.stderr
