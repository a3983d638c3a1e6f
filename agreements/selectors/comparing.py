"""Which two versions of an agreement are compared."""

import datetime as dt

from django.db.models import Q
from django.http import Http404

from agreements.models import Agreement, Version


def numbers_of(agreement: Agreement) -> list[int]:
    """Give the numbers of an agreement's versions, the newest first."""
    numbers = agreement.versions.order_by("-number").values_list("number", flat=True)
    return list(numbers)


def usual_pair(agreement: Agreement, *, at: dt.datetime) -> tuple[int, int]:
    """Choose the version in force and the newest; without one in force the last two."""
    numbers = numbers_of(agreement)
    newest = numbers[0]
    in_force = (
        agreement.versions.in_force_at(at)
        .exclude(number=newest)
        .values_list("number", flat=True)
        .first()
    )
    return (in_force or (numbers[1] if len(numbers) > 1 else newest)), newest


def pair_or_404(agreement: Agreement, old: int, new: int) -> tuple[Version, Version]:
    """Find two versions by their numbers, or answer that there is no such page."""
    found = {
        version.number: version
        for version in agreement.versions.filter(Q(number=old) | Q(number=new))
    }
    for version in found.values():
        version.agreement = agreement
    try:
        return found[old], found[new]
    except KeyError:
        raise Http404("There is no such version.") from None
