import datetime as dt

import pytest

from agreements.enums import EffectFrom, VersionStatus
from agreements.models import ConditionMet, Party, Version
from agreements.policies import NotGovernanceLeadError
from agreements.services import conditions, meeting_conditions
from agreements.services.coming_into_force import sweep_periods
from agreements.services.drafting import PartChangedError
from agreements.services.locking import NotADraftError
from audit.door import SystemActor
from collab.rules.periods import london_day, midnight
from tests.builders import agreements as build
from tests.builders import people

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
CALENDAR = SystemActor("calendar")
NEEDS = ("The board agrees.", "The regulator agrees.")
V = VersionStatus


def stored(version):
    return Version.objects.select_related("agreement__collaborative").get(pk=version.pk)


def day(now, days=0):
    return london_day(now + days * DAY)


@pytest.fixture
def made(now):
    return build.partnership(now)


@pytest.fixture
def signed(made, now):
    """A version that every party signed, with two conditions open."""
    return build.in_force(made, now, needs=NEEDS, commences_on=day(now, -5))


class TestASignedVersionWithConditionsOpen:
    def test_is_signed_and_in_force_at_no_moment(self, signed):
        assert signed.status == V.SIGNED
        assert signed.signed_at is not None
        assert (signed.in_force_from, signed.in_force_to) == (None, None)

    def test_leaves_its_predecessor_in_force(self, made, now):
        first = build.in_force(made, now, commences_on=day(now, -10))
        second = build.next_version(made, first, now)
        build.add_condition(second, made, now, "The board agrees.")
        build.with_terms(second, made, now, commences_on=day(now))
        build.sign_all(build.send_out(second, made, now), made, now)

        assert stored(first).status == V.IN_FORCE
        assert stored(first).in_force_to is None

    def test_is_left_alone_by_the_calendar(self, signed, now):
        assert sweep_periods(actor=CALENDAR, now=now + 400 * DAY) == 0
        assert stored(signed).status == V.SIGNED

    def test_expires_unused_when_its_last_day_has_passed(self, made, now):
        version = build.in_force(made, now, needs=NEEDS, expires_on=day(now, 3))

        assert sweep_periods(actor=CALENDAR, now=now + 3 * DAY) == 0
        assert sweep_periods(actor=CALENDAR, now=now + 4 * DAY) == 1
        assert stored(version).status == V.EXPIRED
        assert stored(version).in_force_from is None

    def test_is_superseded_by_a_later_version_that_every_party_signs(
        self, made, signed, now
    ):
        later = build.next_version(made, signed, now)
        build.with_terms(later, made, now, commences_on=day(now, -1))
        later = build.sign_all(build.send_out(later, made, now), made, now)

        assert (stored(signed).status, later.status) == (V.SUPERSEDED, V.IN_FORCE)


class TestTheLastCondition:
    def test_alone_brings_the_version_into_force(self, made, signed, now):
        first, last = signed.conditions.order_by("position")

        build.meet(first, made, now)
        assert stored(signed).status == V.SIGNED

        build.meet(last, made, now)
        assert stored(signed).status == V.IN_FORCE

    def test_gives_effect_from_the_day_it_was_met(self, made, signed, now):
        first, last = signed.conditions.order_by("position")
        build.meet(first, made, now, day(now, -2))
        build.meet(last, made, now, day(now, -3))

        assert stored(signed).in_force_from == midnight(day(now, -2))

    def test_gives_effect_from_commencement_where_that_is_later(self, made, now):
        version = build.in_force(made, now, needs=NEEDS, commences_on=day(now, 5))
        for condition in version.conditions.all():
            build.meet(condition, made, now)

        assert stored(version).status == V.SIGNED
        assert stored(version).in_force_from == midnight(day(now, 5))
        sweep_periods(actor=CALENDAR, now=midnight(day(now, 5)))
        assert stored(version).status == V.IN_FORCE

    def test_gives_effect_from_commencement_where_the_terms_say_so(self, made, now):
        version = build.draft(made, now, needs=NEEDS[:1], commences_on=day(now, -9))
        build.with_terms(version, made, now, effect_from=EffectFrom.COMMENCEMENT)
        version = build.sign_all(build.send_out(version, made, now), made, now)

        build.meet(version.conditions.get(), made, now)

        assert stored(version).in_force_from == midnight(day(now, -9))

    def test_ends_the_predecessor_at_the_very_instant(self, made, now):
        first = build.in_force(made, now, commences_on=day(now, -10))
        second = build.next_version(made, first, now)
        build.add_condition(second, made, now, "The board agrees.")
        build.with_terms(second, made, now, commences_on=day(now, -5))
        second = build.sign_all(build.send_out(second, made, now), made, now)

        build.meet(second.conditions.get(), made, now, day(now, -1))

        assert stored(first).in_force_to == stored(second).in_force_from
        assert stored(first).status == V.SUPERSEDED
        assert stored(second).in_force_from == midnight(day(now, -1))

    def test_lets_the_parties_join_on_the_first_day(self, made, signed, now):
        for condition in signed.conditions.all():
            build.meet(condition, made, now, day(now, -1))

        assert set(Party.objects.values_list("joined_on", flat=True)) == {day(now, -1)}

    def test_after_the_last_day_leaves_no_period_at_all(self, made, now):
        version = build.in_force(
            made,
            now,
            needs=NEEDS[:1],
            commences_on=day(now),
            expires_on=day(now, 1),
        )
        build.meet(version.conditions.get(), made, now + 2 * DAY)

        assert stored(version).status == V.EXPIRED
        assert stored(version).in_force_from is None

    def test_may_be_met_before_the_last_signature(self, made, now):
        version = build.out_for_signature(made, now, needs=NEEDS[:1])
        build.meet(version.conditions.get(), made, now)

        assert build.sign_all(version, made, now).status == V.IN_FORCE


