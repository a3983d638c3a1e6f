"""What rooms above add to the file of decisions that somebody takes away."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from collab.rules.rights import Rights

# Given a portion of decisions and the reader's rights: words by the decision's key.
ValuesOf = Callable[[Sequence[Any], Rights], dict[int, str]]


@dataclass(frozen=True, kw_only=True)
class RegisterColumn:
    """One more column, filled for many decisions in a constant number of queries."""

    heading: str
    values_of: ValuesOf


_columns: dict[str, RegisterColumn] = {}


def register_register_column(name: str, column: RegisterColumn) -> None:
    """Add a column to the exported register; the same name replaces its entry."""
    _columns[name] = column


def register_columns() -> list[RegisterColumn]:
    """Give the columns that the rooms above add, by name."""
    return [_columns[name] for name in sorted(_columns)]
