"""Two people at the same moment: only a real server can show it."""

import threading

import pytest
from django.db import IntegrityError, connection, connections, transaction

from agreements.enums import VersionStatus
from agreements.models import ConditionMet, SignatureRequest, SignOff, Version
from agreements.services.clauses import change_clause
from agreements.services.coming_into_force import sweep_periods
from agreements.services.drafting import PartChangedError
from agreements.services.giving import AlreadySignedError
from agreements.services.terms import set_terms
from audit.door import SystemActor
from audit.models import Event, StaleRowError
from collab.models import Reminder
from collab.rules.periods import london_day, midnight
from collab.services import reminders
from collab.services.reminders import sweep_reminders
from tests.agreements.test_reminding import DAY
from tests.builders import agreements as build
from tests.builders import people

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgresql]


@pytest.fixture(autouse=True)
def _only_on_a_server():
    if connection.vendor != "postgresql":
        pytest.skip("needs TEST_DATABASE_URL with a PostgreSQL server")


def together(*calls):
    """Run calls in threads that start at once; gives what each returned or raised."""
    barrier = threading.Barrier(len(calls))
    results = [None] * len(calls)

    def run(number, call):
        barrier.wait()
        try:
            results[number] = call()
        except Exception as error:  # noqa: BLE001 - the test looks at it
            results[number] = error
        finally:
            connections.close_all()

    threads = [
        threading.Thread(target=run, args=(number, call))
        for number, call in enumerate(calls)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return results


class TestTwoAtOnce:
    def test_sign_for_one_body_and_one_signature_counts(self, now):
        made = build.partnership(now)
        version = build.out_for_signature(made, now)
        body = made.bodies[0]
        other = build.signatory("Other", made, body, now)

        results = together(
            lambda: build.sign(version, body, made.signatory(body), now),
            lambda: build.sign(version, body, other, now),
        )

        assert sum(isinstance(each, AlreadySignedError) for each in results) == 1
        assert SignOff.objects.count() == 1

    def test_give_the_last_two_signatures_and_it_comes_into_force_once(self, now):
        made = build.partnership(now, "One Trust", "Two Trust", "Three Trust")
        first, *last_two = made.bodies
        version = build.out_for_signature(made, now)
        build.sign(version, first, made.signatory(first), now)

        results = together(
            *[
                lambda body=body: build.sign(version, body, made.signatory(body), now)
                for body in last_two
            ]
        )

        assert all(isinstance(each, SignOff) for each in results), results
        version = Version.objects.get(pk=version.pk)
        assert version.status == VersionStatus.IN_FORCE
        told = made.lead.notifications.filter(subject__startswith="In force")
        assert told.count() == 1

    @pytest.mark.parametrize("other", ["decline", "withdraw", "expire", "replace"])
    def test_sign_last_and_do_something_else_and_one_of_them_holds(self, now, other):
        made = build.partnership(now)
        first, last = made.bodies
        version = build.out_for_signature(made, now)
        build.sign(version, first, made.signatory(first), now)
        after = SignatureRequest.objects.filter(version=version).first().last_day + DAY
        calls = {
            "decline": lambda: build.decline(version, made, last, now),
            "withdraw": lambda: build.withdraw_party(version, made, first, now),
            "expire": lambda: build.expire(midnight(after)),
            "replace": lambda: build.replace(version, made, last, now),
        }

        together(
            lambda: build.sign(version, last, made.signatory(last), now), calls[other]
        )

        found = Version.objects.get(pk=version.pk)
        standing = found.sign_offs.standing().filter(content_hash=found.content_hash)
        is_in_force = found.in_force_from is not None
        assert is_in_force == (standing.count() == 2)
        assert is_in_force == (found.status == VersionStatus.IN_FORCE)

    def test_change_one_clause_and_one_is_told(self, now):
        made = build.partnership(now)
        clause = build.draft(made, now).clauses.order_by("position").first()

        def change(text):
            return change_clause(
                version_id=clause.version_id,
                identity=clause.identity,
                revision=clause.revision,
                heading="H",
                text=text,
                actor=made.lead,
                now=now,
            )

        results = together(lambda: change("Mine"), lambda: change("Theirs"))

        assert sum(isinstance(each, PartChangedError) for each in results) == 1

    def test_set_terms_and_one_is_told_what_the_other_set(self, now):
        made = build.partnership(now)
        draft = build.draft(made, now)

        def price(pence):
            return set_terms(
                version_id=draft.pk,
                revision=draft.revision,
                title="T",
                commences_on=draft.commences_on,
                expires_on=None,
                value_pence=pence,
                actor=made.lead,
                now=now,
            )

        results = together(lambda: price(1), lambda: price(2))

        assert sum(isinstance(each, StaleRowError) for each in results) == 1
        assert Version.objects.get(pk=draft.pk).value_pence in (1, 2)

    def test_record_the_last_two_conditions_and_it_comes_into_force_once(self, now):
        made = build.partnership(now)
        version = build.in_force(made, now, needs=("One.", "Two."))
        conditions = list(version.conditions.all())

        results = together(
            *[lambda each=each: build.meet(each, made, now) for each in conditions]
        )

        assert all(isinstance(each, ConditionMet) for each in results), results
        assert Version.objects.get(pk=version.pk).status == VersionStatus.IN_FORCE
        told = made.lead.notifications.filter(subject__startswith="In force")
        assert told.count() == 1

    def test_sweep_the_calendar_and_it_happens_once(self, now):
        made = build.partnership(now)
        version = build.in_force(made, now, commences_on=london_day(now + DAY))
        calendar, at = SystemActor("calendar"), version.in_force_from

        results = together(
            *[lambda: sweep_periods(actor=calendar, now=at) for _ in range(2)]
        )

        assert sorted(results) == [0, 1]
        acts = Event.objects.filter(verb="agreements.version.came_into_force")
        assert acts.values("act_uid").distinct().count() == 1

    def test_sweep_reminders_and_each_goes_out_once(self, now):
        made = build.partnership(now)
        build.out_for_signature(made, now)
        actor, at = SystemActor("reminders"), now + 3 * DAY

        results = together(
            *[lambda: sweep_reminders(actor=actor, now=at) for _ in range(2)]
        )

        assert sum(results) == 2
        assert Reminder.objects.count() == 2


class TestFourWorkers:
    @pytest.mark.parametrize("portion", [1, 100])
    def test_race_the_sweep_and_nobody_is_told_twice(self, now, monkeypatch, portion):
        # With one thing a portion each worker takes whatever the others have not.
        monkeypatch.setattr(reminders, "PORTION", portion)
        made = build.partnership(now)
        for number in range(4):
            draft = build.draft(made, now, title=f"Agreement {number}")
            build.send_out(draft, made, now)
        at = now + 3 * DAY

        results = together(
            *(4 * [lambda: sweep_reminders(actor=SystemActor("worker"), now=at)])
        )

        told = list(
            Reminder.objects.values_list("subject_uid", "occasion", "rung", "user")
        )
        assert sum(results) == len(told) == len(set(told)) == 8
        for signatory in made.signatories.values():
            reminders_read = signatory.notifications.filter(subject__contains="eminder")
            assert reminders_read.count() == 4
        assert sweep_reminders(actor=SystemActor("worker"), now=at) == 0


class TestTheDatabase:
    def test_refuses_two_versions_in_force_at_once(self, now):
        made = build.partnership(now)
        first = build.in_force(made, now, commences_on=london_day(now - 10 * DAY))
        second = build.next_version(made, first, now)

        with (
            pytest.raises(IntegrityError, match="agreements_version_periods_apart"),
            people.any_act(now) as record,
            transaction.atomic(),
        ):
            record.about(second)
            second.status = VersionStatus.SIGNED
            second.content, second.content_hash = first.content, first.content_hash
            second.signed_at = now
            second.in_force_from = first.in_force_from + DAY
            second.in_force_to = first.in_force_from + 2 * DAY
            second.save()