class TestRecordingThatAConditionIsMet:
    def test_keeps_the_day_the_evidence_and_who_recorded_it(self, made, signed, now):
        condition = signed.conditions.first()

        build.meet(condition, made, now, day(now, -1), evidence="  Minute 4 ")

        met = ConditionMet.objects.get()
        assert (met.condition, met.met_on) == (condition, day(now, -1))
        assert (met.evidence, met.recorded_by) == ("Minute 4", made.lead)
        assert met.organisation == made.bodies[0]

    def test_happens_once(self, made, signed, now):
        condition = signed.conditions.first()
        build.meet(condition, made, now)

        with pytest.raises(meeting_conditions.AlreadyMetError):
            build.meet(condition, made, now)

    def test_waits_until_the_text_is_frozen(self, made, now):
        version = build.draft(made, now, needs=NEEDS)

        with pytest.raises(meeting_conditions.ConditionsNotAwaitedError):
            build.meet(version.conditions.first(), made, now)

    @pytest.mark.parametrize("wrong", [{"evidence": "  "}, {"days": 1}])
    def test_asks_for_evidence_and_a_day_that_has_come(self, made, signed, now, wrong):
        met_on = day(now, wrong.pop("days", 0))

        with pytest.raises(meeting_conditions.NotYetMetError):
            build.meet(signed.conditions.first(), made, now, met_on, **wrong)
        assert not ConditionMet.objects.exists()

    def test_waits_while_a_later_version_is_out_for_signature(self, made, signed, now):
        later = build.next_version(made, signed, now)
        build.with_terms(later, made, now, commences_on=day(now))
        build.send_out(later, made, now)

        with pytest.raises(
            meeting_conditions.ConditionsNotAwaitedError, match="Version 2 is out"
        ):
            build.meet(signed.conditions.first(), made, now)


class TestConditionsOfADraft:
    def test_are_part_of_the_fingerprint(self, made, now):
        plain = build.draft(made, now)
        needing = build.draft(made, now, needs=NEEDS)
        frozen = build.send_out(needing, made, now)

        assert '"conditions"' in frozen.content
        assert '"conditions"' not in build.send_out(plain, made, now).content

    def test_keep_their_order_when_one_is_taken_out(self, made, now):
        version = build.draft(made, now, needs=("One.", "Two.", "Three."))
        first = version.conditions.get(text="One.")

        conditions.remove_condition(
            version_id=version.pk,
            identity=first.identity,
            revision=first.revision,
            actor=made.lead,
            now=now,
        )

        left = version.conditions.order_by("position")
        assert [(each.position, each.text) for each in left] == [
            (1, "Two."),
            (2, "Three."),
        ]

    def test_refuse_a_change_of_what_somebody_else_changed(self, made, now):
        version = build.draft(made, now, needs=("One.",))
        found = version.conditions.get()
        by = {"version_id": version.pk, "identity": found.identity, "now": now}
        by["actor"] = made.lead
        conditions.change_condition(revision=found.revision, text="Theirs.", **by)

        with pytest.raises(PartChangedError) as refused:
            conditions.change_condition(revision=found.revision, text="Mine.", **by)

        assert refused.value.stands.text == "Theirs."
        assert version.conditions.get().text == "Theirs."

    def test_are_frozen_once_it_is_sent_out(self, made, now):
        version = build.out_for_signature(made, now, needs=NEEDS)

        with pytest.raises(NotADraftError):
            build.add_condition(version, made, now, "One more.")

    def test_are_not_carried_into_the_next_version(self, made, signed, now):
        assert not build.next_version(made, signed, now).conditions.exists()


def test_a_member_cannot_record_that_a_condition_is_met(made, signed, now):
    member = people.member("Mo Member", made.collaborative, made.bodies[0], now)

    with pytest.raises(NotGovernanceLeadError):
        build.meet(signed.conditions.first(), made, now, actor=member)
