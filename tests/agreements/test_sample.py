"""The sample: told once, through the services, the same story for the same day."""

import datetime as dt

import pytest
from django.test import override_settings

from accounts.models import User
from agreements.enums import RequestStatus, VersionStatus
from agreements.models import SignatureRequest, Version
from agreements.sample.cast import EXAMPLE_VALLEY, IMPACT
from agreements.sample.loading import SIGNED_SO_FAR, load
from agreements.sample.people import OFFERED, sample_people
from audit.models import Event
from collab.models import Collaborative, Decision, Membership, Organisation
from tests.builders.standing import taken_back_later

TODAY = dt.date(2026, 4, 20)


@pytest.fixture(scope="module")
def told_once(django_db_setup, django_db_blocker):
    """The sample, loaded once for this module and taken back at its end."""
    with (
        django_db_blocker.unblock(),
        override_settings(SAMPLE_SIGN_IN=True),
        taken_back_later(),
    ):
        yield load(today=TODAY, say=lambda _: None)


@pytest.fixture
def told(told_once, db):
    return told_once


class TestLoad:
    def test_tells_the_whole_story(self, told):
        impact = Collaborative.objects.get(slug="impact")
        waiting = Version.objects.get(
            agreement__collaborative=impact, status=VersionStatus.OUT_FOR_SIGNATURE
        )
        signed = waiting.requests.filter(status=RequestStatus.SIGNED)

        assert Organisation.objects.filter(ods_code__isnull=False).count() > 200
        assert Membership.objects.filter(collaborative=impact).count() == 9
        assert signed.count() == len(SIGNED_SO_FAR) == 6
        assert waiting.requests.filter(status=RequestStatus.ASKED).count() == 3
        assert Version.objects.in_force_at(told.at(0)).get().agreement.reference == (
            "AGR-001"
        )
        assert Decision.objects.get(collaborative=impact).under.version.number == 1

    def test_marks_every_event_as_told(self, told):
        events = Event.objects.exclude(verb="audit.schema.migrated")

        assert events.exists()
        assert not events.exclude(payload__contains='"via":"sample"').exists()

    def test_claims_and_records_at_the_same_moment_in_order(self, told):
        moments = list(
            Event.objects.exclude(verb="audit.schema.migrated")
            .order_by("id")
            .values_list("recorded_at", flat=True)
        )

        assert moments == sorted(moments)
        assert moments[-1] < told.at(0)

    def test_puts_nothing_bad_on_a_real_body(self, told):
        real = [told.bodies[body.key].pk for body in IMPACT.bodies]
        declined = SignatureRequest.objects.filter(status=RequestStatus.DECLINED)

        assert EXAMPLE_VALLEY.is_invented
        assert declined.exists()
        assert not declined.filter(party__organisation_id__in=real).exists()

    def test_marks_every_person_as_invented(self, told):
        assert not User.objects.filter(is_sample=False).exists()
        assert all(each.user.email.endswith(".example") for each in sample_people())

    def test_offers_somebody_for_every_role_with_a_password_of_their_own(self, told):
        offered = sample_people()

        assert len(offered) == len(OFFERED)
        assert len(set(told.passwords.values())) == len(OFFERED)
        assert all(
            each.user.check_password(told.passwords[each.user.email])
            for each in offered
        )

    def test_leaves_the_others_without_a_password(self, told):
        others = User.objects.exclude(email__in=told.passwords)

        assert others.exists()
        assert not any(user.has_usable_password() for user in others)
