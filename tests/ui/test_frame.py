"""What stands on every page around its own content."""

import re

import pytest

from tests.architecture.source import ROOMS, ROOT, files
from tests.builders.people import person
from tests.ui.gallery import SIGN_IN_SETTINGS

FOOTER = {
    "/verify": "Check a paper",
    "/accessibility-statement": "Accessibility statement",
    "/privacy": "Privacy",
    "/cookies": "Cookies",
    "/contact": "Contact",
    "/version": "Version",
}
TEMPLATES = [
    path for room in ROOMS for path in files(".jinja", ".html", under=ROOT / room)
]


@pytest.fixture(autouse=True)
def gallery(settings):
    settings.ROOT_URLCONF = "tests.ui.gallery"
    for name, value in SIGN_IN_SETTINGS.items():
        setattr(settings, name, value)


def part(html: str, name: str) -> str:
    return re.search(rf"<{name}\b.*?</{name}>", html, re.DOTALL).group()


@pytest.mark.django_db
class TestFrame:
    def test_leads_to_the_pages_of_the_footer(self, client):
        footer = part(client.get("/gallery/list").content.decode(), "footer")
        links = dict(re.findall(r'href="([^"]+)"[^>]*>\s*([^<]+?)\s*<', footer))

        assert links == FOOTER
        assert all(client.get(address).status_code == 200 for address in FOOTER)

    def test_has_a_box_for_words_and_references_for_whoever_is_signed_in(
        self, client, settings, now
    ):
        settings.ROOT_URLCONF = "config.urls"
        stranger = part(client.get("/privacy").content.decode(), "header")
        client.force_login(person("Ada Shah", now))
        signed_in = part(client.get("/privacy").content.decode(), "header")
        box = part(signed_in, "search")

        assert "<search" not in stranger
        assert 'action="/search" method="get"' in box
        assert re.search(r"<label[^>]*>\s*Search, or go to a reference", box)
        assert 'name="q"' in box

    def test_says_where_a_page_stands(self, client):
        html = client.get("/gallery/form").content.decode()
        crumbs = re.search(r"<nav[^>]*nhsuk-breadcrumb.*?</nav>", html, re.DOTALL)

        assert re.search(r'href="/"[^>]*>\s*Home\s*<', crumbs.group())
        assert "Decisions" in crumbs.group()


class TestStates:
    def test_are_always_words_of_which_the_colour_is_only_a_help(self):
        """One macro draws the tag, and nobody gives it a colour without words."""
        drawn = {
            str(path.relative_to(ROOT))
            for path in TEMPLATES
            if "nhsuk-tag" in path.read_text()
            or "components/tag/macro" in path.read_text()
        }
        wordless = [
            (path.name, call)
            for path in TEMPLATES
            for call in re.findall(r"state_tag\(([^)]*)\)", path.read_text())
            if re.match(r"""\s*(""|''|$)""", call)
        ]

        assert drawn == {"ui/jinja2/ui/macros.jinja"}
        assert wordless == []

    @pytest.mark.django_db
    def test_show_their_words(self, client):
        html = client.get("/gallery/list").content.decode()
        tags = re.findall(
            r'<strong class="nhsuk-tag[^"]*">\s*(.*?)\s*</strong>', html, re.DOTALL
        )

        assert tags == ["In force", "Waiting"]

    def test_differ_in_words_wherever_they_differ_in_colour(self):
        """Every table of colours by state is matched by one of words."""
        from agreements.enums import (
            PartyRole,
            RequestStatus,
            VersionStatus,
        )
        from collab.enums import AuthorityStatus, DecisionOutcome

        for states in (
            VersionStatus,
            RequestStatus,
            AuthorityStatus,
            DecisionOutcome,
            PartyRole,
        ):
            assert all(states.labels)
            assert len(set(states.labels)) == len(states.labels)
