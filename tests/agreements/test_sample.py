"""The sample: told once, through the services, the same story for the same day."""

import datetime as dt
import stat
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from agreements.enums import RequestStatus, VersionStatus
from agreements.models import SignatureRequest, Version
from agreements.sample.cast import EXAMPLE_VALLEY, IMPACT
from agreements.sample.loading import SIGNED_SO_FAR, load
from agreements.sample.people import OFFERED, sample_people
from audit.models import Event, OutboxMessage
from collab.models import Collaborative, Decision, Membership, Organisation

TODAY = dt.date(2026, 4, 20)


@pytest.fixture
def may_load(settings, tmp_path):
    settings.SAMPLE_SIGN_IN = True
    settings.VAR_DIR = tmp_path
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def told(db, may_load):
    return load(today=TODAY, say=lambda _: None)


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

    def test_tells_the_same_story_again_for_the_same_day(self, told):
        def lines():
            return list(
                Event.objects.order_by("id").values_list("at", "verb", "label")
            )[1:]

        first = lines()
        assert first[0][0].date() == TODAY - dt.timedelta(days=395)
        assert len(first) == len(set(Event.objects.values_list("uid", flat=True))) - 1
        assert OutboxMessage.objects.exists()


@pytest.mark.django_db
class TestLoadSample:
    def test_refuses_where_the_setting_does_not_allow_it(self, settings):
        settings.SAMPLE_SIGN_IN = False

        with pytest.raises(CommandError, match="one person's own machine"):
            call_command("load_sample")

    def test_refuses_in_production(self, settings, may_load):
        settings.ENVIRONMENT = "production"

        with pytest.raises(CommandError, match="one person's own machine"):
            call_command("load_sample")

    def test_keeps_the_sign_ins_for_their_owner_alone(self, settings, may_load, capsys):
        call_command("load_sample", today="2026-04-20")

        kept = Path(settings.VAR_DIR) / "sample-people.txt"
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600
        assert all(person.email in kept.read_text() for person in OFFERED)

        with pytest.raises(CommandError):
            call_command("load_sample")
