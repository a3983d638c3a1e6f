"""Two bodies with a governance lead, a pathway, an outcome, and a browser."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.policies import FACTOR_SEEN
from tests.builders import agreements, outcomes, people


@pytest.fixture
def today_now() -> dt.datetime:
    """A moment ago: pages read the real clock."""
    return timezone.now() - dt.timedelta(minutes=1)


@pytest.fixture
def made(today_now):
    return agreements.partnership(today_now)


@pytest.fixture
def lead(made):
    return made.lead


@pytest.fixture
def body(made):
    return made.bodies[0]


@pytest.fixture
def analyst(made, body, today_now):
    return people.analyst("Ana Lyst", made.collaborative, body, today_now)


@pytest.fixture
def member(made, today_now):
    return people.member("Mo Member", made.collaborative, made.bodies[1], today_now)


@pytest.fixture
def pathway(made, lead, today_now):
    return outcomes.pathway(made.collaborative, lead, today_now)


@pytest.fixture
def outcome(pathway, lead, body, today_now):
    return outcomes.outcome(pathway, lead, body, today_now)


@pytest.fixture
def sign_in(client):
    """Let a person's browser in, their second factor just seen."""

    def signed_in(user):
        client.force_login(user)
        session = client.session
        session[FACTOR_SEEN] = True
        session.update(agreements.session_of(user, timezone.now()))
        session.save()
        return client

    return signed_in
