"""Every page of ours, rendered strictly: no misspelt name, one h1, no inline script."""

import copy
import re

import pytest
from django.conf import settings as project
from django.template import engines
from jinja2 import UndefinedError

from tests.ui.gallery import SIGN_IN_SETTINGS

PATHS = {
    "/gallery/form": 200,
    "/gallery/list": 200,
    "/gallery/signed-in": 200,
    "/gallery/forbidden": 403,
    "/gallery/broken": 500,
    "/gallery/huge": 413,
    "/gallery/again": 429,
    "/go/nope": 404,
    "/accessibility-statement": 200,
    "/privacy": 200,
    "/cookies": 200,
    "/contact": 200,
    "/version": 200,
    "/accounts/login/": 200,
    "/accounts/password/reset/": 200,
}


@pytest.fixture(autouse=True)
def strict(settings):
    settings.ROOT_URLCONF = "tests.ui.gallery"
    for name, value in SIGN_IN_SETTINGS.items():
        setattr(settings, name, value)
    templates = copy.deepcopy(project.TEMPLATES)
    templates[0]["OPTIONS"]["environment"] = "tests.ui.strict.make"
    settings.TEMPLATES = templates


@pytest.fixture
def visitor(client):
    client.raise_request_exception = False
    return client


@pytest.mark.django_db
@pytest.mark.parametrize("path", sorted(PATHS))
class TestEveryPage:
    def test_names_nothing_that_is_not_there(self, path, visitor):
        assert visitor.get(path).status_code == PATHS[path]

    def test_has_one_heading_a_title_and_a_language(self, path, visitor):
        html = visitor.get(path).content.decode()

        assert len(re.findall(r"<h1[\s>]", html)) == 1
        assert re.search(r"<title>\S.* - Concordat</title>", html)
        assert '<html lang="en-GB"' in html
        assert "NHS</title>" not in html

    def test_has_no_inline_style_or_unsigned_script(self, path, visitor):
        answer = visitor.get(path)
        html = answer.content.decode()
        policy = answer.headers["Content-Security-Policy"]
        nonce = re.search(r"'nonce-([^']+)'", policy).group(1)

        assert "unsafe" not in policy
        assert " style=" not in html
        assert "<style" not in html
        assert not re.search(r"\son\w+=", html)
        runs = [
            tag
            for tag in re.findall(r"<script[^>]*>", html)
            if 'type="application/json"' not in tag
        ]
        assert runs
        assert all(f'nonce="{nonce}"' in tag for tag in runs)

    def test_loads_nothing_from_elsewhere(self, path, visitor):
        html = visitor.get(path).content.decode()

        assert not re.findall(r'(?:src|srcset|data)="(?:https?:)?//', html)
        assert not re.findall(r'<link[^>]+href="(?:https?:)?//', html)


class TestOurNamesMustExist:
    @pytest.mark.parametrize(
        "source", ["{{ mispelt }}", "{% if service.nmae %}x{% endif %}"]
    )
    def test_finds_a_misspelt_name(self, source):
        template = engines["pages"].from_string(source)

        with pytest.raises(UndefinedError):
            template.render({"service": object()})


@pytest.mark.django_db
class TestLayout:
    def test_shows_no_nhs_logo_unless_the_setting_turns_it_on(self, visitor, settings):
        assert 'aria-label="NHS"' not in visitor.get("/privacy").content.decode()

        settings.SHOW_NHS_LOGO = True

        assert 'aria-label="NHS"' in visitor.get("/privacy").content.decode()

    def test_names_service_organisation_and_version(self, visitor, settings):
        settings.SERVICE_NAME, settings.ORGANISATION_NAME = "Pact", "Vale <ICB>"

        html = visitor.get("/privacy").content.decode()

        assert "<title>Privacy - Pact</title>" in html
        assert "Vale &lt;ICB&gt;" in html
        assert f"Concordat version {settings.VERSION}" in html

    def test_signs_out_by_post_with_its_token(self, visitor):
        html = visitor.get("/gallery/signed-in").content.decode()

        form = re.search(r'<form[^>]*/logout/".*?</form>', html, re.S).group()
        assert 'method="post"' in form
        assert "csrfmiddlewaretoken" in form

    def test_escapes_a_message(self, visitor):
        html = visitor.get("/gallery/signed-in").content.decode()

        assert "&lt;still&gt;" in html

    def test_marks_the_title_of_a_refused_form(self, visitor):
        html = visitor.post("/gallery/form", {"title": ""}).content.decode()

        assert "<title>Error: Record a decision - Concordat</title>" in html

    def test_prints_reference_date_and_as_at(self, visitor):
        html = visitor.get("/gallery/list").content.decode()
        line = re.search(r'app-print-line">(.*?)</p>', html, re.S).group(1)

        assert "AGR-003" in line
        assert "printed" in line
        assert "as at 20 April 2026 at 9:05am" in line
