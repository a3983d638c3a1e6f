"""What a person typed into a form that could not be taken, so that it can be shown."""

import re
from dataclasses import dataclass

from django.http import HttpRequest
from django.http.request import RawPostDataException, UnreadablePostError

_SECRET = re.compile(r"passw|token|code|credential|secret|csrf|otp|^next$", re.I)
# What a choice stands for: nobody typed it, and nobody can read it.
_UID = re.compile(r"[a-z]{2,5}_[a-z2-7]{20,32}")
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
        and (filled := [value for value in values if _is_typed(value)])
    ]
    return found[:_MOST]


def _is_typed(value: str) -> bool:
    return bool(value.strip()) and not _UID.fullmatch(value)


def _label(name: str) -> str:
    words = name.rpartition("-")[2].replace("_", " ").strip()
    return words[:1].upper() + words[1:]
