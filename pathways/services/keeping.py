"""What every change of a pathway or an outcome begins with."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from accounts.models import User
from audit.door import Record, act
from audit.models import StaleRowError
from collab.models import Collaborative
from collab.selectors.bodies import body_acted_for
from pathways import policies
from pathways.models import Outcome, Pathway


class NameTakenError(ValueError):
    """Another one has the name."""


@contextmanager
def keeping(
    *,
    verb: str,
    collaborative: Collaborative,
    actor: User,
    now: dt.datetime,
    reason: str = "",
) -> Iterator[Record]:
    """
    Open an act of somebody who keeps a collaborative's pathways and outcomes.

    :raises NotAKeeperError: if the person does not govern the collaborative
    """
    body = body_acted_for(actor, collaborative, now)
    with act(verb, by=actor, for_organisation=body, at=now, reason=reason) as record:
        policies.require_can_keep(user=actor, collaborative_id=collaborative.pk, at=now)
        yield record


@contextmanager
def changing_pathway(
    *, verb: str, pathway_id: int, actor: User, now: dt.datetime
) -> Iterator[tuple[Record, Pathway]]:
    """
    Open an act that changes a pathway or its stages, its row locked.

    :raises NotAKeeperError: if the person does not govern the collaborative
    """
    found = Pathway.objects.select_related("collaborative").get(pk=pathway_id)
    with keeping(
        verb=verb, collaborative=found.collaborative, actor=actor, now=now
    ) as record:
        locked: Pathway = (
            Pathway.objects.select_for_update(of=("self",))
            .select_related("collaborative")
            .get(pk=pathway_id)
        )
        yield record, locked


@contextmanager
def changing_outcome(
    *,
    verb: str,
    outcome_id: int,
    revision: int | None,
    actor: User,
    now: dt.datetime,
    reason: str = "",
) -> Iterator[tuple[Record, Outcome]]:
    """
    Open an act that changes an outcome, its row locked and as the person read it.

    :raises NotAKeeperError: if the person does not govern the collaborative
    :raises StaleRowError: if somebody changed it since
    """
    found = Outcome.objects.select_related("collaborative").get(pk=outcome_id)
    with keeping(
        verb=verb,
        collaborative=found.collaborative,
        actor=actor,
        now=now,
        reason=reason,
    ) as record:
        outcome = lock_outcome(record, outcome_id=outcome_id)
        require_unchanged(record, row=outcome, revision=revision)
        yield record, outcome


def lock_outcome(record: Record, *, outcome_id: int) -> Outcome:
    """Lock an outcome's row until the act is closed."""
    locked: Outcome = (
        Outcome.objects.select_for_update(of=("self",))
        .select_related("collaborative", "pathway", "organisation")
        .get(pk=outcome_id)
    )
    return locked


def require_unchanged(record: Record, *, row: Any, revision: int | None) -> None:
    """
    Check that a row is still as the person read it.

    :raises StaleRowError: if somebody changed it since
    """
    if revision is not None and row.revision != revision:
        raise StaleRowError(
            "Somebody else changed this while you were working on it. Nothing you"
            " typed is lost: look at it again in another tab, then save."
        )
