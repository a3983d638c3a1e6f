"""The pages of the register and of its imports."""

import datetime as dt
import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from collab.models import Organisation, OrganisationImport
from tests.builders import people
from tests.builders.acts import any_act
from tests.builders.bodies import EXTRACT, body, imported, with_second_factor

pytestmark = pytest.mark.django_db

POSTED = {
    "name": "Vale Trust",
    "ods_code": "xa7",
    "sector": "nhs_trust",
    "legal_form": "nhs_trust",
    "oversight_route": "nhs_england",
    "source": "Order 12",
}


@pytest.fixture
def now():
    """The pages read the clock, so what they show was done a moment ago."""
    return timezone.now() - dt.timedelta(minutes=1)


@pytest.fixture
def admin(now):
    return people.administrator("Al Admin", now)


@pytest.fixture
def somebody(now):
    return people.person("Sam Body", now)


def words(page):
    return " ".join(page.content.decode().split())


def sign_in(client, user):
    with_second_factor(user)
    client.force_login(user)
    return client


class TestListing:
    def test_sends_the_anonymous_to_sign_in(self, client):
        page = client.get("/organisations/")

        assert page.status_code == 302
        assert "/accounts/login" in page["Location"]

    def test_is_open_to_all_who_sign_in(self, client, now, somebody):
        body("Vale Trust", now, ods_code="XA1")

        page = sign_in(client, somebody).get("/organisations/")

        assert "Vale Trust" in words(page)
        assert "Add an organisation" not in words(page)

    def test_narrows_by_name_code_and_sector(self, client, now, somebody):
        body("Vale Trust", now, ods_code="XA1")
        body("Moor Care", now, ods_code="XA2", sector="vcse")
        sign_in(client, somebody)

        for query in ("name=vale", "code=xa1", "sector=nhs_trust"):
            page = words(client.get(f"/organisations/?{query}"))
            assert "Vale Trust" in page
            assert "Moor Care" not in page
        assert "No organisation is called" in words(
            client.get("/organisations/?name=q")
        )

    def test_pages_by_key_in_the_same_number_of_queries(
        self, client, now, somebody, django_assert_max_num_queries
    ):
        text = "name\n" + "".join(f"Body {number:03d}\n" for number in range(60))
        imported(text, now)
        sign_in(client, somebody)

        client.get("/organisations/")
        with django_assert_max_num_queries(12):
            first = client.get("/organisations/")
        assert "Body 024" in words(first)
        assert "Body 025" not in words(first)
        second = client.get(_next(first))
        assert "Body 025" in words(second)

    def test_closes_to_the_deactivated(self, client, now, somebody):
        sign_in(client, somebody)
        with any_act(now):
            somebody.is_active = False
            somebody.save()

        assert client.get("/organisations/").status_code == 302


def _next(page):
    found = re.search(r'href="(\?[^"]*at=[^"]*)"', page.content.decode())
    return "/organisations/" + html.unescape(found.group(1))


class TestDetail:
    def test_says_what_became_of_it(self, client, now, admin, somebody):
        found = body("Old Trust", now)
        sign_in(client, admin).post(
            f"/organisations/{found.uid}/rename",
            {
                "new_name": "New Trust",
                "happened_on_day": "1",
                "happened_on_month": "3",
                "happened_on_year": "2026",
                "source": "Order 12",
            },
        )

        page = words(sign_in(client, somebody).get(f"/organisations/{found.uid}"))

        assert "New Trust" in page
        assert "before that it was called Old Trust" in page
        assert "Only an administrator of this installation may do this." in page

    def test_leads_its_own_people_and_administrators_further(
        self, client, now, admin, somebody
    ):
        found = people.organisation_with_two_leads("Vale Trust", now)
        address = f"/organisations/{found.uid}"

        own = words(sign_in(client, people.leads_of(found, now)[0]).get(address))
        assert f"{address}/people" in own
        assert f"{address}/first-lead" not in own
        theirs = words(sign_in(client, admin).get(address))
        assert f"{address}/first-lead" not in theirs
        alone = f"/organisations/{people.organisation('Hill Trust', now).uid}"
        assert f"{alone}/first-lead" in words(client.get(alone))
        assert f"{address}/people" not in theirs
        history = f"/audit/objects/collab.organisation/{found.uid}"
        assert history in theirs
        assert client.get(history).status_code == 200
        other = words(sign_in(client, somebody).get(address))
        assert "People and history" not in other

    def test_does_not_exist_under_another_uid(self, client, somebody):
        page = sign_in(client, somebody).get("/organisations/org_nothing")

        assert page.status_code == 404


