"""Mail leaves through the outbox, once, with one Message-ID."""

import email
import email.policy

import pytest
from django.core import mail as django_mail
from django.core.mail import EmailMessage, get_connection

from accounts import mail
from accounts.models import Heartbeat, MailMessage
from accounts.services import mailing
from accounts.tasks import note_heartbeat, record_failures, send_mail
from audit.models import OutboxMessage
from tests.builders.acts import any_act
from tests.builders.people_accounts import (
    administrator,
    invitation_of,
    invited,
    joined,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    settings.EMAIL_BACKEND = mail.FILE_BACKEND
    return tmp_path / "outbox"


def written(now, **fields):
    given = {"to": "ann@example.org", "subject": "Hello", "words": "Words"}
    somebody = joined(now)
    with any_act(now) as record:
        record.about(somebody)
        message = mailing.write_mail(record=record, **(given | fields))
    # What the somebody was sent before is not what these tests are about.
    MailMessage.objects.exclude(pk=message.pk).delete()
    OutboxMessage.objects.exclude(arguments={"message_uid": message.uid}).delete()
    return message


class TestWriteMail:
    def test_waits_for_the_commit(self, now):
        message = written(now)

        assert message.sent_at is None
        assert not django_mail.outbox
        waiting = OutboxMessage.objects.get(task="accounts.send_mail")
        assert waiting.arguments == {"message_uid": message.uid}

    def test_leaves_nothing_where_the_act_fails(self, now):
        with pytest.raises(RuntimeError), any_act(now) as record:
            mailing.write_mail(
                record=record, to="ann@example.org", subject="Hello", words="Words"
            )
            raise RuntimeError

        assert not MailMessage.objects.exists()
        assert not OutboxMessage.objects.exists()

    def test_seals_the_body(self, now):
        assert "Words" not in written(now).body

    def test_keeps_the_subject_on_one_line(self, now):
        assert written(now, subject="Hello\nBcc: eve@example.org").subject == (
            "Hello Bcc: eve@example.org"
        )

    def test_says_that_the_sample_is_invented(self, now):
        person = joined(now, is_sample=True)
        message = written(now, user=person)

        mailing.send_mail(message_uid=message.uid, now=now)

        assert "are invented" in " ".join(django_mail.outbox[-1].body.split())


class TestSendMail:
    def test_sends_once_and_empties_the_body(self, now):
        message = written(now)

        assert mailing.send_mail(message_uid=message.uid, now=now)
        assert not mailing.send_mail(message_uid=message.uid, now=now)

        assert len(django_mail.outbox) == 1
        assert django_mail.outbox[0].body == "Words"
        message.refresh_from_db()
        assert message.body == ""
        assert message.sent_at == now

    def test_repeats_the_message_id_where_it_died_before_noting(self, now, monkeypatch):
        message = written(now)

        def died(*_, **__):
            raise SystemExit

        with monkeypatch.context() as context:
            context.setattr(mailing, "_note_sent", died)
            with pytest.raises(SystemExit):
                mailing.send_mail(message_uid=message.uid, now=now)
        mailing.send_mail(message_uid=message.uid, now=now)

        ids = [sent.extra_headers["Message-ID"] for sent in django_mail.outbox]
        assert ids == [f"<{message.uid}@concordat.localhost>"] * 2

    def test_is_tried_again_where_the_server_is_away(self, now, monkeypatch):
        message = written(now)

        def away(*_, **__):
            raise ConnectionRefusedError

        with monkeypatch.context() as context:
            context.setattr(EmailMessage, "send", away)
            with pytest.raises(ConnectionRefusedError):
                mailing.send_mail(message_uid=message.uid, now=now)

        assert mailing.send_mail(message_uid=message.uid, now=now)

    def test_makes_the_invitations_link_as_it_goes(self, now):
        user = invited(now)
        message = MailMessage.objects.get(to=user.email)

        mailing.send_mail(message_uid=message.uid, now=now)

        # What follows says when it was made, to the second.
        token = invitation_of(user).token().partition(":")[0]
        assert f"http://testserver/invitations/{token}:" in django_mail.outbox[0].body
        assert "{link}" not in django_mail.outbox[0].body

    def test_leaves_out_an_invitation_that_was_withdrawn(self, now):
        from accounts.services.invitations import withdraw_invitation

        actor = administrator(now)
        user = invited(now)
        message = MailMessage.objects.get(to=user.email)
        withdraw_invitation(person_uid=user.uid, actor=actor, now=now)

        assert not mailing.send_mail(message_uid=message.uid, now=now)

        assert not django_mail.outbox

    def test_sends_nothing_for_a_row_that_is_not_there(self, now):
        assert not mailing.send_mail(message_uid="eml_none", now=now)


class TestFileBackend:
    def test_writes_one_whole_file_and_leaves_no_part(self, now, folder):
        message = written(now, subject="Grüße", words="Zeile\n")

        mailing.send_mail(message_uid=message.uid, now=now)

        (file,) = folder.iterdir()
        parsed = email.message_from_bytes(
            file.read_bytes(), policy=email.policy.default
        )
        assert parsed["Message-ID"] == message.message_id
        assert parsed["Subject"] == "Grüße"
        assert parsed.get_content().strip() == "Zeile"

    def test_shows_a_repeated_delivery_as_one_message(self, folder):
        for _ in range(2):
            get_connection().send_messages(
                [
                    EmailMessage(
                        "Hello",
                        "Words",
                        to=["ann@example.org"],
                        headers={"Message-ID": "<one@example.org>"},
                    )
                ]
            )

        assert len(list(folder.iterdir())) == 1

    def test_leaves_nothing_where_writing_fails(self, folder, monkeypatch):
        def full(*_):
            raise OSError("No space left")

        monkeypatch.setattr("os.replace", full)
        with pytest.raises(OSError, match="No space"):
            EmailMessage("Hello", "Words", to=["ann@example.org"]).send()

        assert not list(folder.iterdir())

    def test_never_leaves_its_folder(self, folder):
        EmailMessage(
            "Hello",
            "Words",
            to=["ann@example.org"],
            headers={"Message-ID": "<../../evil@example.org>"},
        ).send()

        assert [file.parent for file in folder.rglob("*.eml")] == [folder]
        assert mail.delivered_named("../secret.eml") is None
        assert mail.delivered_named("..%2Fsecret.eml") is None

    def test_lists_what_it_wrote(self, now, folder):
        mailing.send_mail(message_uid=written(now).uid, now=now)

        (shown,) = mail.delivered()
        assert (shown.to, shown.subject, shown.body.strip()) == (
            "ann@example.org",
            "Hello",
            "Words",
        )
        assert mail.delivered_named(shown.name) == shown


class TestTasks:
    def test_send_mail_sends_and_shows_that_a_worker_lives(self, now):
        message = written(now)

        send_mail(message_uid=message.uid)

        assert len(django_mail.outbox) == 1
        assert Heartbeat.objects.get().name == "worker"

    def test_note_heartbeat_notes_both(self):
        note_heartbeat()
        note_heartbeat()

        names = Heartbeat.objects.order_by("name").values_list("name", flat=True)
        assert list(names) == ["beat", "worker"]

    def test_record_failures_runs_with_nothing_to_do(self):
        record_failures()


class TestSendTest:
    def test_goes_to_the_administrator(self, now):
        actor = administrator(now)

        message = mailing.send_test(actor=actor, now=now)

        assert message.to == actor.email


class TestPostMail:
    def test_is_delivered_by_the_outbox_as_well(self, now):
        message = mailing.post_mail(
            to="ann@example.org", subject="Code", words="1234", user=None, now=now
        )

        waiting = OutboxMessage.objects.get()
        assert waiting.arguments == {"message_uid": message.uid}
