"""Mail on a single machine: files in a folder instead of a server."""

import email
import email.policy
import os
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage as ParsedMessage
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

FILE_BACKEND: Final = "accounts.mail.FileBackend"
# The header of a message that nobody is shown but who it is sent to.
PRIVATE: Final = "X-Concordat-Private"


def sealing_key() -> str:
    """Give the key that seals second-factor secrets and waiting messages."""
    return str(settings.MFA_KEY or settings.SECRET_KEY)


def outbox_folder() -> Path:
    """Give the folder of the messages, making it where it is missing."""
    folder = Path(settings.VAR_DIR) / "outbox"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def keeps_files() -> bool:
    """Say whether this installation writes its mail to files."""
    return bool(settings.EMAIL_BACKEND == FILE_BACKEND)


class FileBackend(BaseEmailBackend):
    """Writes each message to a file named by its Message-ID.

    A message that is delivered again replaces its own file, as a mail program would
    show one message with that id.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write every message whole or not at all."""
        for message in email_messages:
            _write(message.message().as_bytes(linesep="\r\n"))
        return len(email_messages)


def _write(content: bytes) -> None:
    folder = outbox_folder()
    parsed = email.message_from_bytes(content, policy=email.policy.default)
    name = re.sub(r"[^A-Za-z0-9_.@-]", "", str(parsed["Message-ID"])) or "message"
    descriptor, unfinished = tempfile.mkstemp(dir=folder, suffix=".part")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        os.replace(unfinished, folder / f"{name[:120]}.eml")
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise


@dataclass(frozen=True)
class Delivered:
    """One message as it lies in the folder."""

    name: str
    to: str
    subject: str
    sent: str
    body: str
    is_private: bool = False


def delivered(*, most: int = 50) -> list[Delivered]:
    """List the newest messages in the folder."""
    files = sorted(
        outbox_folder().glob("*.eml"),
        key=lambda file: file.stat().st_mtime,
        reverse=True,
    )
    return [_read(file) for file in files[:most]]


def delivered_named(name: str) -> Delivered | None:
    """Give one message by its file's name, or None; no path gets out of the folder."""
    if not re.fullmatch(r"[A-Za-z0-9_.@-]{1,130}\.eml", name):
        return None
    file = outbox_folder() / name
    return _read(file) if file.is_file() else None


def _read(file: Path) -> Delivered:
    parsed = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    is_private = PRIVATE in parsed
    is_readable = _has_body(parsed) and not is_private
    part = parsed.get_body(preferencelist=("plain",)) if is_readable else None
    return Delivered(
        name=file.name,
        to=str(parsed["To"]),
        subject=str(parsed["Subject"]),
        sent=str(parsed["Date"]),
        body=str(part.get_content()) if part else "",
        is_private=is_private,
    )


def _has_body(parsed: object) -> bool:
    return isinstance(parsed, ParsedMessage)
