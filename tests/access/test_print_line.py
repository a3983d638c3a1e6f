"""What a record's page says at its head when it is printed."""

import re

import pytest
from django.utils import timezone

from tests.access.test_addresses import ROWS
from tests.access.walking import address_of, meet
from ui.formats import date

pytestmark = pytest.mark.django_db

RECORDS = (
    "agreements:agreement",
    "agreements:version",
    "agreements:print",
    "collab:decision",
)


class TestAPrintedRecord:
    @pytest.mark.parametrize("name", RECORDS)
    def test_bears_reference_day_and_as_at(self, world, clients, name):
        address = address_of(ROWS[name], world)

        page, _ = meet(clients["member"], "GET", address)
        line = re.search(r'app-print-line">(.*?)</p>', page.content.decode(), re.S)
        said = " ".join(line.group(1).split())
        today = date(timezone.localdate())

        assert re.search(r"AGR-\d{3}|\d{4}-\d{3}", said)
        assert f"printed {today}" in said
        assert f"as at {today}" in said
