"""Taking a version back to draft by word alone, before anything in it is changed."""

import datetime as dt

from accounts.models import User
from agreements import policies
from agreements.enums import VersionStatus
from agreements.models import Version
from agreements.selectors.bodies import body_acted_for
from agreements.services import outdating, telling
from agreements.services.locking import lock_version
from agreements.transitions import IllegalMoveError
from audit.door import act


def take_back_to_draft(
    *, version_id: int, reason: str, actor: User, now: dt.datetime
) -> Version:
    """
    Make a version in review or approved a draft again; its approvals are outdated.

    So an approval plan is changed, or an approver who left is replaced.

    :raises ReasonNeededError: without a reason
    :raises NotGovernanceLeadError: if the person does not govern the collaborative
    :raises IllegalMoveError: if it is neither in review nor approved
    """
    found = Version.objects.select_related("agreement__collaborative").get(
        pk=version_id
    )
    body = body_acted_for(actor, found.agreement.collaborative, now)
    with act(
        "agreements.version.taken_back",
        by=actor,
        for_organisation=body,
        at=now,
        reason=reason,
    ) as record:
        version = lock_version(record, version_id=version_id)
        policies.require_can_govern(
            user=actor, collaborative_id=version.agreement.collaborative_id, at=now
        )
        if version.status not in (VersionStatus.IN_REVIEW, VersionStatus.APPROVED):
            raise IllegalMoveError(f"{version} is neither in review nor approved.")
        concerned = outdating.back_to_draft(record, version=version)
        record.about(version)
        telling.tell(
            record,
            people=[user for user in concerned if user.pk != actor.pk],
            version=version,
            kind=telling.KIND_APPROVAL,
            subject=f"Back to draft: {version.agreement}"[:200],
            words=(
                f"{actor.name} took {version} back to draft. The reason given:"
                f" {record.reason}\n\nNo approval of it counts any more; whoever is to"
                " approve it will be asked anew."
            ),
        )
        return version
