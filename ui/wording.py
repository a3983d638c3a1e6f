"""What is wrong with a field, in the words of the NHS content guide.

Django's own sentences ("This field is required.") are replaced; a sentence that a form
gave itself is left as it stands.
"""

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField

_CHOSEN = (forms.Select, forms.RadioSelect, forms.CheckboxSelectMultiple)


def errors_of(bound: BoundField) -> list[str]:
    """Give the field's errors as sentences, without saying one twice."""
    found = bound.form.errors
    raw = found.as_data().get(bound.name, []) if bound.name in found else []
    return list(dict.fromkeys(text for error in raw for text in _texts(bound, error)))


def label_inside(bound: BoundField) -> str:
    """Give the label as it reads in the middle of a sentence."""
    return inside_sentence(str(bound.label))


def inside_sentence(label: str) -> str:
    """Lower the first letter, unless the word is a short form such as ODS."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


def _texts(bound: BoundField, error: ValidationError) -> list[str]:
    own = _own_words(bound, error)
    return [own] if own else [str(message) for message in error.messages]


def _own_words(bound: BoundField, error: ValidationError) -> str:
    said = str(error.messages[0])
    params = error.params or {}
    if error.code == "required" and said == _DJANGO_REQUIRED:
        return _asked(bound)
    if error.code in ("max_length", "min_length") and said.startswith("Ensure"):
        return _length(bound, error.code, params)
    if error.code in ("max_value", "min_value") and said.startswith("Ensure"):
        side = "less" if error.code == "max_value" else "more"
        return f"{bound.label} must be {params.get('limit_value')} or {side}"
    if error.code == "invalid":
        return _INVALID.get(said, "")
    if error.code == "invalid_choice":
        return f"Choose {_short(bound)} from the list"
    return ""


_DJANGO_REQUIRED = str(forms.Field.default_error_messages["required"])
_INVALID = {
    "Enter a valid email address.": (
        "Enter an email address in the correct format, like name@example.com"
    ),
    "Enter a whole number.": "Enter a whole number, like 15",
    "Enter a number.": "Enter a number, like 15 or 2.5",
    "Enter a valid URL.": "Enter a web address, like https://www.example.com",
}


def _asked(bound: BoundField) -> str:
    widget = bound.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return f"Tick the box: {label_inside(bound)}"
    if isinstance(widget, forms.FileInput):
        return "Choose a file"
    if isinstance(widget, _CHOSEN):
        return f"Select {_short(bound)}"
    return f"Enter {_short(bound)}"


def _short(bound: BoundField) -> str:
    """Name the field after a verb; a question cannot stand there, "an answer" can."""
    return "an answer" if str(bound.label).endswith("?") else label_inside(bound)


def _length(bound: BoundField, code: str, params: dict[str, object]) -> str:
    limit, typed = params.get("limit_value"), params.get("show_value")
    if code == "max_length":
        return f"{bound.label} must be {limit} characters or fewer. You have {typed}"
    return f"{bound.label} must be {limit} characters or more"
