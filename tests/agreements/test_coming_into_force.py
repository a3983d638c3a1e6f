import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agreements.enums import VersionStatus
from agreements.models import Party, Version
from agreements.services import parties, sending_out
from agreements.services.coming_into_force import sweep_periods
from agreements.services.decisions import NothingInForceError, version_in_force_on
from audit.door import SystemActor
from audit.models import Event
from collab.rules.periods import london_day, midnight
from tests.builders import agreements as build
from tests.builders import people

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
CALENDAR = SystemActor("calendar")
V = VersionStatus


def stored(version):
    return Version.objects.select_related("agreement__collaborative").get(pk=version.pk)


@pytest.fixture
def made(now):
    return build.partnership(now)


class TestTheLastSignature:
    @pytest.mark.parametrize("days", [-30, 0])
    def test_brings_into_force_at_once_what_has_commenced(self, made, now, days):
        first = london_day(now + days * DAY)

        version = build.in_force(made, now, commences_on=first)

        assert version.status == V.IN_FORCE
        assert version.in_force_from == midnight(first)
        assert version.in_force_to is None

    def test_leaves_signed_what_commences_later(self, made, now):
        version = build.in_force(made, now, commences_on=london_day(now + DAY))

        assert version.status == V.SIGNED
        assert not version.is_in_force_at(now)
        assert version.is_in_force_at(version.in_force_from)

    def test_ends_the_predecessor_at_the_very_instant(self, made, now):
        first = build.in_force(made, now, commences_on=london_day(now - 10 * DAY))
        second = build.next_version(made, first, now)
        second = build.with_terms(second, made, now, commences_on=london_day(now))
        second = build.sign_all(build.send_out(second, made, now), made, now)

        first = stored(first)
        assert first.in_force_to == second.in_force_from
        assert (first.status, second.status) == (V.SUPERSEDED, V.IN_FORCE)

    def test_keeps_the_predecessor_in_force_until_the_successor_commences(
        self, made, now
    ):
        first = build.in_force(made, now, commences_on=london_day(now - 10 * DAY))
        second = build.next_version(made, first, now)
        second = build.with_terms(second, made, now, commences_on=london_day(now + DAY))
        second = build.sign_all(build.send_out(second, made, now), made, now)

        first = stored(first)
        assert (first.status, second.status) == (V.IN_FORCE, V.SIGNED)
        assert (
            first.in_force_to == second.in_force_from == midnight(london_day(now + DAY))
        )

    def test_lets_parties_join_and_leave_on_the_day_it_commences(self, now):
        made = build.partnership(
            now, "Northfield Trust", "Vale Council", "Hill Charity"
        )
        first = build.in_force(made, now, commences_on=london_day(now - 10 * DAY))
        leaving = made.bodies.pop()
        second = build.next_version(made, first, now)
        parties.remove_party(
            version_id=second.pk,
            organisation_id=leaving.pk,
            actor=made.lead,
            now=now,
        )
        second = build.with_terms(second, made, now, commences_on=london_day(now))

        build.sign_all(build.send_out(second, made, now), made, now)

        left = Party.objects.get(organisation=leaving)
        assert left.joined_on == london_day(now - 10 * DAY)
        assert left.left_on == london_day(now)
        assert Party.objects.filter(left_on=None).count() == 2

    def test_refuses_to_send_out_what_would_begin_before_its_predecessor(
        self, made, now
    ):
        first = build.in_force(made, now, commences_on=london_day(now))
        second = build.next_version(made, first, now)
        second = build.with_terms(second, made, now, commences_on=london_day(now))

        with pytest.raises(sending_out.NotReadyToSendOutError, match="after version 1"):
            build.send_out(second, made, now)


