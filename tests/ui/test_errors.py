"""What the site says when it cannot do what was asked."""

import re

import pytest
from django.core.exceptions import (
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.db import connection
from django.test import Client, RequestFactory
from django.utils.html import escape

from ui.views import errors

LOST = "The beds are pooled from <Monday>"


@pytest.fixture(autouse=True)
def gallery(settings):
    settings.ROOT_URLCONF = "tests.ui.gallery"


@pytest.fixture
def visitor():
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


class TestBadRequest:
    def test_answers_400(self):
        answer = errors.bad_request(RequestFactory().get("/"), SuspiciousOperation())

        assert answer.status_code == 400
        assert b"could not read that request" in answer.content

    @pytest.mark.parametrize(
        ("problem", "words"),
        [
            (RequestDataTooBig(), "larger than the service takes"),
            (TooManyFieldsSent(), "more fields or files"),
            (TooManyFilesSent(), "more fields or files"),
        ],
    )
    def test_answers_413_when_it_was_too_much(self, problem, words):
        answer = errors.bad_request(RequestFactory().post("/"), problem)

        assert answer.status_code == 413
        assert words in answer.content.decode()

    @pytest.mark.django_db
    def test_is_reached_by_a_form_that_is_too_large(self, visitor, settings):
        settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100

        answer = visitor.post("/gallery/form", {"title": "x" * 500})

        assert answer.status_code == 413
        assert "nonce-" in answer.headers["Content-Security-Policy"]

    @pytest.mark.django_db
    def test_is_reached_by_a_form_with_too_many_fields(self, visitor, settings):
        settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 3

        answer = visitor.post("/gallery/form", {f"f{n}": "x" for n in range(9)})

        assert answer.status_code == 413

    @pytest.mark.django_db
    def test_dresses_a_wrong_host_too(self, visitor):
        answer = visitor.get("/privacy", headers={"host": "elsewhere.example"})

        assert answer.status_code == 400
        assert "unsafe" not in answer.headers["Content-Security-Policy"]


@pytest.mark.django_db
class TestPermissionDenied:
    def test_says_the_reason(self, visitor):
        answer = visitor.get("/gallery/forbidden")

        assert answer.status_code == 403
        assert b"Only a signatory of Northfield Trust may sign here." in answer.content


@pytest.mark.django_db
class TestNotFound:
    def test_says_the_same_whatever_was_asked_for(self, visitor):
        first = visitor.get("/impact/agreements/AGR-003").content.decode()
        second = visitor.get("/nothing").content.decode()

        def bare(html):
            return re.sub(r'nonce="[^"]*"|value="[^"]*"', "", html)

        assert bare(first) == bare(second)


@pytest.mark.django_db
class TestTooManyRequests:
    def test_answers_429_and_when_to_return(self, visitor):
        answer = visitor.get("/gallery/again")

        assert answer.status_code == 429
        assert answer.headers["Retry-After"] == "300"

    def test_is_what_the_sign_in_library_shows(self):
        from allauth.core.ratelimit import respond_429

        answer = respond_429(RequestFactory().get("/accounts/login/"))

        assert answer.status_code == 429
        assert b"Too many tries" in answer.content


class TestServerError:
    # No django_db: a query would fail this test.
    def test_asks_no_database(self):
        answer = errors.server_error(RequestFactory().get("/"))

        assert answer.status_code == 500
        assert b"nhsuk-heading-l" in answer.content

    def test_still_answers_when_its_own_template_is_broken(self, monkeypatch):
        def refuse(*_):
            raise RuntimeError

        monkeypatch.setattr(errors.engines["pages"], "get_template", refuse)

        answer = errors.server_error(RequestFactory().get("/"))

        assert answer.status_code == 500
        assert b"there is a problem with the service" in answer.content

    def test_shows_nothing_of_the_fault(self, visitor):
        answer = visitor.get("/gallery/broken")

        assert answer.status_code == 500
        assert b"on purpose" not in answer.content


@pytest.mark.django_db
class TestCsrfFailure:
    SENT = {
        "why": LOST,
        "password": "hunter2",
        "code": "123456",
        "csrfmiddlewaretoken": "x",
        "decided_on_day": "27",
        "empty": "  ",
    }

    def test_gives_back_what_was_typed(self, visitor):
        answer = visitor.post("/gallery/form", self.SENT)
        html = answer.content.decode()

        assert answer.status_code == 403
        assert escape(LOST) in html
        assert "Decided on day" in html
        assert 'href="/gallery/form"' in html

    def test_keeps_secrets_to_itself(self, visitor):
        html = visitor.post("/gallery/form", self.SENT).content.decode()

        assert "hunter2" not in html
        assert "123456" not in html
        assert "Empty" not in html

    def test_repeats_nothing_that_another_site_sent(self, visitor):
        answer = visitor.post(
            "/gallery/form", self.SENT, headers={"origin": "https://elsewhere.example"}
        )

        assert answer.status_code == 403
        assert "Monday" not in answer.content.decode()


@pytest.mark.django_db
class TestSignInRequiredMiddleware:
    def test_sends_a_stranger_to_sign_in_and_back(self, client):
        answer = client.get("/gallery/private?a=1")

        assert answer.status_code == 302
        assert answer.url == "/accounts/login/?next=/gallery/private%3Fa%3D1"

    def test_gives_back_what_was_typed_when_the_session_ran_out(self, client):
        answer = client.post("/gallery/private", {"why": LOST, "password": "hunter2"})
        html = answer.content.decode()

        assert answer.status_code == 401
        assert escape(LOST) in html
        assert "hunter2" not in html
        assert 'href="/accounts/login/?next=%2Fgallery%2Fprivate"' in html

    def test_redirects_a_post_in_which_nothing_was_typed(self, client):
        assert client.post("/gallery/private", {"a": ""}).status_code == 302


class TestHealthz:
    @pytest.mark.django_db
    def test_answers_without_sign_in(self, client, settings):
        answer = client.get("/healthz")

        assert answer.status_code == 200
        assert answer.json() == {"status": "ok", "version": settings.VERSION}
        assert "no-store" in answer.headers["Cache-Control"]

    @pytest.mark.django_db
    def test_answers_503_when_the_database_does_not(self, client, monkeypatch):
        from django.db import OperationalError

        def refuse():
            raise OperationalError

        monkeypatch.setattr(connection, "cursor", refuse)

        answer = client.get("/healthz")

        assert answer.status_code == 503
        assert answer.json()["status"] == "unavailable"
