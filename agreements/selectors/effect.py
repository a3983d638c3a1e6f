"""From when a signed version has effect, read from its terms and its conditions."""

from agreements.enums import EffectFrom
from agreements.models import Version
from agreements.rules.periods import Period, effect_day, period_of


def period_once_met(version: Version) -> Period | None:
    """
    Give the period of a version whose conditions are all met.

    None where the last condition was met after its last day: then there is none.
    """
    if version.commences_on is None:
        raise ValueError(f"{version} was sent out without a day to commence.")
    first = effect_day(
        version.commences_on,
        version.conditions.values_list("met__met_on", flat=True),
        from_commencement=version.effect_from == EffectFrom.COMMENCEMENT,
    )
    if version.expires_on is not None and version.expires_on < first:
        return None
    return period_of(first, version.expires_on)