class TestCreate:
    def test_adds_the_body(self, client, admin):
        page = sign_in(client, admin).post("/organisations/new", POSTED)

        found = Organisation.objects.get()
        assert page["Location"] == f"/organisations/{found.uid}"
        assert found.ods_code == "XA7"

    def test_shows_what_is_wrong_and_keeps_what_was_typed(self, client, admin, now):
        body("First", now, ods_code="XA7")

        page = sign_in(client, admin).post("/organisations/new", POSTED)

        assert "First already has the ODS code XA7." in words(page)
        assert 'value="Vale Trust"' in words(page)

    @pytest.mark.parametrize("code", ["A", "ABCDEFGHIJK", "A-1", "É12"])
    def test_refuses_what_is_no_code(self, client, admin, code):
        page = sign_in(client, admin).post(
            "/organisations/new", POSTED | {"ods_code": code}
        )

        assert page.status_code == 200
        assert not Organisation.objects.exists()

    def test_tells_others_why_not(self, client, somebody):
        page = sign_in(client, somebody).post("/organisations/new", POSTED)

        assert page.status_code == 403
        assert "Only an administrator of this installation" in words(page)
        assert not Organisation.objects.exists()


class TestChange:
    def test_refuses_the_second_of_two_tabs(self, client, admin, now):
        found = body("Vale Trust", now)
        sign_in(client, admin)
        address = f"/organisations/{found.uid}/change"
        client.post(address, POSTED | {"town": "First", "revision": "0"})

        page = client.post(address, POSTED | {"town": "Second", "revision": "0"})

        assert "Somebody else changed this organisation" in words(page)
        assert 'value="Second"' in words(page)
        found.refresh_from_db()
        assert found.town == "First"


class TestImport:
    def upload(self, client, text, name="bodies.csv"):
        content = text if isinstance(text, bytes) else text.encode()
        return client.post(
            "/organisations/imports/new",
            {"file": SimpleUploadedFile(name, content, "text/csv")},
        )

    def test_shows_what_it_would_do_then_does_it_then_undoes_it(self, client, admin):
        sign_in(client, admin)
        text = EXTRACT + "!,BAD CODE,,,,,,,,,,\n"

        to_preview = self.upload(client, text)["Location"]
        preview = words(client.get(to_preview))
        assert "Nothing has changed yet" in preview
        assert "North Vale NHS Foundation Trust" in preview
        assert "“!” is not an ODS code. Give 3 to 10 letters" in preview
        assert not Organisation.objects.exists()

        done = words(client.get(client.post(f"{to_preview}/confirm")["Location"]))
        assert "Finished on" in done
        assert Organisation.objects.count() == 3

        undone = words(client.get(client.post(f"{to_preview}/undo")["Location"]))
        assert "Undoing ORG-001" in undone
        assert "Removed again" in undone
        assert not Organisation.objects.exists()
        assert "was undone by" in words(client.get(to_preview))

    def test_says_what_is_wrong_with_a_hostile_file(self, client, admin):
        sign_in(client, admin)

        for content, why in (
            (b"PK\x03\x04" + b"\x00" * 500, "not a CSV file"),
            (b"name\n\x00", "NUL bytes"),
            (b"name\n" + b"x" * 140_000, "far too long"),
            (b"", "empty"),
        ):
            page = self.upload(client, content)
            assert page.status_code == 200
            assert why in words(page)
        assert not OrganisationImport.objects.exists()

    def test_says_when_there_is_nothing_to_load(self, client, admin, now):
        imported(EXTRACT, now)

        page = self.upload(sign_in(client, admin), EXTRACT)

        assert "already says all of this" in words(page)

    def test_does_not_load_twice_when_sent_twice(self, client, admin):
        sign_in(client, admin)
        to_preview = self.upload(client, EXTRACT)["Location"]
        client.post(f"{to_preview}/confirm")

        page = client.post(f"{to_preview}/confirm", follow=True)

        assert "This import is finished." in words(page)
        assert Organisation.objects.count() == 3

    def test_does_not_exist_for_others(self, client, now, somebody):
        found = imported(EXTRACT, now)
        sign_in(client, somebody)

        address = f"/organisations/imports/{found.reference}"
        assert client.get(address).status_code == 404
        assert client.post(f"{address}/confirm").status_code == 404
        assert client.post(f"{address}/undo").status_code == 404
        assert client.get("/organisations/imports/").status_code == 403
        assert client.get("/organisations/imports/new").status_code == 403

    def test_lists_loads_newest_first(self, client, admin, now):
        imported(EXTRACT, now)

        page = words(sign_in(client, admin).get("/organisations/imports/"))

        assert "ORG-001" in page
        assert "The server" in page
