"""Writing a draft clause by clause, so that two people can work on it at once."""

import datetime as dt

from accounts.models import User
from agreements.models import Clause, Version
from agreements.services.drafting import writing


class ClauseChangedError(ValueError):
    """Somebody else changed the clause; ``clause`` is what it says now."""

    def __init__(self, clause: Clause) -> None:
        super().__init__(
            "Somebody else changed this clause while you were working on it."
            " Nothing you typed is lost: compare the two and save again."
        )
        self.clause = clause


class ClauseGoneError(ValueError):
    """Somebody else took the clause out of the draft."""


def _clause(version: Version, identity: str) -> Clause:
    clause: Clause | None = (
        version.clauses.select_for_update().filter(identity=identity).first()
    )
    if clause is None:
        raise ClauseGoneError(
            "Somebody else took this clause out. Copy what you typed if you need it,"
            " and add it as a new clause."
        )
    return clause


def add_clause(
    *,
    version_id: int,
    identity: str,
    heading: str,
    text: str,
    actor: User,
    now: dt.datetime,
) -> Clause:
    """
    Add a clause at the end of a draft.

    ``identity`` comes with the form, so that a form sent twice adds one clause.

    :raises NotGovernanceLeadError: if the person does not govern the collaborative
    :raises NotADraftError: if the version was sent out
    """
    with writing(
        verb="agreements.clause.added", version_id=version_id, actor=actor, now=now
    ) as (record, version):
        clause: Clause | None = version.clauses.filter(identity=identity).first()
        if clause is None:
            last = version.clauses.order_by("-position").first()
            clause = Clause.objects.create(
                version=version,
                identity=identity,
                position=last.position + 1 if last else 1,
                heading=heading.strip(),
                text=text,
            )
        record.about(clause, version)
        return clause


def change_clause(
    *,
    version_id: int,
    identity: str,
    revision: int,
    heading: str,
    text: str,
    actor: User,
    now: dt.datetime,
) -> Clause:
    """
    Change a clause that nobody has changed since it was read.

    :raises NotGovernanceLeadError: if the person does not govern the collaborative
    :raises NotADraftError: if the version was sent out
    :raises ClauseChangedError: if it is no longer what the person read
    :raises ClauseGoneError: if it was taken out
    """
    with writing(
        verb="agreements.clause.changed", version_id=version_id, actor=actor, now=now
    ) as (record, version):
        clause = _clause(version, identity)
        if clause.revision != revision:
            raise ClauseChangedError(clause)
        clause.heading = heading.strip()
        clause.text = text
        clause.save()
        record.about(clause, version)
        return clause


def move_clause(
    *, version_id: int, identity: str, up: bool, actor: User, now: dt.datetime
) -> Clause:
    """
    Move a clause one place up or down; at the end of the list it stays.

    :raises NotGovernanceLeadError: if the person does not govern the collaborative
    :raises NotADraftError: if the version was sent out
    :raises ClauseGoneError: if it was taken out
    """
    with writing(
        verb="agreements.clause.moved", version_id=version_id, actor=actor, now=now
    ) as (record, version):
        clause = _clause(version, identity)
        others = version.clauses.select_for_update()
        beside: Clause | None = (
            others.filter(position__lt=clause.position).order_by("-position").first()
            if up
            else others.filter(position__gt=clause.position)
            .order_by("position")
            .first()
        )
        record.about(clause, version)
        if beside is not None:
            clause.position, beside.position = beside.position, clause.position
            clause.save()
            beside.save()
        return clause


def remove_clause(
    *, version_id: int, identity: str, revision: int, actor: User, now: dt.datetime
) -> None:
    """
    Take a clause out of a draft; the history keeps what it said.

    :raises NotGovernanceLeadError: if the person does not govern the collaborative
    :raises NotADraftError: if the version was sent out
    :raises ClauseChangedError: if it is no longer what the person read
    :raises ClauseGoneError: if it was taken out before
    """
    with writing(
        verb="agreements.clause.removed", version_id=version_id, actor=actor, now=now
    ) as (record, version):
        clause = _clause(version, identity)
        if clause.revision != revision:
            raise ClauseChangedError(clause)
        record.about(clause, version)
        clause.delete()
        rest = version.clauses.select_for_update().order_by("position", "pk")
        for position, each in enumerate(rest, start=1):
            each.position = position
            each.save()
