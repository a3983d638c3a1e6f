"""The register of organisations, and what becomes of them."""

import datetime as dt
from dataclasses import asdict, dataclass

from audit.door import Actor, Record, act
from audit.models import StaleRowError
from collab.enums import LegalForm, OversightRoute, SuccessionKind
from collab.models import Organisation, Succession
from collab.policies.organisations import require_administrator
from collab.rules.periods import london_day


class DuplicateOdsCodeError(ValueError):
    """Another organisation has the ODS code."""


class AlreadyClosedError(ValueError):
    """The organisation closed before."""


class NotYetError(ValueError):
    """The register records what has happened, not what will."""


class BeforeOpeningError(ValueError):
    """The day lies before the organisation opened."""


class SameNameError(ValueError):
    """The new name is the old one."""


class NoSuccessorError(ValueError):
    """The body merged into is the same one, or is closed itself."""


@dataclass(frozen=True, kw_only=True)
class OrganisationFacts:
    """What the register says of a body; an empty ODS code means not known."""

    name: str
    sector: str
    legal_form: str = LegalForm.UNKNOWN
    ods_code: str = ""
    oversight_route: str = OversightRoute.UNKNOWN
    town: str = ""
    postcode: str = ""
    region_code: str = ""
    icb_code: str = ""
    opened_on: dt.date | None = None
    source: str = ""


def create_organisation(
    *, facts: OrganisationFacts, actor: Actor, now: dt.datetime
) -> Organisation:
    """
    Add one body to the register.

    :raises NotAnAdministratorError: unless the actor administers the installation
    :raises DuplicateOdsCodeError: if another body has the code
    """
    with act("collab.organisation.created", by=actor, at=now) as record:
        holding = require_administrator(actor=actor, at=now)
        _require_free_code(facts.ods_code)
        organisation = Organisation()
        _set(organisation, facts)
        organisation.save()
        record.about(organisation, allowed_by=holding)
        return organisation


def change_organisation(
    *,
    organisation_id: int,
    facts: OrganisationFacts,
    revision: int | None = None,
    actor: Actor,
    now: dt.datetime,
) -> Organisation:
    """
    Correct the facts of a body; a new name that it took is a renaming instead.

    ``revision`` is the one that the person saw.

    :raises StaleRowError: if somebody changed the body since
    :raises DuplicateOdsCodeError: if another body has the code
    :raises BeforeOpeningError: if it would have closed before it opened
    """
    with act("collab.organisation.changed", by=actor, at=now) as record:
        organisation = _locked(organisation_id)
        holding = require_administrator(actor=actor, at=now)
        if revision is not None and organisation.revision != revision:
            raise StaleRowError(
                "Somebody else changed this organisation while you were working on"
                " it. Look at it again, then make your change."
            )
        _require_free_code(facts.ods_code, other_than=organisation.pk)
        if organisation.closed_on and facts.opened_on:
            _require_after_opening(organisation.closed_on, facts.opened_on)
        _set(organisation, facts)
        organisation.save()
        record.about(organisation, allowed_by=holding)
        return organisation


def rename_organisation(
    *,
    organisation_id: int,
    new_name: str,
    happened_on: dt.date,
    source: str,
    actor: Actor,
    now: dt.datetime,
) -> Succession:
    """
    Record that a body took a new name; it stays the same body under the same uid.

    :raises SameNameError: if it has that name already
    """
    with act("collab.organisation.renamed", by=actor, at=now) as record:
        organisation = _open_body(organisation_id, happened_on, actor, now, record)
        if organisation.name == new_name:
            raise SameNameError(f"The organisation is already called {new_name}.")
        fact = _succession(SuccessionKind.RENAMED, organisation, happened_on, source)
        organisation.name = new_name
        organisation.save()
        record.related(fact)
        return fact


def close_organisation(
    *,
    organisation_id: int,
    happened_on: dt.date,
    source: str,
    actor: Actor,
    now: dt.datetime,
) -> Succession:
    """Record that a body ceased to exist and nobody took its place."""
    with act("collab.organisation.closed", by=actor, at=now) as record:
        organisation = _open_body(organisation_id, happened_on, actor, now, record)
        fact = _succession(SuccessionKind.CLOSED, organisation, happened_on, source)
        organisation.closed_on = happened_on
        organisation.save()
        record.related(fact)
        return fact


def merge_organisation(
    *,
    organisation_id: int,
    successor_id: int,
    happened_on: dt.date,
    source: str,
    actor: Actor,
    now: dt.datetime,
) -> Succession:
    """
    Record that a body was merged into another one, which is its successor.

    Its memberships, authorities and agreements stay where they are: pages list them
    as needing attention, and people decide about each (nothing is moved silently).

    :raises NoSuccessorError: if the successor is the body itself, or closed
    """
    with act("collab.organisation.merged", by=actor, at=now) as record:
        organisation = _open_body(organisation_id, happened_on, actor, now, record)
        successor = _locked(successor_id)
        _require_successor(organisation, successor, happened_on)
        fact = _succession(
            SuccessionKind.MERGED, organisation, happened_on, source, successor
        )
        organisation.closed_on = happened_on
        organisation.save()
        record.related(fact, successor)
        return fact


def _locked(organisation_id: int) -> Organisation:
    found: Organisation = Organisation.objects.select_for_update().get(
        pk=organisation_id
    )
    return found


def _open_body(
    organisation_id: int,
    happened_on: dt.date,
    actor: Actor,
    now: dt.datetime,
    record: Record,
) -> Organisation:
    organisation = _locked(organisation_id)
    holding = require_administrator(actor=actor, at=now)
    record.about(organisation, allowed_by=holding)
    if organisation.closed_on is not None:
        raise AlreadyClosedError(
            f"{organisation} closed on {_written(organisation.closed_on)}."
        )
    if happened_on > london_day(now):
        raise NotYetError(
            "The register records what has happened. Come back on that day or later."
        )
    if organisation.opened_on is not None:
        _require_after_opening(happened_on, organisation.opened_on)
    return organisation


def _require_after_opening(day: dt.date, opened_on: dt.date) -> None:
    if day < opened_on:
        raise BeforeOpeningError(
            f"{_written(day)} lies before the organisation opened, on"
            f" {_written(opened_on)}."
        )


def _require_free_code(ods_code: str, *, other_than: int | None = None) -> None:
    if not ods_code:
        return
    holder = (
        Organisation.objects.filter(ods_code=ods_code).exclude(pk=other_than).first()
    )
    if holder is not None:
        raise DuplicateOdsCodeError(f"{holder} already has the ODS code {ods_code}.")


def _require_successor(
    organisation: Organisation, successor: Organisation, day: dt.date
) -> None:
    if successor.pk == organisation.pk:
        raise NoSuccessorError("An organisation cannot be merged into itself.")
    if successor.closed_on is not None and successor.closed_on <= day:
        raise NoSuccessorError(
            f"{successor} closed on {_written(successor.closed_on)}, so nothing can be"
            " merged into it."
        )


def _succession(
    kind: SuccessionKind,
    organisation: Organisation,
    happened_on: dt.date,
    source: str,
    successor: Organisation | None = None,
) -> Succession:
    fact = Succession(
        organisation=organisation,
        kind=kind,
        successor=successor,
        former_name=organisation.name,
        happened_on=happened_on,
        source=source,
    )
    fact.save()
    return fact


def _set(organisation: Organisation, facts: OrganisationFacts) -> None:
    for name, value in asdict(facts).items():
        setattr(organisation, name, value)
    organisation.ods_code = facts.ods_code or None


def _written(day: dt.date) -> str:
    return f"{day.day} {day:%B} {day.year}"
