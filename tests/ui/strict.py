"""Templates of ours under an undefined that forgives only the NHS macros.

The macros ask for many names that nobody gave, so the site runs with ChainableUndefined,
which hides our misspelt ones too. Here a name or attribute counts as misspelt unless
the NHS templates use it themselves.
"""

import functools
import re

from jinja2 import ChainableUndefined, Environment, PackageLoader, UndefinedError, meta
from jinja2.runtime import Macro
from jinja2.utils import Namespace, missing

from ui.jinja import environment


@functools.cache
def names_of_the_macros() -> frozenset[str]:
    """Gather every name and attribute that the NHS templates mention."""
    nhs = Environment(loader=PackageLoader("nhsuk_frontend_jinja"), autoescape=True)
    names = {"caller"}
    for template in nhs.list_templates():
        source, _, _ = nhs.loader.get_source(nhs, template)
        names |= meta.find_undeclared_variables(nhs.parse(source))
        names |= set(re.findall(r"\.(\w+)", source))
    return frozenset(names)


class OurNamesMustExist(ChainableUndefined):
    """Fails when a page uses a name that its view did not give."""

    def _check(self) -> None:
        name = self._undefined_name
        if name is None or name == "undefined":
            return
        # What the macros look up lies in dicts, strings and namespaces; what presenters
        # give are objects of ours, whose attributes must exist.
        of_theirs = self._undefined_obj is missing or isinstance(
            self._undefined_obj, dict | str | Namespace | Macro | ChainableUndefined
        )
        if not (of_theirs and name in names_of_the_macros()):
            raise UndefinedError(self._undefined_message)

    def __str__(self) -> str:
        self._check()
        return super().__str__()

    def __iter__(self):
        self._check()
        return super().__iter__()

    def __bool__(self) -> bool:
        self._check()
        return super().__bool__()

    def __len__(self) -> int:
        self._check()
        return super().__len__()

    def __html__(self) -> str:
        self._check()
        return super().__html__()


def make(**options):
    """Build the site's environment, but strict about our own names."""
    return environment(**options | {"undefined": OurNamesMustExist})
