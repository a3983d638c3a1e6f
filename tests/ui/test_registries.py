"""What upper rooms tell the frame: links, references, the sample notice."""

from types import SimpleNamespace

import pytest
from django.test import RequestFactory

from ui import registries
from ui.registries import Link
from ui.views.go import go


@pytest.fixture(autouse=True)
def own_registry(monkeypatch):
    monkeypatch.setattr(registries, "_registry", registries._Registry([], [], [], []))


def offer(text, href, order=1):
    registries.register_navigation(
        text, lambda _: Link(text=text, href=href), order=order
    )


def shown_at(path):
    return registries.navigation(RequestFactory().get(path))


class TestNavigation:
    def test_stands_in_the_order_given_whoever_came_first(self):
        offer("Later", "/b", order=2)
        offer("Sooner", "/a", order=1)

        assert [link.text for link in shown_at("/")] == ["Sooner", "Later"]

    def test_leaves_out_what_this_person_should_not_see(self):
        registries.register_navigation("secret", lambda _: None, order=1)

        assert shown_at("/") == []

    def test_registers_a_name_once(self):
        offer("History", "/old")
        offer("History", "/new")

        assert [link.href for link in shown_at("/")] == ["/new"]

    @pytest.mark.parametrize(
        ("path", "current"),
        [
            ("/", ["Home"]),
            ("/a", ["A"]),
            ("/a/deep/down", ["A"]),
            ("/a/b/c", ["A and B"]),
            ("/abc", []),
        ],
    )
    def test_marks_the_nearest_page_only(self, path, current):
        offer("Home", "/")
        offer("A", "/a")
        offer("A and B", "/a/b")

        assert [link.text for link in shown_at(path) if link.current] == current


class TestSampleNotice:
    def test_is_off_until_a_room_says_so(self):
        assert not registries.sample_notice()

        registries.register_sample_notice(lambda: True)

        assert registries.sample_notice()

    @pytest.mark.django_db
    def test_stands_on_every_page(self, client):
        registries.register_sample_notice(lambda: True)

        html = client.get("/cookies").content.decode()

        assert (
            "People, dates, decisions and signatures on this page are invented" in html
        )


class TestGo:
    @pytest.fixture
    def ask(self):
        def asked(**query):
            request = RequestFactory().get("/go", query)
            request.user = SimpleNamespace(
                is_authenticated=True, get_full_name=lambda: "A Shah"
            )
            return go(request)

        return asked

    @pytest.fixture
    def agreements(self):
        def resolver(user, typed):
            known = typed.upper() == "AGR-003" and user.is_authenticated
            return "/impact/agreements/AGR-003" if known else None

        registries.register_reference_resolver("agreements", resolver, order=1)

    def test_leads_to_the_page(self, ask, agreements):
        answer = ask(q=" agr-003 ")

        assert answer.status_code == 302
        assert answer.url == "/impact/agreements/AGR-003"

    def test_asks_each_room_until_one_knows(self, ask, agreements):
        registries.register_reference_resolver("first", lambda *_: None, order=0)

        assert ask(q="AGR-003").status_code == 302

    def test_says_plainly_that_there_is_none_and_keeps_what_was_typed(self, ask):
        html = ask(q="AGR-<9>").content.decode()

        assert "There is no reference “AGR-&lt;9&gt;” among the records" in html
        assert 'value="AGR-&lt;9&gt;"' in html
        assert "<title>Error: " in html

    def test_asks_for_a_reference_when_there_is_none(self, ask):
        assert "Enter a reference" in ask(q="").content.decode()
        assert "There is a problem" not in ask().content.decode()

    @pytest.mark.parametrize("address", ["https://elsewhere.example/", "//elsewhere"])
    def test_never_leads_away_from_the_site(self, ask, address):
        registries.register_reference_resolver("bad", lambda *_: address, order=0)

        assert ask(q="AGR-003").status_code == 200

    @pytest.mark.django_db
    def test_asks_for_sign_in(self, client):
        assert client.get("/go?q=AGR-003").status_code == 302
