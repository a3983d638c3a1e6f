"""The register of organisations."""

import datetime as dt
import json

import pytest

from accounts.models import RoleHolding
from audit.models import Event, StaleRowError
from audit.models.writing import EventWriter, NoSubjectError
from collab.enums import SuccessionKind
from collab.models import Organisation, ReferenceCounter, Succession
from collab.policies.organisations import NotAnAdministratorError
from collab.services import organisations as register
from collab.services.references import next_reference
from tests.builders import people
from tests.builders.acts import any_act
from tests.builders.bodies import SERVER, body, facts

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 3, 1)


@pytest.fixture
def admin(now):
    return people.administrator("Al Admin", now)


def verbs():
    return list(Event.objects.order_by("pk").values_list("verb", flat=True))


class TestCreateOrganisation:
    def test_adds_the_body_and_says_by_which_role(self, now, admin):
        found = register.create_organisation(
            facts=facts("Vale Trust", ods_code="X1A2B"), actor=admin, now=now
        )

        event = Event.objects.get(verb="collab.organisation.created")
        assert Organisation.objects.get() == found
        assert found.ods_code == "X1A2B"
        assert event.label == "Vale Trust"
        holding = RoleHolding.objects.get(user=admin)
        assert json.loads(event.payload)["allowed_by"]["id"] == holding.uid

    def test_takes_any_number_of_bodies_without_a_code(self, now, admin):
        for name in ("A", "B"):
            register.create_organisation(facts=facts(name), actor=admin, now=now)

        assert list(Organisation.objects.values_list("ods_code")) == [(None,), (None,)]

    def test_refuses_a_code_that_another_body_has(self, now, admin):
        body("First", now, ods_code="XA1")

        with pytest.raises(register.DuplicateOdsCodeError, match="First already has"):
            register.create_organisation(
                facts=facts("Second", ods_code="XA1"), actor=admin, now=now
            )

    def test_refuses_everyone_but_administrators(self, now):
        somebody = people.person("Sam Body", now)
        lead = people.leads_of(
            people.organisation_with_two_leads("Vale Trust", now), now
        )[0]

        for actor in (somebody, lead):
            with pytest.raises(NotAnAdministratorError):
                register.create_organisation(facts=facts("X"), actor=actor, now=now)
        assert not Organisation.objects.filter(name="X").exists()

    def test_leaves_nothing_where_the_event_cannot_be_written(
        self, now, admin, monkeypatch
    ):
        def broken(self, *args, **kwargs):
            raise RuntimeError("no room on the disc")

        monkeypatch.setattr(EventWriter, "write", broken)

        with pytest.raises(RuntimeError):
            register.create_organisation(facts=facts("X"), actor=admin, now=now)
        assert not Organisation.objects.filter(name="X").exists()
        assert Organisation.history.count() == 0


class TestChangeOrganisation:
    def change(self, found, now, actor, **given):
        return register.change_organisation(
            organisation_id=found.pk,
            facts=facts(**{"name": found.name} | given),
            actor=actor,
            now=now,
            revision=given.pop("revision", None) if "revision" in given else None,
        )

    def test_changes_what_was_given(self, now, admin):
        found = body("Vale Trust", now)

        register.change_organisation(
            organisation_id=found.pk,
            facts=facts("Vale Trust", town="Valetown"),
            revision=found.revision,
            actor=admin,
            now=now,
        )

        found.refresh_from_db()
        assert found.town == "Valetown"
        assert found.history.count() == 2

    def test_refuses_what_somebody_else_changed_meanwhile(self, now, admin):
        found = body("Vale Trust", now)
        self.change(found, now, admin, town="Elsewhere")

        with pytest.raises(StaleRowError, match="Somebody else"):
            register.change_organisation(
                organisation_id=found.pk,
                facts=facts("Vale Trust", town="Here"),
                revision=0,
                actor=admin,
                now=now,
            )

    def test_refuses_another_bodys_code_but_keeps_its_own(self, now, admin):
        body("First", now, ods_code="XA1")
        second = body("Second", now, ods_code="XA2")

        self.change(second, now, admin, ods_code="XA2", town="Here")
        with pytest.raises(register.DuplicateOdsCodeError):
            self.change(second, now, admin, ods_code="XA1")

    def test_refuses_an_opening_after_the_closing(self, now, admin):
        found = body("Vale Trust", now)
        register.close_organisation(
            organisation_id=found.pk,
            happened_on=DAY,
            source="Order",
            actor=admin,
            now=now,
        )

        with pytest.raises(register.BeforeOpeningError):
            self.change(found, now, admin, opened_on=DAY + dt.timedelta(days=1))

    def test_refuses_everyone_but_administrators(self, now):
        found = body("Vale Trust", now)

        with pytest.raises(NotAnAdministratorError):
            self.change(found, now, people.person("Sam Body", now))


