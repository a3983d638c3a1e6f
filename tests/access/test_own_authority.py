"""Nobody reaches an authority of their own, by any service and by any form."""

import contextlib

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import User
from collab.enums import AuthorityStatus
from collab.services import appointments, delegations, deputies
from tests.access.attempting import kept_open
from tests.access.reaching import (
    CONFIRM,
    held_by,
    proposals_for,
    through_pages,
    through_services,
)
from tests.access.side import extent, terms
from tests.access.walking import signed_in

pytestmark = pytest.mark.django_db

WHO = {
    "an administrator": lambda world: world.people["administrator"],
    "another body's lead": lambda world: world.beta.leads[0].pk,
    "one lead alone": lambda world: world.people["organisation_lead"],
    "a person whose password was just reset": lambda world: world.people["barred"],
    "a governance lead": lambda world: world.people["governance_lead"],
    "a member": lambda world: world.people["member"],
    "a leaver": lambda world: world.people["leaver"],
    "an auditor": lambda world: world.people["auditor"],
}


@pytest.fixture(params=WHO)
def user(request, world):
    """Each of those who try."""
    return User.objects.get(pk=WHO[request.param](world))


def tried(user, paths):
    """Walk each path, and give those after which the person holds more than before."""
    reached = []
    for name, path in paths:
        with kept_open():
            before = held_by(user)
            with contextlib.suppress(PermissionDenied, ValueError):
                path()
            if held_by(user) != before:
                reached.append(name)
            transaction.set_rollback(True)
    return reached


class TestNobodyReachesAnAuthorityOfTheirOwn:
    def test_through_a_service(self, world, user):
        with kept_open():
            rows = proposals_for(world, user)
            paths = list(through_services(world, user, rows))
            reached = tried(user, paths)
            transaction.set_rollback(True)

        assert len(paths) >= 13
        assert reached == []

    def test_through_a_page(self, world, user):
        with kept_open():
            rows = proposals_for(world, user)
            paths = list(through_pages(world, user, signed_in(user), rows))
            reached = tried(user, paths)
            transaction.set_rollback(True)

        assert len(paths) >= 16
        assert reached == []


class TestOneLeadAlone:
    @pytest.mark.parametrize("noun", ["appointment", "delegation", "deputy"])
    def test_does_not_give_both_words(self, world, noun):
        lead = world.actor("organisation_lead")
        given = {"terms": terms(world.now), "actor": lead, "now": world.now}
        propose = {
            "appointment": lambda: appointments.propose_appointment(
                organisation_id=world.alpha.body.pk,
                holder=world.actor("analyst"),
                post="Chief",
                **given,
            ),
            "delegation": lambda: delegations.propose_delegation(
                organisation_id=world.alpha.body.pk,
                user_id=world.people["analyst"],
                extent=extent(),
                **given,
            ),
            "deputy": lambda: deputies.propose_deputy(
                appointment_id=world.alpha.appointment.pk,
                user_id=world.people["analyst"],
                **given,
            ),
        }
        with kept_open():
            row = propose[noun]()
            service, key = CONFIRM[type(row)]
            with pytest.raises(PermissionDenied):
                service(
                    **{key: row.pk}, revision=row.revision, actor=lead, now=world.now
                )
            answer = signed_in(lead).post(
                f"/authority/{row.uid}/confirm", {"revision": row.revision}
            )
            row.refresh_from_db()
            transaction.set_rollback(True)

        assert answer.status_code == 403
        assert row.status == AuthorityStatus.PROPOSED


class TestTheSweep:
    def test_sends_forms_that_only_the_rule_refuses(self, world):
        lead = world.actor("organisation_lead")
        with kept_open():
            rows = proposals_for(world, lead)
            paths = list(through_pages(world, lead, signed_in(lead), rows))
            answers = [path().status_code for _, path in paths[:7]]
            transaction.set_rollback(True)

        assert len(rows) == 3
        assert answers == [403] * 7

    def test_would_notice_an_authority_that_was_reached(self, world):
        lead = world.actor("organisation_lead")
        colead = User.objects.get(pk=world.alpha.leads[1].pk)

        def by_two():
            row = delegations.propose_delegation(
                organisation_id=world.alpha.body.pk,
                user_id=lead.pk,
                extent=extent(),
                terms=terms(world.now),
                actor=colead,
                now=world.now,
            )
            other = world.actor("organisation_lead")
            assert other.pk == row.user_id

        assert tried(lead, [("by a colleague", by_two)]) == ["by a colleague"]
