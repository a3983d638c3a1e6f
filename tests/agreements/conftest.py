import datetime as dt

import pytest
from django.utils import timezone

from accounts.enums import Role
from accounts.policies import FACTOR_SEEN
from tests.builders import agreements as build
from tests.builders import approvals, guests, people


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


@pytest.fixture
def ann(made, now):
    return approvals.approver("Ann", made, made.bodies[0], now)


@pytest.fixture
def ben(made, now):
    return approvals.approver("Ben", made, made.bodies[1], now)


@pytest.fixture
def two_groups(made, draft, ann, ben, now):
    one, two = made.bodies
    approvals.group(made, draft.agreement, now, (ann, one), name="Finance")
    approvals.group(made, draft.agreement, now, (ben, two), name="Boards")


@pytest.fixture
def governs(made, now):
    """Let somebody govern, and so change the text."""

    def made_lead(user):
        return people.give(Role.GOVERNANCE_LEAD, user, made.collaborative, now)

    return made_lead


@pytest.fixture
def charity(made):
    return made.bodies[1]


@pytest.fixture
def named(made, charity, today_now):
    return guests.vouched_for(made, charity, today_now)


@pytest.fixture
def version(named):
    return named.version


@pytest.fixture
def sent(made, charity, named, today_now):
    """Out for signature; the second body's signature is asked for by a link."""
    return guests.send_out(named, made, charity, today_now)
