"""Everything the register keeps of a body or collaborative, read back on its page."""

import re

import pytest
from django.utils import timezone

from collab.enums import FootprintLevel
from collab.models import Organisation
from tests.builders import people
from tests.collab.test_organisation_pages import sign_in

pytestmark = pytest.mark.django_db

BODY = {
    "name": "Vale Care",
    "ods_code": "",
    "sector": "vcse",
    "legal_form": "charity",
    "oversight_route": "charity_commission",
    "opened_on_day": "1",
    "opened_on_month": "4",
    "opened_on_year": "2011",
    "source": "Charity register",
}

TOGETHER = {
    "name": "Vale Partners",
    "slug": "vale",
    "purpose": "Fewer people placed far from home.",
    "persona_question": "What is best for Esther?",
    "footprint": "Vale and Moor",
}


@pytest.fixture
def now():
    return timezone.now()


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


class TestAnOrganisation:
    def test_shows_every_fact_that_was_given(self, client, now):
        sign_in(client, people.administrator("Al Admin", now))

        page = text_of(client.post("/organisations/new", BODY, follow=True))

        body = Organisation.objects.get()
        for words in (
            "Vale Care",
            "ODS code Not known",
            f"Sector {body.get_sector_display()}",
            f"Legal form {body.get_legal_form_display()}",
            f"Overseen by {body.get_oversight_route_display()}",
            "Open since 1 April 2011",
            "Closed on Not closed",
            "Source Charity register",
        ):
            assert words in page


class TestACollaborative:
    @pytest.mark.parametrize("level", list(FootprintLevel))
    def test_shows_purpose_question_and_area(self, client, now, level):
        sign_in(client, people.administrator("Al Admin", now))
        typed = TOGETHER | {"footprint_level": level.value}

        page = text_of(client.post("/collaboratives/new", typed, follow=True))

        assert "Fewer people placed far from home." in page
        assert "What is best for Esther?" in page
        assert f"Area {level.label}: Vale and Moor" in page

    def test_has_an_area_of_system_place_or_neighbourhood(self):
        assert {each.value for each in FootprintLevel} == {
            "system",
            "place",
            "neighbourhood",
        }
