"""Which events of agreements a person may read beyond their collaboratives'."""

import datetime as dt
from typing import Any

from agreements.enums import OpenTo
from agreements.models import Agreement
from audit.registries import Reach
from collab.grants import rights_of


def reach_of(user: Any, at: dt.datetime) -> Reach:
    """
    Give the agreements that are open to their parties alone, and to this person.

    Who audits a collaborative reads all its events without being given each.
    """
    rights = rights_of(user, at)
    if not rights.is_active or rights.audits_installation:
        return Reach()
    found = Agreement.objects.visible_to(rights).filter(open_to=OpenTo.PARTIES)
    uids = found.exclude(
        collaborative_id__in=rights.collaboratives_with("audit")
    ).values_list("uid", flat=True)
    return Reach(audiences=frozenset(f"parties:{uid}" for uid in uids))
