"""Recording that a condition precedent was met; the last one sets the period."""

import datetime as dt

from accounts.models import User
from agreements import policies
from agreements.enums import VersionStatus
from agreements.models import Condition, ConditionMet, Version
from agreements.selectors.bodies import body_acted_for
from agreements.services.completing import begin_once_met
from agreements.services.locking import lock_version, require_going_on
from agreements.transitions import IllegalMoveError
from audit.door import act
from collab.models import Document
from collab.rules.periods import london_day

RECORDED_BEFORE = "It was recorded before that this condition is met."
FROZEN = (VersionStatus.OUT_FOR_SIGNATURE, VersionStatus.SIGNED)


class ConditionsNotAwaitedError(IllegalMoveError):
    """The version's text may still change, or it waits for no condition any more."""


class AlreadyMetError(ValueError):
    """Somebody recorded before that the condition was met."""


class NotYetMetError(ValueError):
    """A day that has not come yet, or no evidence, shows nothing to be met."""


def record_condition_met(
    *,
    version_id: int,
    identity: str,
    met_on: dt.date,
    evidence: str,
    actor: User,
    now: dt.datetime,
    document_id: int | None = None,
) -> ConditionMet:
    """
    Record on what day a condition was met, and by what that is shown.

    It can be recorded from the moment the text is frozen. Where every party has signed
    and this was the last condition, the version comes into force in the same act.

    :raises NotGovernanceLeadError: if the person does not govern the collaborative
    :raises ConditionsNotAwaitedError: if the version waits for no condition
    :raises AgreementOverError: if the agreement has ended, or notice is to end it
    :raises AlreadyMetError: if it was recorded before
    :raises NotYetMetError: if the day lies ahead, or the evidence is empty
    """
    found = Version.objects.select_related("agreement__collaborative").get(
        pk=version_id
    )
    body = body_acted_for(actor, found.agreement.collaborative, now)
    with act(
        "agreements.condition.met", by=actor, for_organisation=body, at=now
    ) as record:
        version = lock_version(record, version_id=version_id)
        policies.require_can_govern(
            user=actor, collaborative_id=version.agreement.collaborative_id, at=now
        )
        condition = Condition.objects.select_for_update().get(
            version=version, identity=identity
        )
        require_going_on(record, agreement=version.agreement)
        _require_awaited(version, condition)
        _require_shown(met_on, evidence, now)
        met: ConditionMet = ConditionMet.objects.create(
            condition=condition,
            met_on=met_on,
            evidence=evidence.strip(),
            document=Document.objects.get(pk=document_id) if document_id else None,
            recorded_by=actor,
            organisation=body,
            recorded_at=now,
        )
        record.about(condition, met, version)
        if version.status == VersionStatus.SIGNED:
            begin_once_met(record, version=version, now=now)
        return met


def _require_awaited(version: Version, condition: Condition) -> None:
    if ConditionMet.objects.filter(condition=condition).exists():
        raise AlreadyMetError(RECORDED_BEFORE)
    if version.status not in FROZEN:
        raise ConditionsNotAwaitedError(
            f"{version} is {version.get_status_display().lower()}: that a condition is"
            " met is recorded once the text is out for signature, and until it is in"
            " force."
        )
    later = version.agreement.versions.filter(
        number__gt=version.number, status=VersionStatus.OUT_FOR_SIGNATURE
    ).first()
    if later is not None:
        raise ConditionsNotAwaitedError(
            f"Version {later.number} is out for signature and is to replace this one."
            " Withdraw it first if this one is to come into force."
        )


def _require_shown(met_on: dt.date, evidence: str, now: dt.datetime) -> None:
    if met_on > london_day(now):
        raise NotYetMetError("The day it was met must not be in the future.")
    if not evidence.strip():
        raise NotYetMetError("Say by what it is shown that the condition is met.")
