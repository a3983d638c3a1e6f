"""What each NHS.UK component is told about one form field."""

from collections.abc import Callable, Iterator
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.functional import Promise
from markupsafe import Markup, escape

from ui.fields import DateWidget
from ui.macros import Params
from ui.wording import errors_of

# The NHS macros take these by name; every other attribute goes through as it is.
_NAMED = ("autocomplete", "autocapitalize", "inputmode")
# Django gives every text area ten rows, which is more than most answers need.
_DJANGO_ROWS = "10"
# What would stop a person typing, or vanish while they do, is left out: the server
# says what is wrong, and the label and hint stay in sight.
_DROPPED = {
    *_NAMED,
    "class",
    "rows",
    "cols",
    "spellcheck",
    "maxlength",
    "minlength",
    "pattern",
    "placeholder",
    "required",
}


def component_of(bound: BoundField) -> str:
    """Name the component that shows this field, from its widget."""
    widget = bound.field.widget
    if isinstance(widget, forms.Textarea):
        limited = getattr(bound.field, "max_length", None)
        return "character-count" if limited else "textarea"
    for kind, name in _WIDGETS:
        if isinstance(widget, kind):
            return name
    return "input"


# The first that fits wins, so that a subclass stands before its base.
_WIDGETS: list[tuple[type[forms.Widget], str]] = [
    (DateWidget, "date-input"),
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.CheckboxInput, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.Select, "select"),
    (forms.FileInput, "file-upload"),
    (forms.PasswordInput, "password-input"),
]


def params_of(bound: BoundField) -> Params:
    """Give all that the field's component is told: words, ids, value and errors."""
    params = _common(bound)
    params.update(_BUILDERS[component_of(bound)](bound))
    return params


def first_input_id(bound: BoundField) -> str:
    """Name the input that a link in the error summary should lead to."""
    if component_of(bound) == "date-input":
        wrong = [item["id"] for item in _date_items(bound) if item["error"]]
        return str(wrong[0] if wrong else f"{bound.auto_id}_day")
    return bound.auto_id


def _common(bound: BoundField) -> Params:
    params: Params = {"name": bound.html_name, "id": bound.auto_id}
    if bound.help_text:
        params["hint"] = {**_words(bound.help_text), "id": f"{bound.auto_id}-hint"}
    if errors := errors_of(bound):
        message = Markup("<br>").join(escape(error) for error in errors)
        params["errorMessage"] = {"html": message, "id": f"{bound.auto_id}-error"}
    if classes := bound.field.widget.attrs.get("class"):
        params["classes"] = classes
    if bound.field.disabled:
        params["disabled"] = True
    return params


def _words(text: str | Promise) -> Params:
    return {"html" if hasattr(text, "__html__") else "text": str(text)}


def _label(bound: BoundField) -> Params:
    heading = getattr(bound.form, "page_heading", "") == bound.name
    words = str(bound.label)
    if not (bound.field.required or heading or _is_revealed(bound)):
        words += " (optional)"
    return {"text": words, "size": "l" if heading else "s", "isPageHeading": heading}


def _is_revealed(bound: BoundField) -> bool:
    """Tell a field that stands under an answer: it is asked for only there."""
    return bound.name in revealed_names(bound.form)


def revealed_names(form: forms.BaseForm) -> set[str]:
    """Name the fields that stand under an answer of another field."""
    reveals: dict[str, dict[str, list[str]]] = getattr(form, "reveals", {})
    return {
        name
        for answers in reveals.values()
        for names in answers.values()
        for name in names
    }


def _single(bound: BoundField) -> Params:
    attrs = bound.field.widget.attrs
    params: Params = {key: attrs[key] for key in _NAMED if key in attrs}
    if "spellcheck" in attrs:
        params["spellcheck"] = str(attrs["spellcheck"]).lower() == "true"
    params["label"] = _label(bound)
    params["attributes"] = {
        key: {"value": value, "optional": True}
        for key, value in attrs.items()
        if key not in _DROPPED
    }
    return params


def _value(bound: BoundField) -> str:
    value = bound.field.widget.format_value(bound.value())
    return "" if value is None else str(value)


def _input(bound: BoundField) -> Params:
    widget = bound.field.widget
    # A number box drops what it cannot read and changes on a scroll: text, always.
    kind = getattr(widget, "input_type", "text")
    params = {**_single(bound), "value": _value(bound)}
    params["type"] = "text" if kind == "number" else kind
    if kind == "number":
        params.setdefault("inputmode", "numeric")
        params["attributes"] = {
            key: value
            for key, value in params["attributes"].items()
            if key not in ("min", "max", "step")
        }
    for side in ("prefix", "suffix"):
        if words := getattr(bound.field, side, None):
            params[side] = words
    return params


