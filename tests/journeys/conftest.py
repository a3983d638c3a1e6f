"""What journeys share: the running site, a clock that can be moved on, a browser."""

import datetime as dt
import threading

import pytest
import time_machine
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.cache import cache

from tests import browser
from tests.journeys.walking import Doorway

# A Monday morning; the pictures in the docs show this day, whenever they are made.
MORNING = dt.datetime(2026, 4, 20, 8, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def clock():
    """The clock of the whole process, ticking; `shift` moves it on."""
    cache.clear()
    with time_machine.travel(MORNING, tick=True) as traveller:
        yield traveller


@pytest.fixture(scope="module")
def chromium():
    with browser.chromium() as started:
        yield started


@pytest.fixture
def one_at_a_time(monkeypatch):
    """Answer one request after another: in memory, all threads share a connection."""
    answer, turn = StaticFilesHandler.__call__, threading.Lock()

    def in_turn(handler, environ, start_response):
        with turn:
            return answer(handler, environ, start_response)

    monkeypatch.setattr(StaticFilesHandler, "__call__", in_turn)


@pytest.fixture
def site(live_server, settings, one_at_a_time):
    """The running site, whose links lead to itself."""
    # A passkey belongs to a name, and a browser trusts http on this name alone.
    address = live_server.url.replace("127.0.0.1", "localhost")
    settings.SITE_URL = address
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "localhost"]
    return address


@pytest.fixture
def doorway(chromium, site, clock):
    """Opens browsers on the site."""
    return Doorway(chromium, site, clock)
