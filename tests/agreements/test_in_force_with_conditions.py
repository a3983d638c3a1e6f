"""Any order of signing and meeting conditions, against a referee that reads only days."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agreements.enums import EffectFrom, VersionStatus
from agreements.models import Version
from agreements.services.coming_into_force import sweep_periods
from audit.door import SystemActor
from collab.rules.periods import london_day, midnight
from tests.builders import agreements as build

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
V = VersionStatus
NOT_YET = (V.OUT_FOR_SIGNATURE, V.SIGNED)


def referee(commences, expires, met, from_commencement):
    """The first and last day in force once all is signed and met, or None."""
    days = [commences] if from_commencement else [commences, *met]
    first = max(days)
    return None if expires is not None and expires < first else (first, expires)


STEPS = st.permutations(["sign 0", "sign 1", "meet 0", "meet 1"])


class TestAnyOrderOfSigningAndMeeting:
    @settings(
        max_examples=25,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(
        steps=STEPS,
        done=st.integers(0, 4),
        commences=st.integers(-10, 10),
        lasts=st.none() | st.integers(8, 15),
        met=st.lists(st.integers(-6, 0), min_size=2, max_size=2),
        rule=st.sampled_from(EffectFrom.values),
        waits=st.integers(0, 30),
    )
    def test_is_in_force_on_the_days_that_the_referee_says(
        self, now, steps, done, commences, lasts, met, rule, waits
    ):
        today = london_day(now)
        first = today + commences * DAY
        last = None if lasts is None else max(first, today) + lasts * DAY
        made = build.partnership(now)
        version = build.draft(
            made, now, commences_on=first, expires_on=last, needs=("One.", "Two.")
        )
        build.with_terms(version, made, now, effect_from=rule)
        version = build.send_out(version, made, now)
        conditions = list(version.conditions.order_by("position"))
        for step in steps[:done]:
            kind, number = step.split()
            if kind == "sign":
                body = made.bodies[int(number)]
                build.sign(version, body, made.signatory(body), now)
            else:
                met_on = today + met[int(number)] * DAY
                build.meet(conditions[int(number)], made, now, met_on)
        at = now + waits * DAY
        for _ in range(2):
            sweep_periods(actor=SystemActor("calendar"), now=at)

        version = Version.objects.get(pk=version.pk)
        if done < 4:
            assert version.in_force_from is None
            assert not version.is_in_force_at(at)
            assert version.status in (*NOT_YET, V.EXPIRED)
            return
        period = referee(
            first,
            last,
            [today + each * DAY for each in met],
            rule == EffectFrom.COMMENCEMENT,
        )
        begins, ends = period if period else (None, None)
        on = london_day(at)
        is_in = period is not None and begins <= on and (ends is None or on <= ends)
        assert version.in_force_from == (midnight(begins) if begins else None)
        assert version.is_in_force_at(at) == is_in
        assert (version.status == V.IN_FORCE) == is_in