class TestRenameOrganisation:
    def rename(self, found, name, now, actor, day=DAY):
        return register.rename_organisation(
            organisation_id=found.pk,
            new_name=name,
            happened_on=day,
            source="Order 12",
            actor=actor,
            now=now,
        )

    def test_keeps_the_body_and_its_former_name(self, now, admin):
        found = body("Old Trust", now)

        fact = self.rename(found, "New Trust", now, admin)

        after = Organisation.objects.get()
        assert (after.uid, after.name) == (found.uid, "New Trust")
        assert (fact.former_name, fact.kind) == ("Old Trust", SuccessionKind.RENAMED)

    def test_refuses_the_name_it_has(self, now, admin):
        found = body("Old Trust", now)

        with pytest.raises(register.SameNameError, match="already called Old Trust"):
            self.rename(found, "Old Trust", now, admin)

    def test_refuses_a_day_that_has_not_come(self, now, admin):
        found = body("Old Trust", now)

        with pytest.raises(register.NotYetError):
            self.rename(found, "New", now, admin, day=now.date() + dt.timedelta(2))

    def test_refuses_a_day_before_the_opening(self, now, admin):
        found = body("Old Trust", now, opened_on=dt.date(2026, 3, 2))

        with pytest.raises(register.BeforeOpeningError, match="2 March 2026"):
            self.rename(found, "New", now, admin)

    def test_refuses_everyone_but_administrators(self, now):
        found = body("Old Trust", now)

        with pytest.raises(NotAnAdministratorError):
            self.rename(found, "New", now, people.person("Sam Body", now))
        assert not Succession.objects.exists()


class TestCloseOrganisation:
    def close(self, found, now, actor=SERVER):
        return register.close_organisation(
            organisation_id=found.pk,
            happened_on=DAY,
            source="Order",
            actor=actor,
            now=now,
        )

    def test_ends_it_on_the_day(self, now, admin):
        found = body("Old Trust", now)

        self.close(found, now, admin)

        found.refresh_from_db()
        assert found.closed_on == DAY
        assert found in Organisation.objects.open_on(DAY - dt.timedelta(days=1))
        assert found not in Organisation.objects.open_on(DAY)

    def test_refuses_to_close_twice(self, now):
        found = body("Old Trust", now)
        self.close(found, now)

        with pytest.raises(register.AlreadyClosedError, match="closed on 1 March 2026"):
            self.close(found, now)


class TestMergeOrganisation:
    def merge(self, found, into, now, actor=SERVER):
        return register.merge_organisation(
            organisation_id=found.pk,
            successor_id=into.pk,
            happened_on=DAY,
            source="Order",
            actor=actor,
            now=now,
        )

    def test_names_the_successor_and_closes_the_body(self, now, admin):
        small, large = body("Small", now), body("Large", now)

        fact = self.merge(small, large, now, admin)

        small.refresh_from_db()
        assert small.closed_on == DAY
        assert fact.successor == large
        assert verbs()[-1] == "collab.organisation.merged"

    def test_leaves_memberships_where_they_are(self, now):
        small, large = body("Small", now), body("Large", now)
        partners = people.collaborative_with([small], now)

        self.merge(small, large, now)

        assert [each.organisation for each in partners.memberships.all()] == [small]
        assert partners.memberships.get().left_on is None

    def test_refuses_itself_and_a_closed_successor(self, now):
        small, large = body("Small", now), body("Large", now)
        with pytest.raises(register.NoSuccessorError, match="into itself"):
            self.merge(small, small, now)

        TestCloseOrganisation().close(large, now)

        with pytest.raises(register.NoSuccessorError, match="Large closed on"):
            self.merge(small, large, now)

    def test_refuses_everyone_but_administrators(self, now):
        small, large = body("Small", now), body("Large", now)

        with pytest.raises(NotAnAdministratorError):
            self.merge(small, large, now, people.person("Sam Body", now))


class TestNextReference:
    def test_counts_each_series_without_gaps(self, now):
        with any_act(now) as record:
            body_row = people_row(now)
            taken = [
                next_reference(record, series="a"),
                next_reference(record, series="a"),
            ]
            other = next_reference(record, series="b")
            body_row.save()

        assert (taken, other) == ([1, 2], 1)

    def test_gives_a_number_back_when_the_act_fails(self, now):
        with pytest.raises(NoSubjectError), any_act(now) as record:
            next_reference(record, series="a")
        with any_act(now) as record:
            assert next_reference(record, series="a") == 1
            people_row(now).save()

        assert ReferenceCounter.objects.get(series="a").last == 1


def people_row(now):
    return Organisation(name="Any", sector="other")
