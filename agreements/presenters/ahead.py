"""What of agreements falls due, as a lead looks ahead: from the register of due things."""

from functools import partial
from typing import Any, Final

from django.db.models import F, Q, QuerySet

from agreements.models import Party
from agreements.services.falling_due import EXPIRY, NOTICE, REVIEW
from agreements.services.reminding import KIND as SIGNATURE
from agreements.services.telling import KIND_APPROVAL as APPROVAL
from collab.models import DueThing
from collab.registries import Ahead, AheadItem, AheadSource


def due_things(kind: str, ahead: Ahead) -> QuerySet[Any]:
    """Narrow to one kind of due thing that is late, or falls due until the day."""
    rows: QuerySet[Any] = (
        DueThing.objects.visible_to(ahead.rights)
        .open()
        .filter(
            kind=kind,
            collaborative_id=ahead.collaborative_id,
            due_on__lte=ahead.until,
        )
    )
    if ahead.bodies is None:
        return rows
    own = Party.objects.visible_to(ahead.rights).filter(
        left_on=None, organisation_id__in=ahead.bodies
    )
    return rows.filter(
        Q(organisation_id__in=ahead.bodies)
        | Q(organisation=None, item_uid__in=own.values("agreement__uid"))
    )


def _item(detail: str, facts: dict[str, Any]) -> AheadItem:
    return AheadItem(title=facts["title"], link=facts["link"], detail=detail)


_KINDS: Final = {
    SIGNATURE: ("Signature", ""),
    APPROVAL: ("Approval", ""),
    REVIEW: ("Review", "Look at it with the partners."),
    EXPIRY: ("End", "It ends by itself unless its next version is signed in time."),
    NOTICE: ("Notice", "A party that wants to leave must say so by then."),
}
SOURCES: Final = {
    f"agreements: {kind}": AheadSource(
        label=label,
        rows=partial(due_things, kind),
        due="due_on",
        organisation="organisation_id",
        facts={"title": F("title"), "link": F("link")},
        item=partial(_item, detail),
    )
    for kind, (label, detail) in _KINDS.items()
}
