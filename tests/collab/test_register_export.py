"""What somebody takes away of the register, as CSV and as a workbook."""

import csv
import datetime as dt
import io
import re
import zipfile

import pytest
from django.utils import timezone

from audit.models import Event
from collab.models import RegisterExport
from collab.presenters import register_export
from collab.selectors import register
from collab.services import register_exports
from tests.builders import people
from tests.builders.past_decisions import file_of, line, loaded
from tests.collab.pages import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    """The pages read the clock, so what they show was done a moment ago."""
    return timezone.now() - dt.timedelta(minutes=1)


@pytest.fixture
def here(now):
    trust = people.organisation("Northfield Trust", now)
    partners = people.collaborative_with([trust], now)
    lead = people.governance_lead("Grace Lead", partners, trust, now)
    return {"collaborative": partners, "body": trust, "lead": lead, "now": now}


@pytest.fixture
def take(sign_in, here):
    client = sign_in(here["lead"])

    def taken(kind, follow=False, **query):
        address = f"/{here['collaborative'].slug}/decisions.{kind}"
        return client.get(address, query, follow=follow)

    return taken


def body_of(response):
    return b"".join(response.streaming_content)


def rows_of(response):
    text = body_of(response).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def sheet_of(response):
    """The cells of the only sheet by their place; a workbook is a zip of XML."""
    with zipfile.ZipFile(io.BytesIO(body_of(response))) as book:
        xml = book.read("xl/worksheets/sheet1.xml").decode()
    cells = re.findall(r'<c r="([A-Z]+\d+)"[^>]*>(.*?)</c>', xml)
    return {place: re.sub(r"<[^>]+>", "", inside) for place, inside in cells}, xml


WARD = line(
    "Open the ward",
    value="12,000.5".replace(".5", ".50"),
    who_was_there="Aisha Shah, Northfield Trust",
    effective_on="01/06/2023",
)


class TestCsv:
    def test_holds_what_the_filters_show(self, take, here):
        loaded(file_of(WARD, line("Close", outcome="declined")), **here)

        (row,) = rows_of(take("csv", outcome="approved"))

        assert row["Reference"] == "2023-001"
        assert row["Title"] == "Open the ward"
        assert row["Day"] == "2023-05-03"
        assert row["Value in pounds"] == "12,000.50"
        assert row["Quorate"] == "Not worked out"
        assert row["Who was there"] == "Aisha Shah, Northfield Trust"
        assert row["Takes effect"] == "2023-06-01"
        assert (
            row["Recorded from minutes"] == "Minutes of the board, May 2023, item 7.2"
        )
        assert len(row["Fingerprint"]) == 64
        assert row["Taken under"] == ""

    def test_is_an_attachment_that_nobody_keeps(self, take, here):
        response = take("csv")

        name = f"{here['collaborative'].slug}-decisions-"
        assert name in response["Content-Disposition"]
        assert response["Cache-Control"] == "private, no-store"
        assert rows_of(response) == []

    def test_goes_through_portions_without_losing_or_doubling_any(
        self, take, here, monkeypatch
    ):
        monkeypatch.setattr(register, "PORTION", 3)
        loaded(file_of(*(line(f"D{n}", item=str(n)) for n in range(10))), **here)

        rows = rows_of(take("csv"))

        assert len(rows) == len({row["Reference"] for row in rows}) == 10

    def test_takes_a_constant_number_of_queries_for_each_portion(
        self, take, here, django_assert_max_num_queries
    ):
        loaded(file_of(line("One")), **here)
        take("csv")
        with django_assert_max_num_queries(60) as counted:
            rows_of(take("csv"))
        one = len(counted)
        loaded(file_of(*(line(f"D{n}", item=str(n)) for n in range(20))), **here)

        with django_assert_max_num_queries(one):
            rows_of(take("csv"))

    def test_holds_no_formula(self):
        line_of = register_export._line

        for cell in ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"):
            (read,) = next(csv.reader(io.StringIO(line_of([cell]), newline="")))
            assert read == f"'{cell}"


class TestWorkbook:
    def test_holds_numbers_as_numbers_and_words_as_words(self, take, here):
        loaded(file_of(WARD), **here)

        cells, xml = sheet_of(take("xlsx"))

        assert cells["A2"] == "2023-001"
        assert cells["H2"] == "12000.5"
        assert cells["C2"] == "45049"
        assert "<f>" not in xml

    def test_refuses_more_than_it_is_made_of_and_says_what_to_do(
        self, take, here, monkeypatch
    ):
        monkeypatch.setattr(register_exports, "LARGEST_WORKBOOK", 2)
        loaded(file_of(*(line(f"D{n}", item=str(n)) for n in range(3))), **here)

        page = take("xlsx", follow=True, outcome="approved")

        assert page.redirect_chain[0][0].endswith("decisions?outcome=approved")
        assert "These are 3 decisions" in text_of(page)
        assert "choose a year, or take them away as CSV" in text_of(page)
        assert not RegisterExport.objects.exists()


class TestWhoTookWhat:
    def test_is_recorded_with_the_filters_and_the_count(self, take, here):
        loaded(file_of(WARD, line("Close", outcome="declined")), **here)

        take("csv", outcome="approved")

        export = RegisterExport.objects.get()
        assert export.decisions == 1
        assert export.words == "Decisions with the outcome “approved”"
        event = Event.objects.get(verb="collab.register.exported", position=0)
        assert event.actor_uid == here["lead"].uid

    def test_is_not_recorded_where_a_filter_cannot_be_read(self, take):
        page = take("csv", follow=True, year="soon")

        assert "Year must be four figures" in text_of(page)
        assert not RegisterExport.objects.exists()

    def test_is_refused_to_outsiders(self, client, here, now):
        client.force_login(people.person("Sam Body", now))

        for kind in ("csv", "xlsx"):
            address = f"/{here['collaborative'].slug}/decisions.{kind}"
            assert client.get(address).status_code == 404
        assert not RegisterExport.objects.exists()
