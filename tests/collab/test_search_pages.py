"""The page of the search: what it shows, where it leads, and what it never does."""

import re

import pytest
from django.utils import timezone

from collab.models import Persona
from collab.selectors.searching import SIZE
from tests.builders.acts import any_act
from tests.builders.agreements import partnership

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def partners(now):
    return partnership(now)


@pytest.fixture
def visitor(partners, sign_in):
    return sign_in(partners.lead)


def persona(partners, now, name, story="A story"):
    with any_act(now):
        row = Persona(collaborative=partners.collaborative, name=name, story=story)
        row.save()
    return row


def main_of(response):
    return re.search(r"<main.*?</main>", response.content.decode(), re.DOTALL).group()


class TestTheSearchPage:
    def test_asks_for_words_and_shows_nothing_before(self, visitor):
        html = main_of(visitor.get("/search"))

        assert html.count("<h1") == 1
        assert "There is a problem" not in html
        assert "Nothing was found" not in html

    def test_shows_kind_place_and_the_words_marked(self, visitor, partners, now):
        persona(partners, now, "Esther", "She needs a crisis bed near home")
        html = main_of(visitor.get("/search", {"q": "crisis"}))

        assert f"Persona, {partners.collaborative.name}" in html
        assert '<mark class="app-found">crisis</mark>' in html
        assert f'href="/{partners.collaborative.slug}/"' in html

    def test_shows_typed_text_as_text(self, visitor, partners, now):
        persona(partners, now, "<b>Esther</b>", "crisis <script>alert(1)</script>")
        html = main_of(visitor.get("/search", {"q": "crisis <b>esther</b> script"}))

        assert "<script" not in html
        assert "<b>" not in html
        assert "Esther" in html

    def test_says_what_to_try_where_nothing_is_found(self, visitor):
        html = main_of(visitor.get("/search", {"q": "nowhere"}))

        assert "Nothing was found" in html
        assert "Check the spelling" in html

    @pytest.mark.parametrize("typed", ["", "   ", "x" * 201])
    def test_says_what_is_wrong_with_what_was_typed(self, visitor, typed):
        response = visitor.get("/search", {"q": typed})

        assert response.status_code == 200
        assert "There is a problem" in main_of(response)

    def test_leads_straight_to_a_reference_typed_into_the_header(
        self, visitor, partners
    ):
        response = visitor.get("/search", {"q": partners.collaborative.slug})

        assert response.status_code == 302
        assert response["Location"] == f"/{partners.collaborative.slug}/"

    def test_looks_for_a_reference_typed_into_its_own_form(self, visitor, partners):
        typed = partners.collaborative.slug
        response = visitor.get("/search", {"q": typed, "look": "yes"})

        assert response.status_code == 200

    def test_goes_on_over_pages_and_back(self, visitor, partners, now):
        for n in range(SIZE + 1):
            persona(partners, now, f"Esther {n:02d}")
        first = main_of(visitor.get("/search", {"q": "esther", "kind": "Persona"}))
        following = re.search(r'href="(\?[^"]+at=[^"]+)"', first).group(1)
        second = main_of(visitor.get("/search" + following.replace("&amp;", "&")))

        assert "Esther</mark> 25" in first
        assert "Esther</mark> 00" not in first
        assert "Esther</mark> 00" in second
        assert "Back to the newest" in second

    def test_narrows_to_a_collaborative_and_leads_on_to_everything(
        self, visitor, partners, now
    ):
        slug = partners.collaborative.slug
        persona(partners, now, "Esther")
        inside = main_of(visitor.get(f"/{slug}/search", {"q": "esther"}))
        nothing = main_of(visitor.get(f"/{slug}/search", {"q": "nowhere"}))

        assert "Esther</mark>" in inside
        assert 'href="/search?q=nowhere&amp;look=yes"' in nothing

    def test_takes_a_cursor_that_was_tampered_with_for_the_beginning(
        self, visitor, partners, now
    ):
        persona(partners, now, "Esther")
        html = main_of(visitor.get("/search", {"q": "esther", "at": "x" * 300}))

        assert "Esther</mark>" in html
