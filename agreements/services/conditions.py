"""Writing the conditions precedent of a draft."""

import datetime as dt

from accounts.models import User
from agreements.models import Condition, Version
from agreements.services.drafting import writing


class ConditionChangedError(ValueError):
    """Somebody else changed the condition; ``condition`` is what it says now."""

    def __init__(self, condition: Condition) -> None:
        super().__init__(
            "Somebody else changed this condition while you were working on it."
            " Nothing you typed is lost: compare the two and save again."
        )
        self.condition = condition


class ConditionGoneError(ValueError):
    """Somebody else took the condition out of the draft."""


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
        found: Condition | None = version.conditions.filter(identity=identity).first()
        if found is None:
            last = version.conditions.order_by("-position").first()
            found = Condition.objects.create(
                version=version,
                identity=identity,
                position=last.position + 1 if last else 1,
                text=text.strip(),
            )
        record.about(found, version)
        return found


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
    :raises ConditionChangedError: if it is no longer what the person read
    :raises ConditionGoneError: if it was taken out
    """
    with writing(
        verb="agreements.condition.changed", version_id=version_id, actor=actor, now=now
    ) as (record, version):
        condition = _unchanged(version, identity, revision)
        condition.text = text.strip()
        condition.save()
        record.about(condition, version)
        return condition


def remove_condition(
    *, version_id: int, identity: str, revision: int, actor: User, now: dt.datetime
) -> None:
    """
    Take a condition out of a draft; the history keeps what it said.

    :raises NotGovernanceLeadError: if the person does not govern the collaborative
    :raises NotADraftError: if the version was sent out
    :raises ConditionChangedError: if it is no longer what the person read
    :raises ConditionGoneError: if it was taken out before
    """
    with writing(
        verb="agreements.condition.removed", version_id=version_id, actor=actor, now=now
    ) as (record, version):
        condition = _unchanged(version, identity, revision)
        record.about(condition, version)
        condition.delete()
        rest = version.conditions.select_for_update().order_by("position", "pk")
        for position, each in enumerate(rest, start=1):
            each.position = position
            each.save()


def _unchanged(version: Version, identity: str, revision: int) -> Condition:
    condition: Condition | None = (
        version.conditions.select_for_update().filter(identity=identity).first()
    )
    if condition is None:
        raise ConditionGoneError(
            "Somebody else took this condition out. Copy what you typed if you need"
            " it, and add it as a new condition."
        )
    if condition.revision != revision:
        raise ConditionChangedError(condition)
    return condition
