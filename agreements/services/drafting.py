"""What every change of a draft begins with."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from accounts.models import User
from agreements import policies
from agreements.models import Clause, Condition, Version
from agreements.selectors.bodies import body_acted_for
from agreements.services.locking import lock_version, require_draft
from audit.door import Record, act
from audit.models import StaleRowError


class PartChangedError(ValueError):
    """Somebody else changed a clause or a condition; ``stands`` is what it says now."""

    def __init__(self, stands: Clause | Condition) -> None:
        super().__init__(
            f"Somebody else changed this {stands._meta.verbose_name} while you were"
            " working on it. Nothing you typed is lost: compare the two and save again."
        )
        self.stands = stands


class PartGoneError(ValueError):
    """Somebody else took a clause or a condition out of the draft."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Somebody else took this {name} out. Copy what you typed if you need it,"
            f" and add it as a new {name}."
        )


@contextmanager
def writing(
    *,
    verb: str,
    version_id: int,
    actor: User,
    now: dt.datetime,
    revision: int | None = None,
) -> Iterator[tuple[Record, Version]]:
    """
    Open an act that changes a draft: locked, permitted, and still to be changed.

    ``revision`` is that of the version as it was read, where the act changes its row.

    :raises NotGovernanceLeadError: if the person does not govern the collaborative
    :raises NotADraftError: if the version was sent out
    :raises StaleRowError: if somebody changed its row since it was read
    """
    found = Version.objects.select_related("agreement__collaborative").get(
        pk=version_id
    )
    body = body_acted_for(actor, found.agreement.collaborative, now)
    with act(verb, by=actor, for_organisation=body, at=now) as record:
        version = lock_version(record, version_id=version_id)
        policies.require_can_govern(
            user=actor, collaborative_id=version.agreement.collaborative_id, at=now
        )
        if revision is not None and version.revision != revision:
            raise StaleRowError(
                "Somebody else changed this version while you were working on it."
                " Look at what stands there now, and save again."
            )
        require_draft(record, version=version)
        yield record, version


def add_part(record: Record, *, rows: Any, identity: str, **says: str) -> Any:
    """Add one below a draft's clauses or conditions, unless it was added before."""
    part = rows.filter(identity=identity).first()
    if part is None:
        last = rows.order_by("-position").first()
        position = last.position + 1 if last else 1
        part = rows.create(identity=identity, position=position, **says)
    record.about(part, rows.instance)
    return part


def lock_part(
    record: Record, *, rows: Any, identity: str, revision: int | None = None
) -> Any:
    """
    Hold one of a draft's clauses or conditions, and name it in the act.

    ``revision`` is the one that was read, where what it said then matters.

    :raises PartGoneError: if it was taken out
    :raises PartChangedError: if it is no longer what was read
    """
    part = rows.select_for_update().filter(identity=identity).first()
    if part is None:
        raise PartGoneError(rows.model._meta.verbose_name)
    if revision is not None and part.revision != revision:
        raise PartChangedError(part)
    record.about(part, rows.instance)
    return part


def remove_part(record: Record, *, rows: Any, identity: str, revision: int) -> None:
    """
    Take one of a draft's clauses or conditions out, and close the gap it leaves.

    :raises PartGoneError: if it was taken out before
    :raises PartChangedError: if it is no longer what was read
    """
    lock_part(record, rows=rows, identity=identity, revision=revision).delete()
    rest = rows.select_for_update().order_by("position", "pk")
    for position, each in enumerate(rest, start=1):
        each.position = position
        each.save()
