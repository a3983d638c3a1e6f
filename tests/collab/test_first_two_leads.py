"""An organisation's first two leads, whom nobody can appoint as later ones are."""

import datetime as dt

import pytest

from accounts.models import User
from collab import grants
from collab.enums import AuthorityStatus
from collab.policies import authority as may
from collab.rules.authority import Terms
from collab.services import appointments, leavers
from tests.builders import people
from tests.builders.acts import any_act
from tests.collab.test_documents import stored

pytestmark = pytest.mark.django_db

TERMS = Terms(starts_on=dt.date(2026, 4, 1), source="Scheme of delegation")


@pytest.fixture
def acute(now):
    return people.organisation_with_two_leads("Northfield Trust", now)


@pytest.fixture
def leads(acute, now):
    return people.leads_of(acute, now)


@pytest.fixture
def manager(acute, now):
    user = people.person("Mo Manager", now)
    people.appoint(user, acute, now)
    return user


class TestTheFirstTwoLeads:
    @pytest.fixture
    def body(self, now):
        return people.organisation("Newfield", now)

    @pytest.fixture
    def admin(self, now):
        return people.administrator("Al Admin", now)

    def name(self, body, user, actor, now, document=None):
        document = document or stored(body, actor, now)
        return appointments.appoint_first_lead(
            organisation_id=body.pk,
            holder=user,
            post="Secretary",
            terms=Terms(
                starts_on=dt.date(2026, 4, 1),
                source="Letter of the chair",
                source_document_id=document.pk,
            ),
            actor=actor,
            now=now,
        )

    def confirm(self, row, actor, now):
        return appointments.confirm_appointment(
            appointment_id=row.pk, revision=row.revision, actor=actor, now=now
        )

    def test_begin_with_one_by_the_administrator(self, body, admin, now):
        first = people.person("Fi First", now)

        row = self.name(body, first, admin, now)

        assert row.is_founding
        assert row.status == AuthorityStatus.CONFIRMED
        assert grants.leads(organisation=body, at=now) == [first]

    def test_need_the_first_lead_s_word_for_the_second(self, body, admin, now):
        first, second = people.person("Fi First", now), people.person("Sec Ond", now)
        self.name(body, first, admin, now)

        row = self.name(body, second, admin, now)

        assert row.status == AuthorityStatus.PROPOSED
        assert grants.leads(organisation=body, at=now) == [first]
        with pytest.raises(may.SamePersonError):
            self.confirm(row, admin, now)
        self.confirm(row, first, now)
        assert grants.leads(organisation=body, at=now) == [first, second]

    def test_end_the_administrator_s_say(self, acute, admin, now):
        with pytest.raises(may.LeadsEnoughError):
            appointments.appoint_first_lead(
                organisation_id=acute.pk,
                holder=people.person("Third", now),
                post="x",
                terms=TERMS,
                actor=admin,
                now=now,
            )

    def test_need_a_stored_document(self, body, admin, now):
        with pytest.raises(appointments.DocumentMissingError):
            appointments.appoint_first_lead(
                organisation_id=body.pk,
                holder=people.person("Fi First", now),
                post="x",
                terms=TERMS,
                actor=admin,
                now=now,
            )

    def test_are_no_administrators(self, body, admin, now):
        with pytest.raises(may.AdministratorError):
            self.name(body, people.administrator("Bea Admin", now), admin, now)

    def test_are_not_the_administrator_who_names_them(self, body, admin, now):
        with pytest.raises(may.OwnAuthorityError):
            self.name(body, admin, admin, now)

    def test_are_named_by_administrators_only(self, body, manager, leads, admin, now):
        document = stored(body, admin, now)

        for user in (manager, leads[0]):
            with pytest.raises(may.NotAnAdministratorError):
                self.name(body, people.person(f"X {user.pk}", now), user, now, document)

    def test_take_two_administrators_once_all_were_lost(self, acute, leads, admin, now):
        for lead in leads:
            leavers.record_leaver(
                user_id=lead.pk,
                organisation_id=acute.pk,
                reason="Left",
                actor=lead,
                now=now,
            )
        puppet = people.person("Pup Pet", now)

        row = self.name(acute, puppet, admin, now)

        assert row.status == AuthorityStatus.PROPOSED
        with pytest.raises(may.SamePersonError):
            self.confirm(row, admin, now)
        assert not grants.leads(organisation=acute, at=now)
        self.confirm(row, people.administrator("Bea Admin", now), now)
        assert grants.leads(organisation=acute, at=now) == [puppet]

    def test_stay_barred_after_a_reset(self, body, admin, now):
        with any_act(now):
            barred = User.objects.get(pk=admin.pk)
            barred.barred_until = now + dt.timedelta(hours=1)
            barred.save()

        with pytest.raises(may.BarredError):
            self.name(body, people.person("Fi First", now), admin, now)
