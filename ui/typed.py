"""What a person typed into a form that could not be taken, so that it can be shown."""

import re
from dataclasses import dataclass

from django.http import HttpRequest
from django.http.request import RawPostDataException, UnreadablePostError

_SECRET = re.compile(r"passw|token|code|credential|secret|csrf|otp|^next$", re.I)
_MOST = 50


@dataclass(frozen=True)
class TypedText:
    """One field's name as a person may recognise it, and what stood in it."""

    label: str
    text: str


def typed_into(request: HttpRequest) -> list[TypedText]:
    """Give what was typed, without passwords, codes and tokens; empty if unreadable."""
    try:
        fields = request.POST.lists()
    except (RawPostDataException, UnreadablePostError):
        return []
    found = [
        TypedText(label=_label(name), text="\n".join(filled))
        for name, values in fields
        if not _SECRET.search(name)
        and (filled := [value for value in values if value.strip()])
    ]
    return found[:_MOST]


def _label(name: str) -> str:
    words = name.rpartition("-")[2].replace("_", " ").strip()
    return words[:1].upper() + words[1:]
