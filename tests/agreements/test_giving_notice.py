"""Notice: who gives it, until when, what it ends, and taking it back."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.policies import StaleAuthenticationError
from agreements.enums import AgreementStatus, NoticeStatus, VersionStatus
from agreements.models import Agreement, Notice, Party, Version
from agreements.policies.voices import MayNotGiveNoticeError
from agreements.rules.content import Notice as Terms
from agreements.rules.giving_notice import last_day, outcome
from agreements.services import notice as service
from agreements.services.coming_into_force import sweep_periods
from agreements.services.locking import AgreementOverError
from agreements.services.notice_effect import sweep_notices
from audit.door import ReasonNeededError, SystemActor
from collab.rules.periods import london_day, midnight
from tests.builders import agreements as build
from tests.builders import people

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
CALENDAR = SystemActor("calendar")
NAMES = ("Northfield Trust", "Vale Council", "Hill Charity")
V, A = VersionStatus, AgreementStatus


def stored(version):
    return Version.objects.select_related("agreement").get(pk=version.pk)


def in_force(made, now, effect="ends", length=30, **fields):
    version = build.draft(made, now, commences_on=london_day(now - DAY), **fields)
    terms = Terms(length=length, unit="days", effect=effect)
    build.with_terms(version, made, now, notice=terms)
    return build.sign_all(build.send_out(version, made, now), made, now)


def give(version, made, body, now, **changed):
    user = changed.pop("actor", None) or made.signatory(body)
    return service.give_notice(
        **{
            "agreement_id": version.agreement_id,
            "organisation_id": body.pk,
            "words": "We leave.",
            "session": build.session_of(user, now),
            "actor": user,
            "now": now,
        }
        | changed
    )


def take_back(version, made, body, now, **changed):
    user = made.signatory(body)
    return service.withdraw_notice(
        **{
            "agreement_id": version.agreement_id,
            "organisation_id": body.pk,
            "reason": "We stay.",
            "session": build.session_of(user, now),
            "actor": user,
            "now": now,
        }
        | changed
    )


@pytest.fixture
def made(now):
    return build.partnership(now, *NAMES)


@pytest.fixture
def version(made, now):
    return in_force(made, now)


class TestLastDay:
    @pytest.mark.parametrize(
        ("given_on", "length", "unit", "last"),
        [
            ("2026-04-01", 30, "days", "2026-05-01"),
            ("2026-01-31", 1, "months", "2026-02-28"),
            ("2028-01-31", 1, "months", "2028-02-29"),
            ("2026-08-15", 6, "months", "2027-02-15"),
            # Good Friday and Easter Monday do not count.
            ("2026-04-02", 1, "working_days", "2026-04-07"),
        ],
    )
    def test_leaves_the_day_of_giving_out(self, given_on, length, unit, last):
        found = last_day(dt.date.fromisoformat(given_on), length, unit)

        assert found == dt.date.fromisoformat(last)


NOTICES = st.dictionaries(st.sampled_from("abcd"), st.integers(0, 5))
PARTIES = st.sets(st.sampled_from("abcd"), min_size=2)


class TestOutcome:
    @settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
    @given(NOTICES, PARTIES, st.booleans())
    def test_is_what_day_by_day_reading_gives(self, found, parties, others_go_on):
        notices = {
            party: dt.date(2026, 1, 1) + number * DAY
            for party, number in found.items()
            if party in parties
        }
        bound, leaves, ends_on = set(parties), {}, None
        for number in range(6):
            day = dt.date(2026, 1, 1) + number * DAY
            going = {each for each in bound if notices.get(each) == day}
            if ends_on is None and going:
                if not others_go_on or len(bound - going) <= 1:
                    ends_on = day
                else:
                    bound -= going
                    leaves |= dict.fromkeys(going, day)

        found = outcome(parties, notices, others_go_on=others_go_on)

        assert (found.ends_on, found.leaves) == (ends_on, leaves)


class TestGivingNotice:
    def test_sets_the_end_as_a_fact_at_once(self, made, version, now):
        notice = give(version, made, made.bodies[0], now)

        last = london_day(now + 30 * DAY)
        version = stored(version)
        assert notice.last_on == last
        assert version.in_force_to == midnight(last + DAY)
        assert (version.status, version.agreement.status) == (V.IN_FORCE, A.IN_NOTICE)

    def test_keeps_by_whose_authority_it_was_given(self, made, version, now):
        notice = give(version, made, made.bodies[0], now)

        assert notice.delegation.organisation == made.bodies[0]
        assert notice.given_name == made.signatory(made.bodies[0]).name

    def test_is_told_to_every_partner(self, made, version, now):
        give(version, made, made.bodies[0], now)

        for user in (made.lead, *made.signatories.values()):
            assert user.notifications.filter(
                subject__startswith="Notice given"
            ).exists()

    def test_needs_authority_for_that_body(self, made, version, now):
        with pytest.raises(MayNotGiveNoticeError):
            give(version, made, made.bodies[0], now, actor=made.lead)
        with pytest.raises(MayNotGiveNoticeError):
            give(
                version,
                made,
                made.bodies[0],
                now,
                actor=made.signatory(made.bodies[1]),
            )
        assert not Notice.objects.exists()

    def test_needs_a_person_who_was_just_checked(self, made, version, now):
        with pytest.raises(StaleAuthenticationError):
            give(version, made, made.bodies[0], now, session={})

    def test_needs_terms_of_notice_in_force(self, made, now):
        plain = build.in_force(made, now, title="Plain")

        with pytest.raises(service.NoNoticeAgreedError, match="says nothing"):
            give(plain, made, made.bodies[0], now)

    def test_is_given_once(self, made, version, now):
        give(version, made, made.bodies[0], now)

        with pytest.raises(service.NoticeGivenError):
            give(version, made, made.bodies[0], now)

    def test_lets_nobody_sign_or_begin_another_version(self, made, version, now):
        give(version, made, made.bodies[0], now)

        with pytest.raises(AgreementOverError):
            build.next_version(made, version, now)

    def test_stops_a_version_that_is_out_for_signature(self, made, version, now):
        later = build.next_version(made, version, now)
        build.with_terms(later, made, now, commences_on=london_day(now + DAY))
        build.send_out(later, made, now)
        give(version, made, made.bodies[0], now)

        with pytest.raises(AgreementOverError):
            build.sign(later, made.bodies[1], made.signatory(made.bodies[1]), now)

    def test_leaves_no_period_to_a_version_that_would_begin_after_the_end(
        self, made, version, now
    ):
        later = build.next_version(made, version, now)
        build.with_terms(later, made, now, commences_on=london_day(now + 60 * DAY))
        later = build.sign_all(build.send_out(later, made, now), made, now)
        give(version, made, made.bodies[0], now)
        assert stored(later).in_force_from is None

        take_back(version, made, made.bodies[0], now)

        assert stored(later).in_force_from == midnight(london_day(now + 60 * DAY))
        assert stored(version).in_force_to == stored(later).in_force_from


class TestTheLastDay:
    def test_ends_the_agreement_when_it_is_over_and_not_before(
        self, made, version, now
    ):
        give(version, made, made.bodies[0], now)
        end = stored(version).in_force_to

        assert sweep_notices(actor=CALENDAR, now=end - dt.timedelta(seconds=1)) == 0
        assert sweep_notices(actor=CALENDAR, now=end) == 1
        assert sweep_notices(actor=CALENDAR, now=end) == 0

        version = stored(version)
        assert (version.status, version.agreement.status) == (V.TERMINATED, A.ENDED)
        assert Notice.objects.get().status == NoticeStatus.DONE

    def test_ends_it_the_same_where_the_other_job_was_first(self, made, version, now):
        give(version, made, made.bodies[0], now)
        end = stored(version).in_force_to

        sweep_periods(actor=CALENDAR, now=end)
        sweep_notices(actor=CALENDAR, now=end)

        version = stored(version)
        assert (version.status, version.agreement.status) == (V.TERMINATED, A.ENDED)

    def test_lets_one_party_go_and_the_others_go_on_where_the_terms_say_so(
        self, made, now
    ):
        version = in_force(made, now, effect="leaves")
        leaver = made.bodies[0]
        notice = give(version, made, leaver, now)
        assert stored(version).in_force_to is None

        sweep_notices(actor=CALENDAR, now=midnight(notice.last_on + DAY))

        version = stored(version)
        assert (version.status, version.agreement.status) == (V.IN_FORCE, A.OPEN)
        left = Party.objects.get(organisation=leaver)
        assert left.left_on == notice.last_on + DAY
        assert Party.objects.filter(left_on=None).count() == 2

    def test_ends_it_where_one_party_alone_would_be_left(self, made, now):
        version = in_force(made, now, effect="leaves")
        give(version, made, made.bodies[0], now)
        later = now + 2 * DAY
        last = give(version, made, made.bodies[1], later).last_on

        end = midnight(last + DAY)
        assert stored(version).in_force_to == end
        sweep_notices(actor=CALENDAR, now=end - DAY)
        sweep_notices(actor=CALENDAR, now=end)
        assert stored(version).status == V.TERMINATED
        assert Agreement.objects.get().status == A.ENDED


class TestWithdrawing:
    def test_lets_it_go_on_as_before(self, made, version, now):
        give(version, made, made.bodies[0], now)
        take_back(version, made, made.bodies[0], now)

        version = stored(version)
        assert version.in_force_to is None
        assert version.agreement.status == A.OPEN
        assert Notice.objects.get().status == NoticeStatus.WITHDRAWN
        assert sweep_notices(actor=CALENDAR, now=now + 90 * DAY) == 0

    def test_keeps_the_end_that_the_terms_set(self, made, now):
        last = london_day(now + 90 * DAY)
        version = in_force(made, now, expires_on=last)
        give(version, made, made.bodies[0], now)
        take_back(version, made, made.bodies[0], now)

        assert stored(version).in_force_to == midnight(last + DAY)

    def test_needs_a_reason(self, made, version, now):
        give(version, made, made.bodies[0], now)

        with pytest.raises(ReasonNeededError):
            take_back(version, made, made.bodies[0], now, reason=" ")

    def test_comes_too_late_after_the_last_day(self, made, version, now):
        notice = give(version, made, made.bodies[0], now)
        over = midnight(notice.last_on + DAY)

        with pytest.raises(service.NoticeGivenError):
            take_back(
                version,
                made,
                made.bodies[0],
                over,
                session=build.session_of(made.signatory(made.bodies[0]), over),
            )

    def test_leaves_the_notice_of_another_running(self, made, version, now):
        give(version, made, made.bodies[0], now)
        give(version, made, made.bodies[1], now + DAY)
        take_back(version, made, made.bodies[0], now + DAY)

        version = stored(version)
        assert version.agreement.status == A.IN_NOTICE
        assert version.in_force_to == midnight(london_day(now + 32 * DAY))


def test_a_stranger_gives_no_notice(made, version, now):
    stranger = people.person("Sue Stranger", now)
    with pytest.raises(MayNotGiveNoticeError):
        give(version, made, made.bodies[0], now, actor=stranger)
