"""The pages that load past decisions: choose, look, confirm."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from collab.models import Decision, DecisionImport
from tests.builders import people
from tests.builders.past_decisions import checked, file_of, line, loaded
from tests.collab.pages import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    """The pages read the clock, so what they show was done a moment ago."""
    return timezone.now() - dt.timedelta(minutes=1)


@pytest.fixture
def here(now):
    trust = people.organisation("Northfield Trust", now, ods_code="NF1")
    partners = people.collaborative_with([trust], now, slug="vale")
    lead = people.governance_lead("Grace Lead", partners, trust, now)
    return {"collaborative": partners, "body": trust, "lead": lead, "now": now}


@pytest.fixture
def browser(sign_in, here):
    return sign_in(here["lead"])


def send(browser, here, content):
    file = SimpleUploadedFile("minutes.csv", content, "text/csv")
    typed = {"file": file, "organisation": here["body"].uid}
    return browser.post("/vale/decisions/load", typed, follow=True)


class TestChoosing:
    def test_leads_to_what_the_file_would_do(self, browser, here):
        page = send(browser, here, file_of(line("Open beds"), line("Bad", outcome="?")))

        said = text_of(page)
        assert "Nothing has been added yet" in said
        assert "Will be added" in said
        assert "outcome: “?” is not one of approved" in said
        assert not Decision.objects.exists()

    def test_says_what_is_wrong_with_the_whole_file(self, browser, here):
        page = send(browser, here, b"colour\nred\n")

        assert "There is a problem" in text_of(page)
        assert "no column headed what" in text_of(page)
        assert not DecisionImport.objects.exists()

    def test_needs_a_file(self, browser, here):
        typed = {"organisation": here["body"].uid}

        page = browser.post("/vale/decisions/load", typed)

        assert "There is a problem" in text_of(page)

    def test_lists_earlier_loads_in_a_constant_number_of_queries(
        self, browser, here, django_assert_max_num_queries
    ):
        loaded(file_of(line("One")), **here)
        browser.get("/vale/decisions/load")
        with django_assert_max_num_queries(20) as counted:
            page = browser.get("/vale/decisions/load")
        assert "LOAD-001" in text_of(page)
        for number in range(19):
            checked(file_of(line(f"Decision {number}")), **here)

        with django_assert_max_num_queries(len(counted)):
            page = browser.get("/vale/decisions/load")
        assert "LOAD-020" in text_of(page)

    def test_begins_with_a_template_that_can_be_loaded(self, browser):
        response = browser.get("/vale/decisions/load/template.csv")

        assert response["Content-Disposition"].startswith("attachment")
        assert response.content.decode("utf-8-sig").startswith("what,day,outcome,")


class TestConfirming:
    def test_loads_the_good_rows_and_reports_all(self, browser, here):
        found = checked(file_of(line("Open beds"), line("Bad", outcome="?")), **here)

        page = browser.post(
            f"/vale/decisions/load/{found.reference}/confirm", follow=True
        )

        assert "Finished on" in text_of(page)
        assert "Not loaded" in text_of(page)
        assert 'href="/vale/decisions/2023-001"' in page.content.decode()

    def test_twice_loads_once(self, browser, here):
        found = checked(file_of(line("Open beds")), **here)
        address = f"/vale/decisions/load/{found.reference}/confirm"

        browser.post(address)
        page = browser.post(address, follow=True)

        assert "This import is finished" in text_of(page)
        assert Decision.objects.count() == 1

    def test_report_takes_a_constant_number_of_queries(
        self, browser, here, django_assert_max_num_queries
    ):
        one = loaded(file_of(line("One")), **here)
        many = loaded(
            file_of(*(line(f"D {n}", item=str(n)) for n in range(20))), **here
        )
        browser.get(f"/vale/decisions/load/{one.reference}")
        with django_assert_max_num_queries(20) as counted:
            browser.get(f"/vale/decisions/load/{one.reference}")

        with django_assert_max_num_queries(len(counted)):
            browser.get(f"/vale/decisions/load/{many.reference}")

    def test_of_a_hostile_file_shows_its_cells_as_text(self, browser, here):
        page = send(browser, here, file_of(line("<script>alert(1)</script>")))

        assert "<script>alert" not in page.content.decode()
        assert "&lt;script&gt;alert(1)" in page.content.decode()


class TestAnImportedDecision:
    def test_is_marked_on_its_page_and_in_the_register(self, browser, here):
        loaded(file_of(line("Open beds")), **here)

        page = text_of(browser.get("/vale/decisions/2023-001"))

        assert "Recorded from minutes" in page
        assert "Minutes of the board, May 2023, item 7.2" in page
        assert "Recorded from minutes" in text_of(browser.get("/vale/decisions"))
