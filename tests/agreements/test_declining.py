"""A signatory says no, with a reason that reaches whoever asked."""

import pytest

from agreements import policies
from agreements.enums import RequestStatus
from agreements.services.declining import decline_to_sign
from agreements.services.giving import (
    AlreadySignedError,
    NotOutForSignatureError,
)
from audit.door import ReasonNeededError
from tests.builders import agreements as build

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(now):
    return build.partnership(now)


@pytest.fixture
def version(made, now):
    return build.out_for_signature(made, now, value_pence=100_000_00)


@pytest.fixture
def acute(made):
    return made.bodies[0]


class TestDeclineToSign:
    def decline(self, made, version, body, user, now, reason="The money is unclear."):
        return decline_to_sign(
            version_id=version.pk,
            organisation_id=body.pk,
            reason=reason,
            actor=user,
            now=now,
        )

    def test_keeps_the_reason_and_tells_who_sent_it_out(
        self, made, version, acute, now
    ):
        declined = self.decline(made, version, acute, made.signatory(acute), now)

        assert declined.status == RequestStatus.DECLINED
        assert declined.decline_reason == "The money is unclear."
        told = made.lead.notifications.order_by("-pk").first()
        assert "The money is unclear." in told.words

    def test_needs_a_reason(self, made, version, acute, now):
        with pytest.raises(ReasonNeededError):
            self.decline(made, version, acute, made.signatory(acute), now, reason=" ")

    def test_is_refused_to_somebody_who_was_not_asked(self, made, version, acute, now):
        with pytest.raises(policies.NotAskedToSignError):
            self.decline(made, version, acute, made.lead, now)

    def test_is_refused_once_the_body_has_signed(self, made, version, acute, now):
        build.sign(version, acute, made.signatory(acute), now)

        with pytest.raises(AlreadySignedError):
            self.decline(made, version, acute, made.signatory(acute), now)

    def test_bars_the_signature_that_was_declined(self, made, version, acute, now):
        self.decline(made, version, acute, made.signatory(acute), now)

        with pytest.raises(NotOutForSignatureError):
            build.sign(version, acute, made.signatory(acute), now)
