"""A body with two leads and a manager, and a browser that somebody has signed in to."""

import pytest
from django.utils import timezone

from accounts import policies as account_policies
from tests.builders import people
from tests.builders.agreements import session_of


@pytest.fixture
def acute(now):
    return people.organisation_with_two_leads("Northfield Trust", now)


@pytest.fixture
def leads(acute, now):
    return people.leads_of(acute, now)


@pytest.fixture
def manager(acute, now):
    user = people.person("Mo Manager", now)
    people.appoint(user, acute, now, post="Manager")
    return user


@pytest.fixture
def sign_in(client):
    """Let a person's browser in, their second factor just seen."""

    def signed_in(user):
        client.force_login(user)
        session = client.session
        session[account_policies.FACTOR_SEEN] = True
        session.update(session_of(user, timezone.now()))
        session.save()
        return client

    return signed_in
