"""What falls due, for the pages that look ahead."""

import datetime as dt

from django.db.models import QuerySet

from collab.models import DueThing
from collab.rules.periods import london_day
from collab.rules.rights import Rights


def coming_up(rights: Rights, now: dt.datetime, until: dt.date) -> QuerySet[DueThing]:
    """
    Give what falls due by a day, or is overdue, in all that is open to the person.

    The soonest first, by ``(due_on, pk)``; each with its collaborative and partner.
    Each says what it is (``title``), where (``link``), of which register (``kind``),
    and with ``overdue`` whether its day has passed.
    """
    return (
        DueThing.objects.visible_to(rights)
        .open()
        .filter(due_on__lte=until)
        .select_related("collaborative", "organisation")
        .with_overdue(london_day(now))
        .order_by("due_on", "pk")
    )
