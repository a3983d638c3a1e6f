"""Opening an agreement, and beginning the next version of one."""

import datetime as dt

from accounts.models import User
from agreements import policies
from agreements.enums import Instrument, OpenTo, VersionStatus
from agreements.models import Agreement, Clause, Version
from agreements.models.versions import OPEN_STATUSES
from agreements.selectors.bodies import body_acted_for
from agreements.services.locking import lock_agreement, require_going_on
from audit.door import act
from collab.models import Collaborative
from collab.services.references import next_reference


class AnotherVersionOpenError(ValueError):
    """A version that is still being written or signed stands in the way."""


def create_agreement(
    *,
    collaborative_id: int,
    title: str,
    instrument: Instrument | str,
    actor: User,
    now: dt.datetime,
    open_to: OpenTo | str = OpenTo.COLLABORATIVE,
) -> Version:
    """
    Open an agreement under the next reference, with its first version as a draft.

    ``open_to`` says who may read it, and stays as it is.

    :raises NotGovernanceLeadError: if the person does not govern the collaborative
    """
    collaborative = Collaborative.objects.get(pk=collaborative_id)
    body = body_acted_for(actor, collaborative, now)
    with act(
        "agreements.agreement.created", by=actor, for_organisation=body, at=now
    ) as record:
        policies.require_can_govern(
            user=actor, collaborative_id=collaborative_id, at=now
        )
        number = next_reference(record, series=f"{collaborative.slug}/agreements")
        agreement = Agreement.objects.create(
            collaborative=collaborative,
            reference=f"AGR-{number:03d}",
            title=title.strip(),
            instrument=Instrument(instrument),
            open_to=OpenTo(open_to),
            created_at=now,
        )
        record.about(agreement)
        return _first_of(agreement, actor, now)


def _first_of(agreement: Agreement, actor: User, now: dt.datetime) -> Version:
    version: Version = Version.objects.create(
        agreement=agreement, number=1, written_by=actor, created_at=now
    )
    return version


def start_version(*, agreement_id: int, actor: User, now: dt.datetime) -> Version:
    """
    Begin the next version as a draft, from the text of the latest one.

    Clauses keep their identities, so that the two can be compared; the dates are
    left out, since they cannot be the same, and so are conditions precedent: a next
    version has its own.

    :raises NotGovernanceLeadError: if the person does not govern the collaborative
    :raises AgreementOverError: if it has ended, or notice is to end it
    :raises AnotherVersionOpenError: if a version is still being written or signed
    """
    found = Agreement.objects.select_related("collaborative").get(pk=agreement_id)
    body = body_acted_for(actor, found.collaborative, now)
    with act(
        "agreements.version.started", by=actor, for_organisation=body, at=now
    ) as record:
        agreement = lock_agreement(record, agreement_id=agreement_id)
        policies.require_can_govern(
            user=actor, collaborative_id=agreement.collaborative_id, at=now
        )
        require_going_on(record, agreement=agreement)
        versions = list(agreement.versions.order_by("-number"))
        _require_none_open(versions)
        version: Version = Version.objects.create(
            agreement=agreement,
            number=versions[0].number + 1,
            status=VersionStatus.DRAFT,
            value_pence=versions[0].value_pence,
            signing_plan=versions[0].signing_plan,
            notice_length=versions[0].notice_length,
            notice_unit=versions[0].notice_unit,
            notice_effect=versions[0].notice_effect,
            written_by=actor,
            created_at=now,
        )
        for clause in versions[0].clauses.order_by("position", "pk"):
            Clause.objects.create(
                version=version,
                identity=clause.identity,
                position=clause.position,
                heading=clause.heading,
                text=clause.text,
            )
        record.about(version)
        return version


def _require_none_open(versions: list[Version]) -> None:
    for version in versions:
        if version.status in OPEN_STATUSES:
            raise AnotherVersionOpenError(
                f"Version {version.number} is still"
                f" {version.get_status_display().lower()}."
                " Finish or withdraw it before you begin the next one."
            )
