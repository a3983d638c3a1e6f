"""Addresses, questions and forms made to break a page: each ends in words, never 500."""

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from tests.access.addresses_table import PageRow
from tests.access.attempting import kept_open
from tests.access.test_addresses import ROWS
from tests.access.walking import address_of

pytestmark = pytest.mark.django_db

HOSTILE = {
    "nul": "a\x00b",
    "a lone surrogate": b"a\xed\xa0\x80b",
    "huge": "99999999999999999999",
    "long and turned round": "\u202e'\"{{7*7}}" * 500,
    "two lines": "a\r\nSet-Cookie: x=1",
    "the last day": "9999",
}
SIGNED_IN = (
    "administrator",
    "governance_lead",
    "organisation_lead",
    "installation_auditor",
)
ASKED = ("at", "before", "next", "q", "document", "for", "state", "words", "person")
ASKED += ("organisation", "object", "verb", "first_day_0", "last_day_2")


class Fields(HTMLParser):
    """The names of a page's fields, and what stands in the hidden ones."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag in ("input", "select", "textarea") and told.get("name"):
            self.found.setdefault(str(told["name"]), told.get("value") or "")


def ask(client: Client, method: str, address: str, data: Any = None) -> Any:
    """Ask without raising, and take back whatever it wrote."""
    client.raise_request_exception = False
    cache.clear()
    with kept_open():
        answer = client.get(address) if method == "GET" else client.post(address, data)
        if answer.streaming:
            # Read to its end: closing it by hand would close the connection as well.
            list(answer.streaming_content)
        transaction.set_rollback(True)
    return answer


def _encoded(value: Any) -> str:
    return quote(value, safe="")


@pytest.fixture(scope="module")
def seers() -> dict[str, Client]:
    """Who was found to see a page: each test of it asks anew otherwise."""
    return {}


@pytest.fixture
def seer(world, clients, seers) -> Callable[[PageRow], Client]:
    """Give the browser of somebody to whom a page opens, so that its code runs."""

    def found(row: PageRow) -> Client:
        if row.name not in seers:
            seers[row.name] = _seer(row, world, clients)
        return seers[row.name]

    return found


def _seer(row: PageRow, world: Any, clients: dict[str, Client]) -> Client:
    address = address_of(row, world)
    for who in SIGNED_IN:
        if (
            "GET" in row.methods
            and ask(clients[who], "GET", address).status_code == 200
        ):
            return clients[who]
    opens = [who for who in SIGNED_IN if who in (row.posts or row.open)]
    return clients[opens[0] if opens else SIGNED_IN[0]]


def spoilt(row: PageRow, world: Any) -> Iterator[str]:
    """Give a page's address with a hostile word in each of its places in turn."""
    address = address_of(row, world)
    for part in {str(each) for each in row.about(world).values()}:
        for word in HOSTILE.values():
            place = rf"(?<=/){re.escape(part)}(?=/|$)"
            yield re.sub(place, lambda _, word=word: _encoded(word), address, count=1)


class TestAnAddress:
    @pytest.mark.parametrize("name", ROWS)
    def test_with_hostile_parts_is_no_error_of_ours(self, world, seer, name):
        row = ROWS[name]
        client = seer(row)
        method = "GET" if "GET" in row.methods else "POST"

        met = {
            address: ask(client, method, address).status_code
            for address in spoilt(row, world)
        }

        assert [address for address, status in met.items() if status >= 500] == []

    @pytest.mark.parametrize("name", [n for n in ROWS if "GET" in ROWS[n].methods])
    def test_with_hostile_questions_is_no_error_of_ours(self, world, seer, name):
        row = ROWS[name]
        client = seer(row)
        address = address_of(row, world)

        met = {}
        for kind, word in HOSTILE.items():
            asked = "&".join(f"{key}={_encoded(word)}" for key in ASKED)
            met[kind] = ask(client, "GET", f"{address}?{asked}").status_code

        assert [kind for kind, status in met.items() if status >= 500] == []


class TestAForm:
    @pytest.mark.parametrize("name", [n for n in ROWS if "POST" in ROWS[n].methods])
    def test_with_hostile_words_is_no_error_of_ours(self, world, seer, name):
        row = ROWS[name]
        client = seer(row)
        address = address_of(row, world)
        shown = dict(row.data(world))
        if "GET" in row.methods:
            page = ask(client, "GET", address)
            shown = Fields(page.content.decode()).found | shown
        shown = {key: value or "1" for key, value in shown.items()}

        failed = []
        for kind, word in HOSTILE.items():
            text = word if isinstance(word, str) else "\ufffd"
            data = dict.fromkeys(shown, text)
            if ask(client, "POST", address, data).status_code >= 500:
                failed.append(kind)

        assert failed == []
