"""Writing a draft clause by clause, so that two people can work on it at once."""

import datetime as dt

from accounts.models import User
from agreements.models import Clause
from agreements.services.drafting import add_part, lock_part, remove_part, writing


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
        clause: Clause = add_part(
            record,
            rows=version.clauses,
            identity=identity,
            heading=heading.strip(),
            text=text,
        )
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
    :raises PartChangedError: if it is no longer what the person read
    :raises PartGoneError: if it was taken out
    """
    with writing(
        verb="agreements.clause.changed", version_id=version_id, actor=actor, now=now
    ) as (record, version):
        clause: Clause = lock_part(
            record, rows=version.clauses, identity=identity, revision=revision
        )
        clause.heading = heading.strip()
        clause.text = text
        clause.save()
        return clause


def move_clause(
    *, version_id: int, identity: str, up: bool, actor: User, now: dt.datetime
) -> Clause:
    """
    Move a clause one place up or down; at the end of the list it stays.

    :raises NotGovernanceLeadError: if the person does not govern the collaborative
    :raises NotADraftError: if the version was sent out
    :raises PartGoneError: if it was taken out
    """
    with writing(
        verb="agreements.clause.moved", version_id=version_id, actor=actor, now=now
    ) as (record, version):
        clause: Clause = lock_part(record, rows=version.clauses, identity=identity)
        others = version.clauses.select_for_update()
        beside: Clause | None = (
            others.filter(position__lt=clause.position).order_by("-position").first()
            if up
            else others.filter(position__gt=clause.position)
            .order_by("position")
            .first()
        )
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
    :raises PartChangedError: if it is no longer what the person read
    :raises PartGoneError: if it was taken out before
    """
    with writing(
        verb="agreements.clause.removed", version_id=version_id, actor=actor, now=now
    ) as (record, version):
        remove_part(record, rows=version.clauses, identity=identity, revision=revision)
