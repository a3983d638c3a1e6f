import datetime as dt

import pytest
from django.utils import timezone

from accounts.policies import FACTOR_SEEN
from tests.builders import agreements as build


@pytest.fixture
def today_now() -> dt.datetime:
    """A moment ago: pages read the real clock."""
    return timezone.now() - dt.timedelta(minutes=1)


@pytest.fixture
def sign_in(client):
    """Let a person's browser in; with `fresh` they have just shown who they are."""

    def signed_in(user, *, fresh=True):
        client.force_login(user)
        session = client.session
        session[FACTOR_SEEN] = True
        if fresh:
            session.update(build.session_of(user, timezone.now()))
        session.save()
        return client

    return signed_in