class TestSweepPeriods:
    def test_brings_into_force_on_the_instant_and_not_before(self, made, now):
        version = build.in_force(made, now, commences_on=london_day(now + DAY))
        begin = version.in_force_from

        before = sweep_periods(actor=CALENDAR, now=begin - dt.timedelta(microseconds=1))
        assert (before, stored(version).status) == (0, V.SIGNED)

        assert sweep_periods(actor=CALENDAR, now=begin) == 1
        assert stored(version).status == V.IN_FORCE

    def test_does_it_exactly_once(self, made, now):
        version = build.in_force(made, now, commences_on=london_day(now + DAY))
        begin = version.in_force_from

        counts = [sweep_periods(actor=CALENDAR, now=begin) for _ in range(3)]

        assert counts == [1, 0, 0]
        acts = Event.objects.filter(verb="agreements.version.came_into_force")
        assert acts.values("act_uid").distinct().count() == 1

    def test_supersedes_the_predecessor_in_the_same_act(self, made, now):
        first = build.in_force(made, now, commences_on=london_day(now - 10 * DAY))
        second = build.next_version(made, first, now)
        second = build.with_terms(second, made, now, commences_on=london_day(now + DAY))
        second = build.sign_all(build.send_out(second, made, now), made, now)

        assert sweep_periods(actor=CALENDAR, now=second.in_force_from) == 1

        assert stored(first).status == V.SUPERSEDED
        assert stored(second).status == V.IN_FORCE

    def test_expires_what_has_reached_its_last_day(self, made, now):
        version = build.in_force(made, now, expires_on=london_day(now + DAY))

        assert sweep_periods(actor=CALENDAR, now=version.in_force_to) == 1

        assert stored(version).status == V.EXPIRED
        assert Event.objects.filter(verb="agreements.version.ended").exists()

    def test_tells_the_partners(self, made, now):
        version = build.in_force(made, now, commences_on=london_day(now + DAY))
        sweep_periods(actor=CALENDAR, now=version.in_force_from)

        subjects = made.lead.notifications.values_list("subject", flat=True)
        assert list(subjects).count("In force: AGR-001 Partnership agreement") == 1

    def test_leaves_nothing_when_the_event_cannot_be_written(
        self, made, now, monkeypatch
    ):
        version = build.in_force(made, now, commences_on=london_day(now + DAY))

        def refuse(*_):
            raise RuntimeError("The ledger is away.")

        monkeypatch.setattr("audit.models.writing.EventWriter.write", refuse)
        with pytest.raises(RuntimeError):
            sweep_periods(actor=CALENDAR, now=version.in_force_from)

        assert stored(version).status == V.SIGNED


class TestInForceAt:
    @pytest.mark.slow
    @settings(
        max_examples=15,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(
        starts=st.lists(st.integers(-60, 20), min_size=1, max_size=4, unique=True),
        lasts=st.lists(st.none() | st.integers(30, 50), min_size=4, max_size=4),
    )
    def test_agrees_with_a_referee_who_walks_day_by_day(self, starts, lasts):
        now = dt.datetime(2026, 4, 1, 9, 30, tzinfo=dt.UTC)
        today = london_day(now)
        made = build.partnership(now)
        versions = self.sign_in_order(made, sorted(starts), lasts, now)
        agreement = versions[0].agreement

        for offset in range(-70, 80):
            day = today + dt.timedelta(days=offset)
            moment = midnight(day) + dt.timedelta(hours=12)
            expected = self.referee(day, versions)
            found = Version.objects.in_force_at(moment).filter(agreement=agreement)

            assert [each.number for each in found] == expected

    def sign_in_order(self, made, starts, lasts, now):
        today = london_day(now)
        versions = []
        for start, last in zip(starts, lasts, strict=False):
            days = {
                "commences_on": today + dt.timedelta(days=start),
                "expires_on": today + dt.timedelta(days=last) if last else None,
            }
            if not versions:
                version = build.draft(made, now, **days)
            else:
                version = build.next_version(made, versions[-1], now)
                version = build.with_terms(version, made, now, **days)
            versions.append(
                build.sign_all(build.send_out(version, made, now), made, now)
            )
        return versions

    def referee(self, day, versions):
        # The last text whose first day has come governs, until its last day is over.
        begun = [each for each in versions if each.commences_on <= day]
        if not begun:
            return []
        last = begun[-1]
        over = last.expires_on is not None and last.expires_on < day
        return [] if over else [last.number]


class TestVersionInForceOn:
    def test_gives_the_version_of_that_day(self, made, now):
        version = build.in_force(made, now, commences_on=london_day(now - 10 * DAY))

        with people.any_act(now) as record:
            record.about(version)
            found = version_in_force_on(
                record, agreement=version.agreement, decided_on=version.commences_on
            )

        assert found == version

    def test_refuses_a_day_on_which_nothing_was_in_force(self, made, now):
        version = build.in_force(made, now)

        with people.any_act(now) as record, pytest.raises(NothingInForceError):
            record.about(version)
            version_in_force_on(
                record,
                agreement=version.agreement,
                decided_on=version.commences_on - DAY,
            )
