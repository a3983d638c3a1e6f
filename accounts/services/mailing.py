"""Mail: written down with the act that causes it, sent once that is safe."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction

from accounts import policies, registries
from accounts.mail import PRIVATE, sealing_key
from accounts.models import Heartbeat, Invitation, MailMessage, User
from accounts.rules.sealing import seal, unseal
from audit import dispatch
from audit.door import act
from audit.rules.uids import new_uid

SAMPLE_NOTICE: Final = (
    "This message belongs to a sample. People, dates, decisions and signatures in it"
    " are invented."
)


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One message to be written: ``user`` is who holds the address, where known."""

    to: str
    subject: str
    words: str
    user: User | None = None
    link_to: str = ""
    topic: str = ""
    is_private: bool = False


def write_mail(
    *,
    record: Any,
    to: str,
    subject: str,
    words: str,
    user: User | None = None,
    link_to: str = "",
    is_private: bool = False,
) -> MailMessage:
    """
    Put a message in the open act, to be sent when it commits.

    ``{link}`` in the words stands for ``link_to`` and is made when it is sent.
    """
    letter = Letter(
        to=to,
        subject=subject,
        words=words,
        user=user,
        link_to=link_to,
        is_private=is_private,
    )
    return write_mails(record=record, letters=[letter])[0]


def write_mails(*, record: Any, letters: list[Letter]) -> list[MailMessage]:
    """Put many messages in the open act at once; each is sent and tried alone."""
    messages = _write(letters, at=record.recorded_at)
    record.many_after_commit(
        "accounts.send_mail", [{"message_uid": each.uid} for each in messages]
    )
    return messages


def post_mail(
    *,
    to: str,
    subject: str,
    words: str,
    user: User | None,
    now: dt.datetime,
    is_private: bool = False,
) -> MailMessage:
    """Put a message down that no act of ours caused, such as a code to sign in."""
    with transaction.atomic():
        letter = Letter(
            to=to, subject=subject, words=words, user=user, is_private=is_private
        )
        [message] = _write([letter], at=now)
        dispatch.after_commit(
            "accounts.send_mail",
            act_uid="",
            now=now,
            arguments={"message_uid": message.uid},
        )
    return message


def _write(letters: list[Letter], *, at: dt.datetime) -> list[MailMessage]:
    return MailMessage.objects.bulk_create(
        MailMessage(
            uid=new_uid("eml"),
            user=letter.user,
            to=letter.to,
            subject=" ".join(letter.subject.split())[:250],
            body=seal(_whole(letter), key=sealing_key()),
            link_to=letter.link_to,
            topic=letter.topic,
            is_private=letter.is_private,
            created_at=at,
        )
        for letter in letters
    )


def _whole(letter: Letter) -> str:
    if letter.user is not None and letter.user.is_sample:
        return f"{letter.words.rstrip()}\n\n{SAMPLE_NOTICE}\n"
    return letter.words


def send_mail(*, message_uid: str, now: dt.datetime) -> bool:
    """
    Send one message, outside any transaction; safe to run twice.

    Gives whether it went out now. Its row fixes the Message-ID, so that a delivery
    repeated after a crash shows as one message. What was withdrawn is not sent.
    """
    waiting = MailMessage.objects.filter(sent_at=None, withdrawn_at=None)
    message = waiting.filter(uid=message_uid).first()
    if message is None:
        return False
    words = unseal(message.body, key=sealing_key())
    if message.link_to:
        link = _link(message.link_to, now=now)
        if link is None:
            _note_sent(message, now=now)
            return False
        words = words.replace("{link}", link)
    EmailMessage(
        subject=message.subject,
        body=words,
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[message.to],
        headers={
            "Message-ID": message.message_id,
            **({PRIVATE: "yes"} if message.is_private else {}),
        },
    ).send()
    _note_sent(message, now=now)
    return True


def _note_sent(message: MailMessage, *, now: dt.datetime) -> None:
    MailMessage.objects.filter(pk=message.pk).update(sent_at=now, body="")


def _link(link_to: str, *, now: dt.datetime) -> str | None:
    """Make the link of a message; None where it no longer leads anywhere."""
    kind, _, rest = link_to.partition(":")
    if kind != "invitation":
        return registries.mail_link(kind, rest, now)
    uid, _, issue = link_to.removeprefix("invitation:").partition(":")
    invitation = Invitation.objects.filter(uid=uid, issue=int(issue)).first()
    if invitation is None or not invitation.is_open_at(now):
        return None
    return str(invitation.link())


def send_test(*, actor: User, now: dt.datetime) -> MailMessage:
    """
    Send an administrator a message, to see that mail arrives.

    :raises NotAnAdministratorError: if the actor does not administer
    """
    with act("accounts.mail.tested", by=actor, at=now) as record:
        policies.require_administrator(user=actor, now=now)
        record.about(actor)
        return write_mail(
            record=record,
            to=actor.email,
            subject=f"A test message from {settings.SERVICE_NAME}",
            words=(
                f"Hello {actor.name},\n\n"
                "you asked for this message. Mail from this installation arrives.\n"
            ),
            user=actor,
        )


def note_heartbeat(*, names: tuple[str, ...], now: dt.datetime) -> None:
    """Write down that these were seen at work."""
    for name in names:
        Heartbeat.objects.update_or_create(name=name, defaults={"seen_at": now})
