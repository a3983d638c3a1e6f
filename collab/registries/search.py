"""What the search finds: the sources that all rooms hand in."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class SearchText:
    """What the search says of a record: a title, and text to look in and quote from.

    Nothing that a reader of the record's own page would not see, and no name of a
    person but where that page shows it.
    """

    title: str
    text: str = ""


@dataclass(frozen=True, kw_only=True)
class SearchSource:
    """How one kind of record is found.

    ``kind`` is what a reader calls it. ``entry_of`` says what is found of a record, or
    None where it is not to be found (any more); ``address`` gives its page.
    ``related`` is what to read along with many of them. ``reads`` names the columns
    that the entry is made of; empty means any of them.
    """

    kind: str
    entry_of: Callable[[Any], SearchText | None]
    address: Callable[[Any], str]
    related: tuple[str, ...] = ()
    reads: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class SearchFollowers:
    """Records whose entries say something of another record, and must follow it.

    ``reads`` names the columns of the other one that they say; ``followers`` gives
    the records that follow any of those it is given, with few questions.
    """

    reads: frozenset[str]
    followers: Callable[[list[Any]], Iterable[Any]]


_sources: dict[str, SearchSource] = {}
_followers: dict[str, dict[str, SearchFollowers]] = {}


def register_search(label: str, source: SearchSource) -> None:
    """Have records of a model found, such as ``collab.decision``; replaces its entry."""
    _sources[label.lower()] = source


def register_search_followers(
    label: str, name: str, followers: SearchFollowers
) -> None:
    """Name records that follow those of a model; the same name replaces its entry."""
    _followers.setdefault(label.lower(), {})[name] = followers


def search_sources() -> dict[str, SearchSource]:
    """Give every source by the label of its model, in the order of the labels."""
    return {label: _sources[label] for label in sorted(_sources)}


def search_source(label: str) -> SearchSource | None:
    """Give how records of a model are found, if they are."""
    return _sources.get(label)


def search_followers(label: str) -> list[SearchFollowers]:
    """Give what follows records of a model."""
    return [*_followers.get(label, {}).values()]


def search_kinds() -> list[str]:
    """List what readers call the records that can be found."""
    return sorted({source.kind for source in _sources.values()})
