"""Files: recognised, looked through, and kept once under the SHA-256 of their bytes."""

import contextlib
import datetime as dt
import hashlib
import os
import subprocess
import tempfile
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage

from accounts.models import User
from audit.door import act
from collab.models import Collaborative, Document, Organisation
from collab.policies import documents as may
from collab.rules import files

_CHUNK = 1024 * 1024


class ScannerError(files.RefusedFileError):
    """The scanner refused the file, or could not be asked."""


def store_document(
    *,
    organisation_id: int,
    name: str,
    content: IO[bytes],
    size: int,
    actor: User,
    now: dt.datetime,
    collaborative_id: int | None = None,
) -> Document:
    """
    Keep a file for an organisation, or for a collaborative that it is in.

    The bytes are in the store before the act begins: an act that fails leaves bytes
    that nothing names, never a row without its bytes.

    :raises RefusedFileError: with a sentence, for a file that is not kept
    :raises MayNotUploadError: if the person has no business there
    """
    organisation = Organisation.objects.get(pk=organisation_id)
    collaborative = (
        Collaborative.objects.get(pk=collaborative_id) if collaborative_id else None
    )
    may.require_can_store(
        user=actor, organisation=organisation, collaborative=collaborative, at=now
    )
    media_type = files.recognise(content, size)
    _ask_scanner(content)
    sha256 = _keep(content)
    with act(
        "collab.document.stored", by=actor, for_organisation=organisation, at=now
    ) as record:
        allowed_by = may.require_can_store(
            user=actor, organisation=organisation, collaborative=collaborative, at=now
        )
        document = Document(
            organisation=organisation,
            collaborative=collaborative,
            sha256=sha256,
            name=files.safe_name(name, media_type),
            media_type=media_type,
            size=size,
            uploaded_by=actor,
            uploaded_at=now,
            is_founding=allowed_by is None,
        )
        document.save()
        record.about(document, allowed_by=allowed_by)
    return document


def _ask_scanner(content: IO[bytes]) -> None:
    command: list[str] = list(settings.DOCUMENT_SCANNER)
    if not command:
        return
    with tempfile.NamedTemporaryFile() as copy:
        for chunk in _chunks(content):
            copy.write(chunk)
        copy.flush()
        try:
            done = subprocess.run(  # noqa: S603 - the operator's own command
                [*command, copy.name],
                check=False,
                capture_output=True,
                timeout=settings.DOCUMENT_SCANNER_SECONDS,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise ScannerError(
                "The file could not be checked for harmful content. Try again later."
            ) from error
    if done.returncode:
        raise ScannerError("The check for harmful content refused this file.")


def _chunks(content: IO[bytes]) -> Any:
    content.seek(0)
    while chunk := content.read(_CHUNK):
        yield chunk
    content.seek(0)


def _keep(content: IO[bytes]) -> str:
    digest = hashlib.sha256()
    for chunk in _chunks(content):
        digest.update(chunk)
    sha256 = digest.hexdigest()
    name = Document.store_name(sha256)
    if not default_storage.exists(name):
        try:
            _keep_on_disk(content, Path(default_storage.path(name)))
        except NotImplementedError:
            # A store that is not a disk writes whole objects or none.
            default_storage.save(name, File(content))
    return sha256


def _keep_on_disk(content: IO[bytes], path: Path) -> None:
    """Write beside the place and move in one step: no reader sees half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as target:
            for chunk in _chunks(content):
                target.write(chunk)
            target.flush()
            os.fsync(target.fileno())
        Path(temporary).replace(path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            Path(temporary).unlink()
        raise
