"""What every change of a draft begins with."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from accounts.models import User
from agreements import policies
from agreements.models import Version
from agreements.selectors.bodies import body_acted_for
from agreements.services.locking import lock_version, require_draft
from audit.door import Record, act
from audit.models import StaleRowError


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
