"""The bridge: allauth's Django templates in the dress of our Jinja pages."""

from typing import Any

from django import template
from django.forms import BaseForm
from django.template import engines
from django.template.context import RequestContext
from django.utils.safestring import SafeString
from markupsafe import Markup

from ui import formats
from ui.macros import component
from ui.rendering import error_summary, render_fields

register = template.Library()

_QUIET = {"outline", "secondary", "cancel", "link", "minor", "tool"}
_GRAVE = {"danger", "delete"}


@register.filter(is_safe=True)
def sentence_case(text: str) -> str:
    """Lower the capitals of a heading written in title case."""
    return formats.sentence_case(str(text))


@register.filter
def written_date(value: Any) -> str:
    """Write a moment's day as the rest of the service does."""
    return formats.date(value)


@register.filter
def written_moment(value: Any) -> str:
    """Write a moment as the rest of the service does."""
    return formats.moment(value)


@register.simple_block_tag
def capture(content: str) -> str:
    """Keep what stands between the tags in a variable: {% capture as words %}."""
    return SafeString(content.strip())


@register.simple_tag
def nhsuk(name: str, /, **params: Any) -> Markup:
    """Render one NHS.UK component: {% nhsuk "tag" text="Current" colour="blue" %}."""
    return component(name, params)


@register.simple_tag
def nhs_fields(form: BaseForm, *, hints: bool = True) -> Markup:
    """Render every field of allauth's form, its labels in sentence case."""
    for bound in form:
        bound.label = formats.sentence_case(str(bound.label))
        if not hints:
            bound.help_text = ""
    return render_fields(form)


@register.simple_tag
def nhs_button(attrs: dict[str, Any], words: str) -> Markup:
    """Render allauth's button or link, quieter or graver as its tags say."""
    tags = set(attrs.get("tags") or [])
    grave = "warning" if tags & _GRAVE else ""
    params = {
        "html": Markup(_cased(attrs, words)),  # noqa: S704 - from allauth's template
        "variant": grave or ("secondary" if tags & _QUIET else ""),
        "attributes": {"form": attrs["form"]} if attrs.get("form") else {},
        **{
            key: attrs[key] for key in ("href", "id", "name", "value") if attrs.get(key)
        },
    }
    if not attrs.get("href"):
        params["type"] = attrs.get("type") or "submit"
    return component("button", params)


@register.simple_tag
def nhs_field(
    attrs: dict[str, Any], label: str, help_text: str = "", value: str = ""
) -> Markup:
    """Render a field that allauth describes by hand instead of by a form."""
    kind = attrs.get("type") or "text"
    params: dict[str, Any] = {"id": attrs.get("id"), "name": attrs.get("name") or ""}
    if help_text:
        params["hint"] = {"html": help_text}
    if errors := attrs.get("errors"):
        params["errorMessage"] = {"text": " ".join(str(error) for error in errors)}
    if kind in ("radio", "checkbox"):
        return _choice(kind, params, attrs, label)
    params["label"] = {"html": label.rstrip(":"), "size": "s"}
    if kind == "textarea":
        readonly = {
            "readonly": {"value": bool(attrs.get("readonly")), "optional": True}
        }
        params |= {"rows": str(attrs.get("rows") or 5), "attributes": readonly}
        return component("textarea", {**params, "value": value})
    given = attrs.get("value")
    params |= {"value": "" if given is None else str(given), "type": kind}
    return component("input", {**params, "autocomplete": attrs.get("autocomplete")})


def _choice(
    kind: str, params: dict[str, Any], attrs: dict[str, Any], label: str
) -> Markup:
    item = {
        "value": str(attrs.get("value") or "on"),
        "html": label,
        "id": attrs.get("id"),
        "checked": bool(attrs.get("checked")),
    }
    name = "radios" if kind == "radio" else "checkboxes"
    return component(name, {**params, "id": None, "items": [item]})


@register.simple_tag
def nhs_panel(
    attrs: dict[str, Any], title: str, body: str, actions: list[str] | None = None
) -> Markup:
    """Render one of allauth's panels as a card."""
    inside = Markup(body)  # noqa: S704 - rendered by allauth's template just before
    if actions:
        buttons = Markup("").join(Markup(action) for action in actions)  # noqa: S704
        inside += Markup('<div class="nhsuk-button-group">{}</div>').format(buttons)
    words = Markup(_cased(attrs, title))  # noqa: S704
    heading = {"text": words, "level": 2, "size": "s"}
    return component("card", {"heading": heading, "descriptionHtml": inside})


@register.simple_tag(takes_context=True)
def nhs_page(
    context: RequestContext,
    *,
    title: str,
    content: str,
    scripts: str = "",
    frame: str = "entrance",
) -> str:
    """Set a page made by a Django template into the layout of our Jinja pages."""
    request = context.request
    forms = {
        id(form): form for form in context.flatten().values() if _is_form(form)
    }.values()
    nonce = str(getattr(request, "csp_nonce", ""))
    page: str = (
        engines["pages"]
        .get_template("ui/bridge.jinja")
        .render(
            {
                "title": formats.sentence_case(" ".join(title.split())),
                "content": _allowed(content, nonce),
                "scripts": _allowed(scripts, nonce),
                "frame": frame,
                "summary": error_summary(*forms),
            },
            request,
        )
    )
    return SafeString(page)


def _cased(attrs: dict[str, Any], words: str) -> str:
    """Leave alone what a person typed, such as the name of a passkey."""
    return words if attrs.get("as_typed") else formats.sentence_case(words)


def _is_form(value: object) -> bool:
    return isinstance(value, BaseForm)


def _allowed(html: str, nonce: str) -> Markup:
    """Give allauth's scripts the nonce, and turn the styles the policy forbids."""
    dressed = html.replace("<script ", f'<script nonce="{nonce}" ')
    dressed = dressed.replace('style="display: none"', "hidden")
    return Markup(dressed)  # noqa: S704 - rendered by allauth's template just before
