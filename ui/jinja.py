"""The Jinja environment of our pages: NHS.UK macros, formats and a few globals."""

from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from jinja2 import BaseLoader, ChoiceLoader, Environment, PackageLoader

from ui.formats import FILTERS, person
from ui.rendering import error_summary, has_errors, render_fields


def address(name: str, /, *args: Any, **kwargs: Any) -> str:
    """Give the address of a named page: url("agreements:detail", slug=…)."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


def environment(**options: Any) -> Environment:
    """Build the environment Django's Jinja2 backend asks for."""
    own: BaseLoader = options.pop("loader")
    made = Environment(
        loader=ChoiceLoader([own, PackageLoader("nhsuk_frontend_jinja")]),
        autoescape=True,
        extensions=["jinja2.ext.do"],
        **{key: value for key, value in options.items() if key != "autoescape"},
    )
    made.filters.update(FILTERS)
    made.globals.update(
        static=static,
        url=address,
        person=person,
        error_summary=error_summary,
        has_errors=has_errors,
        render_fields=render_fields,
    )
    return made
