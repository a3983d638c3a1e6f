"""What the rooms above tell this one when the application starts.

Access rights live above; until somebody fills these in, nobody administers anything,
which is the safe answer.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Asked = Callable[[Any, dt.datetime], bool]
Ending = Callable[..., None]
GiveAdministration = Callable[..., None]
# Given what a message names and the moment; None where it no longer leads anywhere.
MakeLink = Callable[[str, dt.datetime], str | None]


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of notification: its code, and what the preferences page calls it.

    One that is ``always_mailed`` cannot be turned off (warnings about the account).
    """

    name: str
    label: str
    always_mailed: bool = False


@dataclass(frozen=True, kw_only=True)
class SamplePerson:
    """An invented person that a newcomer may continue as."""

    user: Any
    sentence: str


@dataclass
class _Registry:
    administers: Asked | None
    needs_factor: list[Asked]
    endings: list[Ending]
    give_administration: GiveAdministration | None
    administrators_exist: Callable[[dt.datetime], bool] | None
    sample_people: Callable[[], list[SamplePerson]] | None
    kinds: dict[str, Kind]
    mail_links: dict[str, MakeLink]


_registry = _Registry(None, [], [], None, None, None, {}, {})


class UnknownKindError(LookupError):
    """No room declared this kind of notification."""


def register_administration(
    *,
    is_administrator: Asked,
    administrators_exist: Callable[[dt.datetime], bool],
    give: GiveAdministration,
) -> None:
    """Say who administers, whether anybody does, and how it is given.

    ``give(record=, user=, at=)`` runs inside the caller's open act.
    """
    _registry.administers = is_administrator
    _registry.administrators_exist = administrators_exist
    _registry.give_administration = give


def is_administrator(user: Any, at: dt.datetime) -> bool:
    """Say whether the person administers the installation."""
    return bool(_registry.administers and _registry.administers(user, at))


def administrators_exist(at: dt.datetime) -> bool:
    """Say whether anybody administers the installation."""
    ask = _registry.administrators_exist
    return bool(ask and ask(at))


def give_administration(*, record: Any, user: Any, at: dt.datetime) -> None:
    """
    Make the person an administrator, inside the caller's open act.

    :raises LookupError: if no room above knows how
    """
    if _registry.give_administration is None:
        raise LookupError("No room declared how administration is given.")
    _registry.give_administration(record=record, user=user, at=at)


def register_needs_second_factor(asked: Asked) -> None:
    """Add a room's answer to "may this person approve, sign, administer or audit"."""
    if asked not in _registry.needs_factor:
        _registry.needs_factor.append(asked)


def needs_second_factor(user: Any, at: dt.datetime) -> bool:
    """Say whether a second factor is compulsory for the person (settled 12)."""
    return is_administrator(user, at) or any(
        asked(user, at) for asked in _registry.needs_factor
    )


def register_account_ending(ending: Ending) -> None:
    """Add what a room ends together with an account: ``ending(record=, user=, at=)``."""
    if ending not in _registry.endings:
        _registry.endings.append(ending)


def end_everything(*, record: Any, user: Any, at: dt.datetime) -> None:
    """Have every room end what it gave the person, inside the caller's open act."""
    for ending in _registry.endings:
        ending(record=record, user=user, at=at)


def register_sample_people(people: Callable[[], list[SamplePerson]]) -> None:
    """Name the invented people, each with their role in a sentence."""
    _registry.sample_people = people


def sample_people() -> list[SamplePerson]:
    """List the invented people; none where the sample is not loaded."""
    return _registry.sample_people() if _registry.sample_people else []


def register_kinds(*kinds: Kind) -> None:
    """Declare a room's kinds of notification."""
    for kind in kinds:
        _registry.kinds[kind.name] = kind


def kind_named(name: str) -> Kind:
    """
    Find a declared kind of notification.

    :raises UnknownKindError: if no room declared it
    """
    try:
        return _registry.kinds[name]
    except KeyError as error:
        raise UnknownKindError(f"No room declared notifications of {name}.") from error


def kinds() -> list[Kind]:
    """List every declared kind of notification by its label."""
    return sorted(_registry.kinds.values(), key=lambda kind: kind.label)


def register_mail_link(kind: str, make: MakeLink) -> None:
    """Say how the link of a message is made when it is sent; its secret is stored nowhere."""
    _registry.mail_links[kind] = make


def mail_link(kind: str, rest: str, now: dt.datetime) -> str | None:
    """Make the link that a message names; None where it leads nowhere any more."""
    make = _registry.mail_links.get(kind)
    return make(rest, now) if make else None
