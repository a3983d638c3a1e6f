"""Writing the conditions precedent of a draft."""

import datetime as dt

from accounts.models import User
from agreements.models import Condition
from agreements.services.drafting import add_part, lock_part, remove_part, writing


def add_condition(
    *, version_id: int, identity: str, text: str, actor: User, now: dt.datetime
) -> Condition:
    """
    Add a condition precedent at the end of a draft's conditions.

    ``identity`` comes with the form, so that a form sent twice adds one condition.

    :raises NotGovernanceLeadError: if the person does not govern the collaborative
    :raises NotADraftError: if the version was sent out
    """
    with writing(
        verb="agreements.condition.added", version_id=version_id, actor=actor, now=now
    ) as (record, version):
        condition: Condition = add_part(
            record, rows=version.conditions, identity=identity, text=text.strip()
        )
        return condition


def change_condition(
    *,
    version_id: int,
    identity: str,
    revision: int,
    text: str,
    actor: User,
    now: dt.datetime,
) -> Condition:
    """
    Change a condition that nobody has changed since it was read.

    :raises NotGovernanceLeadError: if the person does not govern the collaborative
    :raises NotADraftError: if the version was sent out
    :raises PartChangedError: if it is no longer what the person read
    :raises PartGoneError: if it was taken out
    """
    with writing(
        verb="agreements.condition.changed", version_id=version_id, actor=actor, now=now
    ) as (record, version):
        condition: Condition = lock_part(
            record, rows=version.conditions, identity=identity, revision=revision
        )
        condition.text = text.strip()
        condition.save()
        return condition


def remove_condition(
    *, version_id: int, identity: str, revision: int, actor: User, now: dt.datetime
) -> None:
    """
    Take a condition out of a draft; the history keeps what it said.

    :raises NotGovernanceLeadError: if the person does not govern the collaborative
    :raises NotADraftError: if the version was sent out
    :raises PartChangedError: if it is no longer what the person read
    :raises PartGoneError: if it was taken out before
    """
    with writing(
        verb="agreements.condition.removed", version_id=version_id, actor=actor, now=now
    ) as (record, version):
        remove_part(
            record, rows=version.conditions, identity=identity, revision=revision
        )
