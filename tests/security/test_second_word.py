"""Giving somebody authority from a desk that was left open."""

import pytest
from django.test import Client

from accounts import policies
from collab.enums import AuthorityStatus
from tests.access.walking import signed_in
from tests.builders import people

pytestmark = pytest.mark.django_db


def left_open(user) -> Client:
    """A browser in which somebody showed who they are ten minutes ago."""
    client = signed_in(user)
    session = client.session
    session[policies.RECORDS] = [
        each | {"at": each["at"] - 600} for each in session[policies.RECORDS]
    ]
    session.save()
    return client


@pytest.fixture
def proposal(clock):
    body = people.organisation_with_two_leads("Northfield Trust", clock)
    leads = people.leads_of(body, clock)
    manager = people.person("Mo Manager", clock)
    people.appoint(manager, body, clock, post="Manager")
    return people.propose_delegation(manager, body, leads[0], clock), leads


class TestTheSecondWord:
    def test_is_not_given_from_a_desk_left_open(self, proposal):
        row, leads = proposal
        address = f"/authority/{row.uid}"

        answer = left_open(leads[1]).post(
            f"{address}/confirm", {"revision": row.revision}
        )

        row.refresh_from_db()
        assert answer["Location"].startswith("/account/confirm?next=%2Fauthority")
        assert row.status == AuthorityStatus.PROPOSED

    def test_is_given_by_somebody_just_checked(self, proposal):
        row, leads = proposal

        signed_in(leads[1]).post(
            f"/authority/{row.uid}/confirm", {"revision": row.revision}
        )

        row.refresh_from_db()
        assert row.status == AuthorityStatus.CONFIRMED

    def test_is_refused_whoever_may_not_before_anybody_asks(self, proposal):
        row, leads = proposal

        answer = left_open(leads[0]).post(
            f"/authority/{row.uid}/confirm", {"revision": row.revision}
        )

        assert answer.status_code == 403


class TestTheFirstLead:
    def test_is_not_named_from_a_desk_left_open(self, clock):
        admin = people.administrator("Ada Admin", clock)
        body = people.organisation("Southfield Trust", clock)

        answer = left_open(admin).post(
            f"/organisations/{body.uid}/first-lead", {"post": "Secretary"}
        )

        assert answer["Location"].startswith("/account/confirm")
