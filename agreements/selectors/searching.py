"""Finding agreements of a collaborative by what people remember of them."""

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from agreements.enums import VersionStatus
from agreements.models import Agreement, Party, Version
from collab.models import Collaborative
from collab.rules.rights import Rights


def agreements_like(
    *,
    collaborative: Collaborative,
    rights: Rights,
    now: dt.datetime,
    words: str = "",
    state: str = "",
    party: str = "",
) -> QuerySet[Any]:
    """
    Narrow a collaborative's agreements; nothing asked for means all of them.

    ``state`` is met by any version; in force is read from its period. ``party`` is the
    uid of an organisation that takes part now.
    """
    rows: QuerySet[Any] = Agreement.objects.visible_to(rights).filter(
        collaborative=collaborative
    )
    if words:
        rows = rows.filter(Q(title__icontains=words) | Q(reference__icontains=words))
    if state:
        versions = Version.objects.visible_to(rights).filter(agreement=OuterRef("pk"))
        rows = rows.filter(
            Exists(
                versions.in_force_at(now)
                if state == VersionStatus.IN_FORCE
                else versions.filter(status=state)
            )
        )
    if party:
        parties = Party.objects.visible_to(rights).filter(
            agreement=OuterRef("pk"), organisation__uid=party, left_on=None
        )
        rows = rows.filter(Exists(parties))
    return rows
