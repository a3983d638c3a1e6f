"""Any plain Django form as NHS.UK components: one bound field, one renderer."""

from collections.abc import Iterator
from typing import Any

from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import SafeString
from markupsafe import Markup

from ui.components import component_of, first_input_id, params_of, revealed_names
from ui.macros import component
from ui.wording import errors_of


class NHSBoundField(BoundField):
    """A field that shows itself as the NHS.UK component that fits its widget."""

    def as_field_group(self) -> SafeString:
        """Render label, hint, error message and input, tied together by their ids."""
        if self.is_hidden:
            return self.as_hidden()
        return SafeString(component(component_of(self), params_of(self)))

    @property
    def first_input_id(self) -> str:
        """Name the input that the error summary leads to."""
        return first_input_id(self)

    @property
    def sentences(self) -> list[str]:
        """Give what is wrong with this field, in plain words."""
        return errors_of(self)


class NHSRenderer(DjangoTemplates):
    """The form renderer of the whole site (FORM_RENDERER)."""

    bound_field_class = NHSBoundField


def has_errors(form: Any) -> bool:
    """Say whether this is a form that was sent and refused."""
    return isinstance(form, BaseForm) and form.is_bound and bool(form.errors)


def shown_fields(form: BaseForm) -> Iterator[BoundField]:
    """Give the fields in order, but for those that stand under another's answer."""
    revealed = revealed_names(form)
    return (bound for bound in form if bound.name not in revealed)


def render_fields(form: BaseForm) -> Markup:
    """
    Render every field of a form, hidden ones too.

    A form may name in ``folded`` the fields that few need, and in ``folded_title`` what
    they are: they stand last, under a line that opens them, and are open by themselves
    where one of them holds something typed or is wrong.
    """
    folded = [bound for bound in shown_fields(form) if _is_folded(bound)]
    plain = [bound for bound in shown_fields(form) if not _is_folded(bound)]
    fields = Markup("").join(bound.as_field_group() for bound in plain)
    return fields + _fold(form, folded) if folded else fields


def _is_folded(bound: BoundField) -> bool:
    return bound.name in getattr(bound.form, "folded", ()) and not bound.is_hidden


def _fold(form: BaseForm, folded: list[BoundField]) -> Markup:
    is_needed = any(bound.errors or _holds(bound.value()) for bound in folded)
    # Not the macro, which would indent what stands in text areas.
    return Markup(
        '<details class="nhsuk-details"{}><summary class="nhsuk-details__summary">'
        '<span class="nhsuk-details__summary-text">{}</span></summary>'
        '<div class="nhsuk-details__text">{}</div></details>'
    ).format(
        Markup(" open") if form.is_bound and is_needed else "",
        getattr(form, "folded_title", "More"),
        Markup("").join(bound.as_field_group() for bound in folded),
    )


def _holds(value: Any) -> bool:
    return any(value) if isinstance(value, list | tuple) else bool(value)


def error_summary(*forms: Any) -> Markup:
    """Render the box that lists what is wrong and links to each field.

    Takes several forms, so that a page with two has one box; gives nothing where
    nothing is wrong.
    """
    listed = [entry for form in forms if has_errors(form) for entry in _entries(form)]
    if not listed:
        return Markup("")
    return component(
        "error-summary", {"titleText": "There is a problem", "errorList": listed}
    )


def _entries(form: BaseForm) -> Iterator[dict[str, str]]:
    for error in form.non_field_errors():
        yield {"text": str(error)}
    for bound in form:
        for sentence in errors_of(bound):
            if bound.is_hidden:
                yield {"text": sentence}
            else:
                yield {"text": sentence, "href": f"#{first_input_id(bound)}"}
