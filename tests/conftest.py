"""What every test may ask for: a moment, a browser; no business set-up lives here."""

import datetime as dt
import os
import secrets

import hypothesis
import pytest

from tests import emptying, migrated
from tests.reporting import Reporting, chromium

# Playwright keeps an event loop running while Django is called from the same thread.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


# How long one example takes says nothing: the machine is shared.
hypothesis.settings.register_profile("concordat", deadline=None)
hypothesis.settings.load_profile("concordat")


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Reporting(config), "concordat-reporting")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """Name the databases of tests so that no other run, and nobody's own, is met."""
    from django.conf import settings

    database = settings.DATABASES["default"]
    if not database["ENGINE"].endswith("sqlite3"):
        database["TEST"]["NAME"] = f"concordat_test_{secrets.token_hex(6)}"
    elif database["NAME"] == ":memory:":
        migrated.copy_to_memory()
    emptying.instead_of_flush()


@pytest.fixture
def now() -> dt.datetime:
    """A Wednesday morning in summer time, when London is an hour ahead of UTC."""
    return dt.datetime(2026, 4, 1, 9, 30, tzinfo=dt.UTC)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Drive the machine's own Chromium; root may not use its sandbox."""
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {
        **browser_type_launch_args,
        "executable_path": chromium(),
        "args": [*sandbox, "--disable-dev-shm-usage"],
    }
