import datetime as dt

import pytest

from accounts.policies import StaleAuthenticationError
from agreements.enums import RequestStatus, VersionStatus
from agreements.models import SignatureRequest, SignOff, Version
from agreements.policies import NotASignatoryError
from agreements.services.declining import decline_to_sign
from agreements.services.signing import (
    AlreadySignedError,
    NotOutForSignatureError,
    OtherContentError,
)
from agreements.services.withdrawing import withdraw_version
from audit.models import Event, OutboxMessage
from collab.rules.periods import london_day, midnight
from tests.builders import agreements as build
from tests.builders import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(now):
    return build.partnership(now)


@pytest.fixture
def version(made, now):
    return build.out_for_signature(made, now)


class TestSignOffVersion:
    def test_keeps_who_signed_for_whom_by_which_delegation(self, made, version, now):
        body = made.bodies[0]

        signed = build.sign(version, body, made.signatory(body), now)

        assert signed.organisation == body
        assert signed.signatory_name == made.signatory(body).name
        assert signed.capacity == "Chief executive"
        assert signed.delegation.user == made.signatory(body)
        assert signed.content_hash == version.content_hash
        assert (signed.address, signed.agent) == ("192.0.2.1", "A test")

    def test_names_the_delegation_in_the_event(self, made, version, now):
        body = made.bodies[0]

        build.sign(version, body, made.signatory(body), now)

        event = Event.objects.filter(verb="agreements.version.signed_off").first()
        assert event.payload["allowed_by"]["type"] == "collab.delegation"
        assert event.payload["for"]["id"] == body.uid
