"""A file to check, or its fingerprint."""

import hashlib
import io
import re
from typing import Any

from django import forms
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

from collab.rules.files import LARGEST


class Fingerprinting(FileUploadHandler):
    """Takes the fingerprint of a file as it arrives, and keeps not one byte of it."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        super().new_file(*args, **kwargs)
        self.digest, self.size = hashlib.sha256(), 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Read on, up to the limit."""
        self.digest.update(raw_data)
        self.size = start + len(raw_data)
        if self.size > LARGEST:
            raise StopUpload(connection_reset=True)

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """Give a file without content, with its size and fingerprint."""
        file = InMemoryUploadedFile(
            io.BytesIO(),
            self.field_name,
            self.file_name or "file",
            self.content_type,
            file_size,
            self.charset,
        )
        file.sha256 = self.digest.hexdigest()  # type: ignore[attr-defined]
        return file


class CheckPaperForm(forms.Form):
    """A PDF, or its SHA-256 as it was worked out elsewhere."""

    file = forms.FileField(
        label="PDF file",
        required=False,
        allow_empty_file=True,
        max_length=300,
        help_text="Up to 25 MB. It is read while it arrives and not kept.",
    )
    fingerprint = forms.CharField(
        label="Or the SHA-256 of the file",
        required=False,
        max_length=100,
        help_text="64 letters and figures. Spaces and capitals do not matter.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_fingerprint(self) -> str:
        """Take the fingerprint as people copy it: in groups, or in capitals."""
        typed = re.sub(r"[\s:]", "", self.cleaned_data["fingerprint"]).lower()
        if typed and not re.fullmatch(r"[0-9a-f]{64}", typed):
            raise forms.ValidationError(
                "Enter all 64 letters and figures of the SHA-256, from 0 to 9 and a to f"
            )
        return typed

    def clean_file(self) -> Any:
        """Refuse what is too large to have been read, or holds nothing."""
        file = self.cleaned_data["file"]
        if file is not None and file.size > LARGEST:
            raise forms.ValidationError("The file must be smaller than 25 MB")
        if file is not None and file.size == 0:
            raise forms.ValidationError("The file is empty")
        return file

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        cleaned = super().clean() or {}
        given = [name for name in ("file", "fingerprint") if cleaned.get(name)]
        if not given and not self.errors:
            self.add_error("file", "Choose a file, or enter its SHA-256")
        if len(given) == 2:
            self.add_error("fingerprint", "Give the file or its SHA-256, not both")
        return cleaned

    @property
    def sha256(self) -> str:
        """The fingerprint that was typed, or that of the file."""
        file = self.cleaned_data.get("file")
        return str(file.sha256 if file else self.cleaned_data["fingerprint"])
