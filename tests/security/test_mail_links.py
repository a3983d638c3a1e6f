"""Every link that a message carries, opened twice by GET first: nothing is consumed."""

import hashlib
import re

import pytest
from django.apps import apps
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.models import MailMessage
from accounts.services.invitations import invite_person
from tests.agreements.test_outside_signing import link_of
from tests.architecture.source import ROOMS
from tests.builders import agreements as build
from tests.builders import guests, people

pytestmark = pytest.mark.django_db

LINK = re.compile(r"https?://\S+")
# What counts visits and sendings, and says nothing of what a link opens.
OPERATIONAL = {"accounts.MailMessage", "audit.OutboxMessage", "accounts.Heartbeat"}


def everything():
    """What stands in each table of ours, as one hash each."""
    return {
        model._meta.label: hashlib.sha256(
            repr(list(model._base_manager.order_by("pk").values_list())).encode()
        ).hexdigest()
        for model in apps.get_models()
        if model._meta.app_label in ROOMS
        and model._meta.managed
        and model._meta.label not in OPERATIONAL
    }


@pytest.fixture
def sent():
    """One message of each kind that carries a link: an invitation, a link to sign,
    and what people are told; each with its links, as they were sent."""
    now = timezone.now()
    made = build.partnership(now)
    charity = made.bodies[1]
    named = guests.vouched_for(made, charity, now)
    version = guests.send_out(named, made, charity, now)
    invite_person(
        email="new@example.org",
        name="New Person",
        actor=people.administrator("Ada", now),
        now=now,
    )
    guests.deliver(now)
    return version, [
        (each.subject, link.rstrip(".)>"))
        for each in mail.outbox
        for link in LINK.findall(each.body)
    ]


class TestEveryLinkInAMessage:
    def test_is_of_every_kind_that_there_is(self, sent):
        _, links = sent
        paths = {link.partition("//")[2].partition("/")[2] for _, link in links}

        kinds = set(MailMessage.objects.values_list("link_to", flat=True))
        assert {each.partition(":")[0] for each in kinds} >= {"invitation", "signature"}
        assert any(path.startswith("outside/") for path in paths)
        assert any(path.startswith("invitation") for path in paths)
        # What people are told leads to a page of the agreement.
        assert any("/versions/" in path for path in paths)

    def test_consumes_nothing_when_it_is_opened_twice(self, sent):
        version, links = sent
        before = everything()

        for _, link in links:
            path = "/" + link.partition("//")[2].partition("/")[2]
            gateway = Client()
            answers = [gateway.get(path).status_code for _ in range(2)]
            assert answers[0] == answers[1]
            assert answers[0] in (200, 302)

        assert everything() == before
        assert link_of(version).is_good_at(timezone.now())
