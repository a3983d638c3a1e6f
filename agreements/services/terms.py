"""Setting title, dates, value, review and notice of a draft."""

import datetime as dt

from accounts.models import User
from agreements import policies
from agreements.enums import EffectFrom, NoticeEffect, NoticeUnit
from agreements.models import Version
from agreements.rules.content import Notice
from agreements.rules.periods import period_of
from agreements.selectors.bodies import body_acted_for
from agreements.services.locking import lock_version, require_draft
from audit.door import act
from audit.models import StaleRowError


class DatesOutOfOrderError(ValueError):
    """The last day lies before the day it commences."""


def set_terms(
    *,
    version_id: int,
    revision: int,
    agreement_revision: int | None = None,
    title: str,
    commences_on: dt.date | None,
    expires_on: dt.date | None,
    value_pence: int | None,
    review_on: dt.date | None = None,
    notice: Notice | None = None,
    effect_from: EffectFrom | str = EffectFrom.LATER,
    actor: User,
    now: dt.datetime,
) -> Version:
    """
    Set what the draft says besides its clauses, conditions and parties.

    The title belongs to the agreement, whose revision is asked for besides.
    What is not given is not agreed: no end, no value, no day of review, no notice.

    :raises NotGovernanceLeadError: if the person does not govern the collaborative
    :raises NotADraftError: if the version was sent out
    :raises StaleRowError: if somebody changed them since they were read
    :raises DatesOutOfOrderError: if the last day lies before the first
    """
    found = Version.objects.select_related("agreement__collaborative").get(
        pk=version_id
    )
    body = body_acted_for(actor, found.agreement.collaborative, now)
    with act("agreements.terms.set", by=actor, for_organisation=body, at=now) as record:
        version = lock_version(record, version_id=version_id)
        agreement = version.agreement
        policies.require_can_govern(
            user=actor, collaborative_id=agreement.collaborative_id, at=now
        )
        _require_unchanged(version, revision, agreement_revision)
        _require_order(commences_on, expires_on)
        require_draft(record, version=version)
        version.commences_on = commences_on
        version.expires_on = expires_on
        version.value_pence = value_pence
        version.review_on = review_on
        version.effect_from = EffectFrom(effect_from)
        _set_notice(version, notice)
        version.save()
        agreement.title = title.strip()
        agreement.save()
        record.about(version, agreement)
        return version


def _set_notice(version: Version, notice: Notice | None) -> None:
    if notice is None:
        version.notice_length, version.notice_unit = None, ""
        version.notice_effect = NoticeEffect.ENDS
        return
    version.notice_length = notice.length
    version.notice_unit = NoticeUnit(notice.unit)
    version.notice_effect = NoticeEffect(notice.effect)


def _require_unchanged(
    version: Version, revision: int, agreement_revision: int | None
) -> None:
    known = {None, version.agreement.revision}
    if version.revision != revision or agreement_revision not in known:
        raise StaleRowError(
            "Somebody else changed the terms while you were working on them. Nothing"
            " is lost: look at what stands there now, and save again."
        )


def _require_order(commences_on: dt.date | None, expires_on: dt.date | None) -> None:
    if commences_on is None or expires_on is None:
        return
    try:
        period_of(commences_on, expires_on)
    except ValueError as error:
        raise DatesOutOfOrderError(
            "The last day must be the same as or after the day it commences."
        ) from error
