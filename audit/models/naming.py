"""How events name things, who may see them, and how each field may enter."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, ClassVar


class UnclassedFieldError(TypeError):
    """The model does not say whether the field is open, confidential or personal."""


@dataclass(frozen=True, kw_only=True)
class Named:
    """A thing as an event names it: opaque id and label as it was."""

    uid: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Audience:
    """Who may see a record: a token, and the collaborative it belongs to if any.

    Tokens: ``installation``, ``person:usr_…``, ``organisation:org_…``,
    ``collaborative:col_…``, ``parties:agr_…``, ``forum:for_…``, ``restricted:…``.
    """

    token: str
    collaborative: Named | None = None


class Privacy:
    """How each field may enter an event (settled question 17).

    open and confidential values enter in clear, personal ones as a commitment;
    secret ones (a password's hash) enter neither events nor history: an event only
    says that they were set.
    """

    open: ClassVar[tuple[str, ...]] = ()
    confidential: ClassVar[tuple[str, ...]] = ()
    personal: ClassVar[tuple[str, ...]] = ()
    secret: ClassVar[tuple[str, ...]] = ()


# The same for every governed row: what it is called and how often it changed.
GIVEN = frozenset({"id", "uid", "revision"})


def privacy_classes(model: Any) -> Mapping[str, str]:
    """
    Give the class of each column by attribute name, in the order of the table.

    :raises UnclassedFieldError: if the model leaves a field out
    """
    return _privacy_classes(model)


@cache
def _privacy_classes(model: Any) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for field in model._meta.concrete_fields:
        if field.attname in GIVEN:
            found[field.attname] = "open"
            continue
        for kind in ("secret", "personal", "confidential", "open"):
            if field.name in getattr(model.Privacy, kind, ()):
                found[field.attname] = kind
                break
        else:
            raise UnclassedFieldError(f"{model._meta.label}.{field.name}")
    return MappingProxyType(found)
