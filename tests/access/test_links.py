"""No page promises what is not there: its links open for whoever is shown them."""

import re
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve

from tests.access.test_addresses import ROWS
from tests.access.walking import address_of, meet

pytestmark = pytest.mark.django_db

LINK = re.compile(r'<a [^>]*?href="(/[^"#]*)')
# In this order, each looks at the pages that are open to them.
READERS = ("governance_lead", "administrator", "auditor")
NOT_OURS = ("/static/", "/accounts/")


def links_of(html: str) -> set[str]:
    return {
        unescape(link)
        for link in LINK.findall(html)
        if not unescape(link).startswith(NOT_OURS)
    }


def kind_of(link: str) -> str:
    """The page that an address is for; the address itself where there is none."""
    try:
        return resolve(urlsplit(link).path).view_name
    except Resolver404:
        return link


@pytest.fixture
def offered(world, clients):
    """One link of each kind that a reader is shown, with the page that shows it."""

    def read(reader: str) -> dict[str, tuple[str, str]]:
        found: dict[str, tuple[str, str]] = {}
        for name, row in ROWS.items():
            if reader not in row.open or "GET" not in row.methods:
                continue
            response, _ = meet(clients[reader], "GET", address_of(row, world))
            if "text/html" not in response.get("Content-Type", ""):
                continue
            for link in links_of(response.content.decode()):
                found.setdefault(kind_of(link), (link, name))
        return found

    return read


class TestALink:
    @pytest.mark.parametrize("reader", READERS)
    def test_opens_for_whoever_is_shown_it(self, clients, offered, reader):
        shown = offered(reader)
        dead = {
            f"{page}: {link}": response.status_code
            for link, page in shown.values()
            for response, _ in [meet(clients[reader], "GET", link)]
            if response.status_code not in (200, 302)
        }

        assert len(shown) > 10
        assert dead == {}

    def test_to_nowhere_would_be_noticed(self):
        assert links_of('<p><a class="x" href="/nowhere?a=1&amp;b=2#c">') == {
            "/nowhere?a=1&b=2"
        }