def _textarea(bound: BoundField) -> Params:
    rows = str(bound.field.widget.attrs.get("rows", _DJANGO_ROWS))
    rows = "5" if rows == _DJANGO_ROWS else rows
    return {**_single(bound), "value": _value(bound), "rows": rows}


def _character_count(bound: BoundField) -> Params:
    limit = getattr(bound.field, "max_length", None)
    return {**_textarea(bound), "maxlength": limit, "threshold": 50}


def _password(bound: BoundField) -> Params:
    return _single(bound)


def _file(bound: BoundField) -> Params:
    multiple = getattr(bound.field.widget, "allow_multiple_selected", False)
    return {**_single(bound), "multiple": multiple}


def _select(bound: BoundField) -> Params:
    return {**_single(bound), "items": _items(bound)}


def _group(bound: BoundField) -> Params:
    label = _label(bound)
    legend = {**label, "isPageHeading": label["isPageHeading"]}
    return {"idPrefix": bound.auto_id, "id": None, "fieldset": {"legend": legend}}


def _radios(bound: BoundField) -> Params:
    items = [item for item in _items(bound) if item["value"] != ""]
    if items:
        items[0]["id"] = bound.auto_id
    return {**_group(bound), "items": items}


def _checkboxes(bound: BoundField) -> Params:
    if isinstance(bound.field.widget, forms.CheckboxInput):
        ticked = bool(bound.value())
        item = {"value": "on", "id": bound.auto_id, "checked": ticked}
        text = {"text": str(bound.label)}
        return {"idPrefix": bound.auto_id, "id": None, "items": [{**item, **text}]}
    return _radios(bound)


def _date(bound: BoundField) -> Params:
    return {**_group(bound), "id": bound.auto_id, "items": _date_items(bound)}


def _date_items(bound: BoundField) -> list[Params]:
    value = bound.value()
    parts = value if isinstance(value, list) else DateWidget().decompress(value)
    errors = errors_of(bound)
    names = ("day", "month", "year")
    blamed = [name for name in names if any(f"a {name}" in error for error in errors)]
    return [
        {
            "name": f"{bound.html_name}_{name}",
            "id": f"{bound.auto_id}_{name}",
            "label": name.capitalize(),
            "value": "" if part is None else str(part),
            "width": 4 if name == "year" else 2,
            "inputmode": "numeric",
            "error": bool(errors) and (not blamed or name in blamed),
        }
        for name, part in zip(names, parts, strict=True)
    ]


def _items(bound: BoundField) -> list[Params]:
    given = bound.value()
    several = given if isinstance(given, list | tuple | set) else [given]
    chosen = {str(value) for value in several if value is not None}
    hints = _of_form(bound, "item_hints")
    reveals = _of_form(bound, "reveals")
    return [
        _item(bound, value, text, chosen, hints, reveals)
        for value, text in _flat(bound.field.choices)  # type: ignore[attr-defined]
    ]


def _of_form(bound: BoundField, attribute: str) -> dict[str, Any]:
    table: dict[str, dict[str, Any]] = getattr(bound.form, attribute, {})
    return getattr(bound.field, attribute, None) or table.get(bound.name, {})


def _item(
    bound: BoundField,
    value: str,
    text: str,
    chosen: set[str],
    hints: dict[str, Any],
    reveals: dict[str, Any],
) -> Params:
    item: Params = {"value": value, "text": text}
    item["checked"] = item["selected"] = value in chosen
    if value in hints:
        item["hint"] = _words(hints[value])
    if value in reveals:
        groups = (bound.form[name].as_field_group() for name in reveals[value])
        item["conditional"] = {"html": Markup("").join(groups)}
    return item


def _flat(choices: Any) -> Iterator[tuple[str, str]]:
    for value, text in choices:
        if isinstance(text, list | tuple):
            yield from _flat(text)
        else:
            yield str(value if value is not None else ""), str(text)


_BUILDERS: dict[str, Callable[[BoundField], Params]] = {
    "input": _input,
    "textarea": _textarea,
    "character-count": _character_count,
    "password-input": _password,
    "file-upload": _file,
    "select": _select,
    "radios": _radios,
    "checkboxes": _checkboxes,
    "date-input": _date,
}
