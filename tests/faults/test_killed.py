"""Losing the broker, or killing any process at any moment, loses and doubles nothing."""

import email
import socket
from collections import defaultdict
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from tests.faults.running import answer_of, environment, migrate, python

KILLS = 200
PAUSE = 0.18

pytestmark = [pytest.mark.fault, pytest.mark.slow, pytest.mark.sqlite]


class Mailbox:
    """A mail server that keeps who was sent which Message-ID."""

    def __init__(self) -> None:
        self.received: dict[str, list[str]] = defaultdict(list)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        message = email.message_from_bytes(envelope.content)
        for to in envelope.rcpt_tos:
            self.received[to].append(str(message["Message-ID"]))
        return "250 kept"


@pytest.fixture
def mailbox():
    """A real SMTP server on this machine."""
    box = Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        box.port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    yield box
    controller.stop()


class TestTwoHundredKills:
    def test_lose_no_message_and_give_none_a_second_id(self, mailbox, tmp_path):
        env = environment(
            tmp_path,
            f"sqlite:///{tmp_path / 'test_killed.sqlite3'}",
            EMAIL_HOST="127.0.0.1",
            EMAIL_PORT=str(mailbox.port),
            OUTBOX_LEASE_SECONDS="2",
        )
        migrate(env)
        made = python("-c", FIRST_ADMINISTRATOR, env=env, seconds=60)
        assert made.returncode == 0, made.stderr

        told = answer_of(
            "-m",
            "tests.faults.herd",
            str(KILLS),
            str(PAUSE),
            "60",
            env=env,
            seconds=240,
        )

        received = mailbox.received
        assert told["undelivered"] == []
        assert told["unsent"] == 0
        assert len(told["mails"]) > 50, "too little happened to prove anything"
        for to, uid in told["mails"]:
            assert received[to], f"{to} never got {uid}"
            assert set(received[to]) == {f"<{uid}@concordat.localhost>"}
        assert set(received) == {to for to, _ in told["mails"]}
        assert told["lost"] > 0


FIRST_ADMINISTRATOR = """
import django
django.setup()
from django.utils import timezone
from accounts.enums import Role
from accounts.models import User
from audit.door import SystemActor, act
from audit.registries import Verb, register_verbs
from collab import grants

register_verbs([Verb(name="tests.administrator.made", sentence="made one")])
now = timezone.now()
with act("tests.administrator.made", by=SystemActor("tests"), at=now) as record:
    user = User(name="First", email="first@example.org", created_at=now, joined_at=now)
    user.set_password("a long password for tests")
    user.save()
    grants.give_role(
        record=record, role=Role.ADMINISTRATOR, on=None, user=user, given_by=None, at=now
    )
"""
