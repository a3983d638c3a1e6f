"""One NHS.UK component from Python, straight from the NHS macros."""

import functools
from typing import Any

from jinja2 import ChainableUndefined, Environment, PackageLoader
from markupsafe import Markup

Params = dict[str, Any]

# Two macros are not called like their folder.
_MACRO_NAMES = {"tables": "table", "images": "image"}


@functools.cache
def _macros() -> Environment:
    return Environment(
        loader=PackageLoader("nhsuk_frontend_jinja"),
        autoescape=True,
        undefined=ChainableUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def component(name: str, params: Params) -> Markup:
    """Render one NHS.UK component by its folder name, like "summary-list"."""
    first, *rest = _MACRO_NAMES.get(name, name).split("-")
    macro = first + "".join(word.capitalize() for word in rest)
    module = _macros().get_template(f"nhsuk/components/{name}/macro.jinja").module
    rendered: Markup = getattr(module, macro)(params)
    return rendered
