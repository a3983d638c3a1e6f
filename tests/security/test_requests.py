"""What every request meets before any page: size, address, copies kept."""

import pytest
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from ui import middleware


def seen_address(**meta):
    seen = []

    def page(request):
        seen.append(request.META["REMOTE_ADDR"])
        return HttpResponse()

    middleware.visitor_address(page)(RequestFactory().get("/", **meta))
    return seen[0]


class TestVisitorAddress:
    @pytest.mark.parametrize(
        "header",
        ["X_FORWARDED_FOR", "X_REAL_IP", "FORWARDED", "VIA", "X_FORWARDED_HOST"],
    )
    def test_is_not_this_machine_behind_a_proxy_nobody_named(self, settings, header):
        settings.TRUSTED_PROXIES = 0

        assert seen_address(**{f"HTTP_{header}": "127.0.0.1"}) == middleware.UNKNOWN

    def test_is_the_peer_without_one(self, settings):
        settings.TRUSTED_PROXIES = 0

        assert seen_address() == "127.0.0.1"
        assert seen_address(REMOTE_ADDR="10.0.0.5") == "10.0.0.5"

    @pytest.mark.parametrize("header", ["127.0.0.1, 203.0.113.7", "203.0.113.7"])
    def test_is_what_the_named_proxy_added(self, settings, header):
        settings.TRUSTED_PROXIES = 1

        address = seen_address(HTTP_X_FORWARDED_FOR=header, REMOTE_ADDR="10.0.0.9")

        assert address == "203.0.113.7"

    @pytest.mark.parametrize("header", ["", "127.0.0.1\x00", "unknown", "a" * 5_000])
    def test_is_the_peer_where_the_header_names_none(self, settings, header):
        settings.TRUSTED_PROXIES = 1

        address = seen_address(HTTP_X_FORWARDED_FOR=header, REMOTE_ADDR="10.0.0.9")

        assert address == "10.0.0.9"


@pytest.mark.django_db
class TestTheSample:
    def test_is_closed_behind_a_proxy_nobody_named(self, client, settings):
        settings.SAMPLE_SIGN_IN = True

        answer = client.post(
            "/sample/continue",
            {"person": "usr_x"},
            headers={"x-forwarded-for": "203.0.113.7"},
        )

        assert answer.status_code == 403
        assert "_auth_user_id" not in client.session


class TestLimits:
    def refuse(self, request):
        return middleware.limits(lambda _: HttpResponse())(request)

    def test_refuse_an_address_with_nul(self):
        with pytest.raises(Http404):
            self.refuse(RequestFactory().get("/go%00"))
        with pytest.raises(BadRequest):
            self.refuse(RequestFactory().get("/go?q=a%00b"))

    @pytest.mark.django_db
    def test_answer_a_huge_body_before_it_is_read(self, client):
        answer = client.generic(
            "POST", "/accounts/login/", b"x", CONTENT_LENGTH=str(30 * 1024 * 1024)
        )

        assert answer.status_code == 413

    def test_let_a_common_request_pass(self):
        assert self.refuse(RequestFactory().get("/go?q=a%20b")).status_code == 200


@pytest.mark.django_db
class TestPrivatePages:
    def test_are_kept_by_nobody(self, client):
        client.force_login(_somebody())

        answer = client.get("/account")

        assert answer["Cache-Control"] == "private, no-store"
        assert "camera=()" in answer["Permissions-Policy"]

    def test_leave_open_pages_alone(self, client):
        assert "Cache-Control" not in client.get("/privacy")


def _somebody():
    from django.utils import timezone

    from tests.builders.people_accounts import joined

    return joined(timezone.now())


@pytest.mark.django_db
class TestEveryPage:
    def test_is_framed_by_nobody_and_runs_no_strange_script(self, client):
        answer = client.get("/privacy")

        policy = answer["Content-Security-Policy"]
        assert answer["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in policy
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
