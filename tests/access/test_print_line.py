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
    "pathways:pathway",
    "pathways:outcome",
)


def line_of(page):
    line = re.search(r'app-print-line">(.*?)</p>', page.content.decode(), re.DOTALL)
    return " ".join(line.group(1).split())


class TestAPrintedRecord:
    @pytest.mark.parametrize("name", RECORDS)
    def test_bears_reference_day_and_as_at(self, world, clients, name):
        address = address_of(ROWS[name], world)

        page, _ = meet(clients["member"], "GET", address)
        said = line_of(page)
        today = date(timezone.localdate())

        assert re.search(r"AGR-\d{3}|\d{4}-\d{3}|[OP]-\d{3}", said)
        assert f"printed {today}" in said
        assert f"as at {today}" in said


class TestThePrintedRegister:
    def test_names_the_body_the_day_and_as_at(self, world, clients):
        address = address_of(ROWS["collab:delegations"], world)

        page, _ = meet(clients["organisation_lead"], "GET", address)
        today = date(timezone.localdate())

        assert world.alpha.body.name in line_of(page)
        assert f"as at {today}" in line_of(page)
