"""What somebody without an account reaches with their link, and who else does not."""

import datetime as dt
import logging
import re

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.models import MailMessage
from agreements.enums import SignatureMethod
from agreements.models import SigningCode, SigningLink, SignOff
from agreements.services import links
from audit.models import Event
from tests.agreements.outside_links import link_of
from tests.agreements.pages import at, words
from tests.builders import agreements as build
from tests.builders import guests as guest
from ui.logs import HideSecretAddresses

pytestmark = pytest.mark.django_db

MINUTE = dt.timedelta(minutes=1)
ADDRESS = re.compile(r"/outside/([0-9a-f]{64})")


@pytest.fixture
def made(today_now):
    return build.partnership(today_now)


class TestThePages:
    @pytest.fixture
    def token(self, sent):
        return link_of(sent).token()

    @pytest.fixture
    def guests(self, token):
        """A browser in which the code was typed."""
        client = Client()
        client.post(reverse("agreements:outside_link", args=[token]))
        code = guest.code_in(MailMessage.objects.order_by("-pk").first())
        answer = client.post(
            reverse("agreements:outside_code", args=[token]), {"code": code}
        )
        assert answer["Location"] == reverse("agreements:outside_text")
        return client

    def test_opened_twice_by_get_consume_nothing(self, token, sent, today_now):
        before = list(SigningLink.objects.values_list()), Event.objects.count()
        for _ in range(2):
            for name in ("outside_link", "outside_code"):
                answer = Client().get(reverse(f"agreements:{name}", args=[token]))
                assert answer.status_code == 200

        after = list(SigningLink.objects.values_list()), Event.objects.count()
        assert after == before
        assert not SigningCode.objects.exists()
        assert links.good_link(token=token, now=today_now)

    def test_show_nothing_without_the_code(self, made, token, sent, named):
        for name in ("outside_link", "outside_code"):
            page = words(Client().get(reverse(f"agreements:{name}", args=[token])))
            for secret in (named.name, named.email, "Partnership agreement", "AGR-"):
                assert secret not in page
        for name in ("outside_text", "outside_decline", "outside_done"):
            assert Client().get(reverse(f"agreements:{name}")).status_code == 410

    def test_show_the_exact_text_with_it_and_sign(self, guests, sent):
        page = guests.get(reverse("agreements:outside_text"))
        assert "close to home" in words(page)

        answer = guests.post(
            reverse("agreements:outside_text"),
            {"fingerprint": sent.content_hash, "agreed": "on"},
        )

        assert answer["Location"] == reverse("agreements:outside_done")
        done = words(guests.get(reverse("agreements:outside_done")))
        assert "You have signed" in done
        assert SignOff.objects.get().method == SignatureMethod.LINK_AND_CODE
        assert guests.get(reverse("agreements:outside_text")).status_code == 410

    def test_reach_nothing_else(self, guests, sent):
        for address in (
            at(sent),
            at(sent, "print"),
            at(sent, "sign"),
            "/",
            f"/{sent.agreement.collaborative.slug}/agreements",
            "/history/",
        ):
            answer = guests.get(address)
            assert answer.status_code in (302, 404)
            if answer.status_code == 302:
                assert answer["Location"].startswith("/accounts/login/")

    def test_refuse_another_text(self, guests, sent):
        page = guests.post(
            reverse("agreements:outside_text"),
            {"fingerprint": "0" * 64, "agreed": "on"},
        )

        assert "not the text that is out for signature" in words(page)
        assert not SignOff.objects.exists()

    def test_decline_with_a_reason(self, guests, sent):
        address = reverse("agreements:outside_decline")
        assert guests.post(address, {"reason": ""}).status_code == 200

        answer = guests.post(address, {"reason": "Not agreed"})

        assert answer.status_code == 302
        done = words(guests.get(reverse("agreements:outside_done")))
        assert "You have declined to sign" in done

    @pytest.mark.parametrize("token", ["0" * 64, "x", "text/", "%00", "ü"])
    def test_know_no_invented_link(self, token, sent):
        assert Client().get(f"/outside/{token}").status_code in (404, 410)

    def test_are_kept_by_nobody(self, token):
        answer = Client().get(reverse("agreements:outside_link", args=[token]))

        assert "no-store" in answer["Cache-Control"]
        assert answer["Referrer-Policy"] == "strict-origin"


class TestTheLog:
    def test_keeps_no_secret_of_an_address(self):
        record = logging.LogRecord(
            "django.request",
            logging.WARNING,
            "",
            0,
            "%s: %s",
            ("Gone", f"/outside/{'a' * 64}/code"),
            None,
        )

        assert HideSecretAddresses().filter(record)
        assert record.getMessage() == "Gone: /outside/…/code"

    def test_is_kept_so_by_every_handler(self):
        handlers = settings.LOGGING["handlers"].values()

        assert all("hide_secrets" in each["filters"] for each in handlers)
