"""Two people changed one thing of a draft: what the page shows, and the form again."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.http import QueryDict

from agreements.models import Clause, Condition, Version
from agreements.rules.merging import Merged, merged
from ui.formats import date, pounds_short


@dataclass(frozen=True, kw_only=True)
class Conflict:
    """What stands there now, part by part: ``(label, words, who changed it)``."""

    parts: list[tuple[str, str, str]]
    must_choose: bool


def terms_of(version: Version) -> dict[str, Any]:
    """Give the terms of a draft as its form holds them."""
    return {"title": version.agreement.title, **_terms_of_row(version)}


def _terms_of_row(row: Any) -> dict[str, Any]:
    return {
        "commences_on": row.commences_on,
        "expires_on": row.expires_on,
        "value": row.value_pence,
        "review_on": row.review_on,
        "notice_length": row.notice_length,
        "notice_unit": row.notice_unit,
        "notice_effect": row.notice_effect,
        "effect_from": row.effect_from,
    }


def terms_as_read(version: Version, typed: Mapping[str, Any]) -> dict[str, Any] | None:
    """Give the terms as the person read them, from the history, or None."""
    row = version.history.filter(revision=typed["revision"]).first()
    titles = version.agreement.history.filter(revision=typed["agreement_revision"])
    title = titles.first()
    if row is None or title is None:
        return None
    return {"title": title.title, **_terms_of_row(row)}


_SAYS: Final = ("heading", "text")


def part_of(thing: Clause | Condition) -> dict[str, Any]:
    """Give what a clause or a condition says, as its form holds it."""
    return {name: getattr(thing, name) for name in _SAYS if hasattr(thing, name)}


def typed_in(form: forms.Form) -> dict[str, Any]:
    """Give what the form of a clause or a condition was made to say."""
    return {name: form.cleaned_data[name] for name in _SAYS if name in form.fields}


def initial_of(thing: Clause | Condition | None) -> dict[str, Any]:
    """Give what the form of a clause or a condition starts from."""
    if thing is None:
        return {}
    read = {"revision": thing.revision, "identity": thing.identity}
    return part_of(thing) | read


def part_as_read(thing: Clause | Condition, revision: int) -> dict[str, Any] | None:
    """Give what it said when the person read it, from the history, or None."""
    row = thing.history.filter(revision=revision).first()
    return None if row is None else part_of(row)


def put_together(
    form: forms.Form, *, read: Mapping[str, Any] | None, stands: Mapping[str, Any]
) -> Conflict:
    """
    Put what the other changed into the form where the person left it as it was.

    What both changed stays as the person typed it, and is shown beside what stands.
    """
    found = merged(read, form.cleaned_data, stands)
    data = _posted(form)
    for name in found.theirs:
        _put(data, form.fields[name], name, stands[name])
    form.data = data
    parts = [
        (
            str(form.fields[name].label),
            words_of(form.fields[name], name, stands[name]),
            whose,
        )
        for name in stands
        for whose in [_whose(found, name)]
        if whose
    ]
    return Conflict(parts=parts, must_choose=bool(found.both))


def _whose(found: Merged, name: str) -> str:
    if name in found.both:
        return "You both changed this. What you typed is below: keep it, or change it."
    if name in found.theirs:
        return "Only the other person changed this. It is in the form below."
    return ""


def _put(data: QueryDict, field: Any, name: str, value: Any) -> None:
    boxes = getattr(field.widget, "widgets_names", None)
    if boxes:
        parts = field.widget.decompress(value)
        for suffix, part in zip(boxes, parts, strict=True):
            data[f"{name}{suffix}"] = "" if part is None else str(part)
    else:
        shown = field.prepare_value(value)
        data[name] = "" if shown is None else str(shown)


def words_of(field: Any, name: str, value: Any) -> str:
    """Say what a part says, as the page shows it."""
    if value in (None, ""):
        return "Nothing"
    if (choices := getattr(field, "choices", None)) is not None:
        return str(dict(choices).get(value, value))
    if name == "value":
        return pounds_short(value)
    if hasattr(value, "isoformat"):
        return date(value)
    return str(value)


def part_conflict(form: forms.Form, stands: Clause | Condition) -> Conflict:
    """Put a clause or a condition together, as :func:`put_together` does."""
    read = part_as_read(stands, form.cleaned_data["revision"] or 0)
    conflict = put_together(form, read=read, stands=part_of(stands))
    stand_on(form, {"revision": stands.revision})
    return conflict


def stand_on(form: forms.Form, revisions: Mapping[str, int]) -> None:
    """Let the form be about what stands there now when it is sent again."""
    data = _posted(form)
    for name, revision in revisions.items():
        data[name] = str(revision)
    form.data = data


def _posted(form: forms.Form) -> QueryDict:
    data: Any = form.data
    copied: QueryDict = data.copy()
    return copied


def with_both_texts(form: forms.Form, stands: Clause | Condition) -> QueryDict:
    """Give what was typed with the text that stands there put above it."""
    data = _posted(form)
    mine = str(data.get("text", "")).replace("\r\n", "\n").strip("\n")
    if mine != stands.text:
        data["text"] = f"{stands.text}\n\n{mine}"
    data["revision"] = str(stands.revision)
    return data
