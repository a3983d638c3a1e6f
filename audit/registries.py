"""What the upper rooms tell the ledger when the application starts."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from audit.rules.canonical import NotCanonicalError


class UnregisteredVerbError(LookupError):
    """Nobody declared the verb."""


@dataclass(frozen=True, kw_only=True)
class Verb:
    """One kind of act: ``room.noun.past_participle`` and how a page says it.

    ``sentence`` may name ``{object}``, such as "signed {object}".
    """

    name: str
    sentence: str
    needs_reason: bool = False


@dataclass(frozen=True, kw_only=True)
class Reach:
    """Which events a person may read (settled question 11).

    ``everything`` is an auditor of the installation; ``collaboratives`` are the uids
    whose every event the person may read; ``audiences`` the single audience tokens.
    ``without`` are tokens that the person may not read, whatever else: an exclusion
    always wins.
    """

    everything: bool = False
    collaboratives: frozenset[str] = field(default_factory=frozenset)
    audiences: frozenset[str] = field(default_factory=frozenset)
    without: frozenset[str] = field(default_factory=frozenset)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing at all to read."""
        return not (self.everything or self.collaboratives or self.audiences)


ReachOf = Callable[[Any, dt.datetime], Reach]
MayAdminister = Callable[[Any, dt.datetime], bool]
FindUids = Callable[[str], Iterable[str]]
NamesOf = Callable[[Iterable[str]], Mapping[str, str]]
AddressOf = Callable[[str], str | None]
AddressesOf = Callable[[Iterable[str]], Mapping[str, str]]
# Called inside every act, once its events are written, with the open record.
AfterChanges = Callable[[Any], None]

_verbs: dict[str, Verb] = {}
_reaches: list[ReachOf] = []
_names: list[NamesOf] = []
_addresses: dict[str, AddressOf] = {}
_many_addresses: dict[str, AddressesOf] = {}
_administers: list[MayAdminister] = []
_finders: dict[str, FindUids] = {}
_after_changes: dict[str, AfterChanges] = {}


def register_verbs(verbs: Iterable[Verb]) -> None:
    """
    Add a room's verbs to the closed list.

    :raises ValueError: if another room took the name
    """
    for verb in verbs:
        if _verbs.get(verb.name, verb) != verb:
            raise ValueError(f"The verb {verb.name} is declared twice.")
        if not verb.name.isascii():
            raise NotCanonicalError(verb.name)
        _verbs[verb.name] = verb


def verb_named(name: str) -> Verb:
    """
    Find a declared verb.

    :raises UnregisteredVerbError: if nobody declared it
    """
    try:
        return _verbs[name]
    except KeyError as error:
        raise UnregisteredVerbError(f"No room declared the verb {name}.") from error


def all_verbs() -> list[Verb]:
    """List every declared verb by name."""
    return [_verbs[name] for name in sorted(_verbs)]


def register_reach(reach_of: ReachOf) -> None:
    """Add a room's answer to "which events may this person read"."""
    if reach_of not in _reaches:
        _reaches.append(reach_of)


def reach_of(user: Any, at: dt.datetime) -> Reach:
    """Join what every room lets the person read at that moment."""
    found = [ask(user, at) for ask in _reaches]
    return Reach(
        everything=any(reach.everything for reach in found),
        collaboratives=frozenset().union(*(reach.collaboratives for reach in found)),
        audiences=frozenset().union(*(reach.audiences for reach in found)),
        without=frozenset().union(*(reach.without for reach in found)),
    )


def register_names(names_of: NamesOf) -> None:
    """Add a room that can put today's names to opaque ids of people."""
    if names_of not in _names:
        _names.append(names_of)


def names_of(uids: Iterable[str]) -> dict[str, str]:
    """Put names to people's ids; one whose name was erased is left out."""
    wanted = sorted(set(uids))
    found: dict[str, str] = {}
    for ask in _names:
        found.update(ask(wanted))
    return found


def register_address(object_type: str, address_of: AddressOf) -> None:
    """Say how to find the page of a kind of object, given its uid."""
    _addresses[object_type] = address_of


def register_addresses(object_type: str, addresses_of: AddressesOf) -> None:
    """Say how to find the pages of many objects of a kind with one question."""
    _many_addresses[object_type] = addresses_of


def address_of(object_type: str, uid: str) -> str | None:
    """Give the page of an object, or None where it has none."""
    return addresses_of([(object_type, uid)]).get((object_type, uid))


def addresses_of(named: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """
    Give the pages of many objects; one without a page is left out.

    One question for each kind that answers for many, however many objects there are.
    """
    by_type: dict[str, set[str]] = {}
    for object_type, uid in named:
        by_type.setdefault(object_type, set()).add(uid)
    found: dict[tuple[str, str], str] = {}
    for object_type, uids in by_type.items():
        for uid, href in _pages(object_type, sorted(uids)).items():
            found[object_type, uid] = href
    return found


def _pages(object_type: str, uids: list[str]) -> Mapping[str, str]:
    if (ask_for_many := _many_addresses.get(object_type)) is not None:
        return ask_for_many(uids)
    if (ask := _addresses.get(object_type)) is None:
        return {}
    return {uid: href for uid in uids if (href := ask(uid))}


def register_administration(may: MayAdminister) -> None:
    """Add a room's answer to "does this person administer the installation"."""
    if may not in _administers:
        _administers.append(may)


def may_administer(user: Any, at: dt.datetime) -> bool:
    """Say whether the person may see and retry what could not be delivered."""
    return any(ask(user, at) for ask in _administers)


def register_finder(kind: str, find: FindUids) -> None:
    """Say how to find the uids of a ``person`` or an ``organisation`` by typed words."""
    _finders[kind] = find


def find_uids(kind: str, typed: str) -> list[str]:
    """Give the uids that typed words may mean; none where no room can find them."""
    find = _finders.get(kind)
    return list(find(typed)) if find else []


def register_after_changes(name: str, after: AfterChanges) -> None:
    """
    Have something follow every act in its own transaction; the name replaces its entry.

    It is given the open record, which says what the act changed and loaded. What it
    writes is not recorded: only for tables that say nothing the records do not say.
    """
    _after_changes[name] = after


def after_changes(record: Any) -> None:
    """Let every room follow what the open act changed."""
    for after in _after_changes.values():
        after(record)
