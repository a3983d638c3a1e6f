import datetime as dt

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agreements.forms.in_force import MomentForm
from agreements.models import Version
from agreements.presenters.in_force import sentence_of
from agreements.selectors.in_force import in_force_at, proof_of
from audit.models import Event
from collab.rules.periods import LONDON, london_day, midnight
from tests.agreements.pages import dated, words
from tests.builders import agreements as build
from tests.builders import outside

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
FIRST = dt.date(2026, 4, 1)


@pytest.fixture
def made(today_now):
    return build.partnership(today_now)


@pytest.fixture
def first(made, today_now):
    """In force since 30 days ago."""
    return build.in_force(
        made, today_now, commences_on=london_day(today_now - 30 * DAY)
    )


@pytest.fixture
def second(first, made, today_now):
    """Takes its place from 10 days ago."""
    draft = build.next_version(made, first, today_now)
    build.with_terms(
        draft, made, today_now, commences_on=london_day(today_now - 10 * DAY)
    )
    return build.sign_all(build.send_out(draft, made, today_now), made, today_now)


def number_at(version, moment, **given):
    found = in_force_at(version.agreement, moment, **given)
    return found.version.number if found else None


class TestInForceAt:
    def test_reads_the_half_open_period(self, first, second, today_now):
        change = midnight(london_day(today_now - 10 * DAY))
        instant = dt.timedelta(microseconds=1)

        assert number_at(second, change - instant) == 1
        assert number_at(second, change) == 2
        assert number_at(second, midnight(london_day(today_now - 30 * DAY))) == 1
        assert number_at(second, today_now - 31 * DAY) is None
        assert number_at(second, today_now + 400 * DAY) == 2

    def test_never_reads_the_status(self, made, today_now):
        ahead = london_day(today_now + 3 * DAY)
        signed = build.in_force(made, today_now, commences_on=ahead)

        assert signed.status == "signed"
        assert number_at(signed, midnight(ahead)) == 1

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(hours=st.integers(-50 * 24, 50 * 24))
    def test_agrees_with_looking_at_every_version(self, hours, world_of_two):
        agreement, versions, now = world_of_two
        moment = now + dt.timedelta(hours=hours)
        expected = [each.number for each in versions if each.is_in_force_at(moment)]

        found = in_force_at(agreement, moment)

        assert ([found.version.number] if found else []) == expected

    def test_knows_nothing_that_was_recorded_later(self, first, second, today_now):
        moment = today_now - 5 * DAY
        signed = Event.objects.filter(
            object_uid=second.uid, verb="agreements.version.signed_off"
        ).latest("id")

        before = number_at(second, moment, known_until=signed.recorded_at)
        after = number_at(
            second, moment, known_until=signed.recorded_at + dt.timedelta(seconds=60)
        )

        assert (before, after) == (1, 2)

    def test_knew_nothing_before_the_first_signature(self, first, today_now):
        sent_out = Event.objects.filter(
            verb="agreements.version.sent_out", position=0
        ).get()

        assert number_at(first, today_now, known_until=sent_out.recorded_at) is None


@pytest.fixture
def world_of_two(second):
    versions = list(second.agreement.versions.all())
    return second.agreement, versions, second.signed_at


class TestProof:
    def test_names_the_acts_that_set_both_ends(self, first, second):
        proofs = proof_of(Version.objects.get(pk=first.pk))

        assert [proof.words for proof in proofs] == [
            "Its beginning was set",
            "Its end was set",
        ]
        acts = {Event.objects.get(uid=proof.event_uid).act_uid for proof in proofs}
        assert len(acts) == 2


class TestSentence:
    def test_can_be_quoted(self, first, today_now):
        found = in_force_at(first.agreement, today_now)

        said = sentence_of(
            first.agreement, found, at=today_now, now=today_now, known_until=None
        )

        assert "version 1 of AGR-001 Partnership agreement was in force" in said
        assert "with effect from" in said

    def test_says_so_where_there_was_none_and_where_it_lies_ahead(
        self, first, today_now
    ):
        ahead = today_now + DAY
        found = in_force_at(first.agreement, ahead)

        none = sentence_of(
            first.agreement, None, at=today_now, now=today_now, known_until=today_now
        )
        later = sentence_of(
            first.agreement, found, at=ahead, now=today_now, known_until=None
        )

        assert "no version of AGR-001" in none
        assert "as recorded before" in none
        assert "is to be in force" in later

    def test_says_what_was_signed_elsewhere(self, made, today_now):
        version = outside.checked(outside.recorded(made, today_now), made, today_now)
        found = in_force_at(version.agreement, today_now)

        said = sentence_of(
            version.agreement, found, at=today_now, now=today_now, known_until=None
        )

        assert "signed outside Concordat" in said


class TestMomentForm:
    def asked(self, day=FIRST, **typed):
        form = MomentForm({**dated("on", day), **typed})
        assert form.is_valid(), form.errors
        return form

    def test_takes_the_first_moment_of_a_day_in_london(self):
        assert self.asked().moment() == dt.datetime(2026, 3, 31, 23, tzinfo=dt.UTC)

    @pytest.mark.parametrize("typed", ["9:05", "09.05", "09:05"])
    def test_takes_a_time_as_people_type_it(self, typed):
        there = self.asked(time=typed).moment().astimezone(LONDON)

        assert (there.hour, there.minute) == (9, 5)

    def test_reads_the_record_to_the_end_of_a_day(self):
        form = self.asked(**dated("known_by", FIRST))

        assert form.known_until() == midnight(FIRST + DAY)

    @pytest.mark.parametrize("typed", ["25:00", "9", "soon", "9:60"])
    def test_says_how_to_type_a_time(self, typed):
        form = MomentForm({**dated("on", FIRST), "time": typed})

        assert form.errors["time"] == ["Enter a time like 14:30"]


class TestPages:
    def address(self, version, name="in_force"):
        agreement = version.agreement
        where = [agreement.collaborative.slug]
        if name == "in_force":
            where.append(agreement.reference)
        return reverse(f"agreements:{name}", args=where)

    def test_answers_for_now_where_nothing_is_asked(self, made, second, sign_in):
        client = sign_in(made.lead)

        one = words(client.get(self.address(second)))
        every = words(client.get(self.address(second, "all_in_force")))

        assert "version 2 of AGR-001" in one
        assert "Its beginning was set by the act of" in one
        assert "AGR-001 Partnership agreement, version 2" in every

    def test_answers_for_the_day_that_is_asked(self, made, second, sign_in, today_now):
        asked = dated("on", london_day(today_now - 20 * DAY))
        client = sign_in(made.lead)

        one = words(client.get(self.address(second), asked))
        every = words(client.get(self.address(second, "all_in_force"), asked))

        assert "version 1 of AGR-001" in one
        assert "AGR-001 Partnership agreement, version 1" in every

    def test_says_what_is_wrong_with_a_day_and_keeps_it(self, made, second, sign_in):
        typed = {"on_day": "31", "on_month": "2", "on_year": "2026"}
        client = sign_in(made.lead)

        for name in ("in_force", "all_in_force"):
            page = client.get(self.address(second, name), typed)
            assert "must be a real date" in words(page)
            assert 'value="31"' in page.content.decode()

    def test_costs_no_more_for_more_versions(
        self, made, second, sign_in, django_assert_max_num_queries
    ):
        client = sign_in(made.lead)

        with django_assert_max_num_queries(16):
            client.get(self.address(second))
        with django_assert_max_num_queries(12):
            client.get(self.address(second, "all_in_force"))
