import datetime as dt
import json

import pytest

from accounts.policies import StaleAuthenticationError
from agreements import policies
from agreements.enums import RequestStatus, VersionStatus
from agreements.models import SignatureRequest, SignOff, Version
from agreements.policies import NotASignatoryError
from agreements.services import giving
from agreements.services.giving import (
    AlreadySignedError,
    NotOutForSignatureError,
    OtherContentError,
)
from audit.models import Event, OutboxMessage
from collab.enums import Power
from collab.models import Organisation
from collab.rules.periods import london_day
from collab.services import delegations
from tests.builders import agreements as build
from tests.builders import people

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture
def made(now):
    return build.partnership(now)


@pytest.fixture
def version(made, now):
    return build.out_for_signature(made, now, value_pence=100_000_00)


@pytest.fixture
def acute(made):
    return made.bodies[0]


def refusals():
    return Event.objects.filter(verb="agreements.signature.refused").count()


class TestSignOffVersion:
    def test_keeps_who_signed_for_whom_by_which_delegation(
        self, made, version, acute, now
    ):
        signed = build.sign(version, acute, made.signatory(acute), now)

        assert signed.organisation == acute
        assert signed.signatory_name == made.signatory(acute).name
        assert signed.capacity == "Chief executive"
        assert signed.delegation.user == made.signatory(acute)
        assert signed.deputy is None
        assert signed.content_hash == version.content_hash
        assert (signed.address, signed.agent) == ("192.0.2.1", "A test")

    def test_names_the_delegation_in_the_event(self, made, version, acute, now):
        signed = build.sign(version, acute, made.signatory(acute), now)

        event = Event.objects.filter(verb="agreements.version.signed_off").first()
        told = json.loads(event.payload)
        assert told["allowed_by"]["id"] == signed.delegation.uid
        assert told["for"]["id"] == acute.uid

    def test_leaves_the_version_out_until_the_last_party_has_signed(
        self, made, version, acute, now
    ):
        build.sign(version, acute, made.signatory(acute), now)

        version.refresh_from_db()
        assert version.status == VersionStatus.OUT_FOR_SIGNATURE
        assert version.in_force_from is None

    def test_brings_it_into_force_with_the_last_signature(self, made, version, now):
        signed = build.sign_all(version, made, now)

        assert signed.status == VersionStatus.IN_FORCE
        assert signed.signed_at == now

    def test_tells_the_partners_with_the_last_signature(self, made, version, now):
        build.sign_all(version, made, now)

        for person in (made.lead, *made.signatories.values()):
            subjects = person.notifications.values_list("subject", flat=True)
            assert "In force: AGR-001 Partnership agreement" in subjects

    def test_refuses_a_second_signature_of_the_same_body(
        self, made, version, acute, now
    ):
        build.sign(version, acute, made.signatory(acute), now)

        with pytest.raises(AlreadySignedError):
            build.sign(version, acute, made.signatory(acute), now)

    def test_lets_another_holder_of_a_delegation_sign(self, made, version, acute, now):
        finance = build.signatory("Finance director", made, acute, now)

        assert build.sign(version, acute, finance, now).signatory == finance

    def test_lets_a_deputy_sign_by_the_holders_delegation(
        self, made, version, acute, now
    ):
        holder = made.signatory(acute)
        deputy = people.person("Dee Puty", now)
        row = people.deputise(deputy, holder.appointments.first(), now)

        signed = build.sign(version, acute, deputy, now)

        assert signed.deputy == row
        assert signed.delegation.user == holder
        assert signed.capacity == "Deputy for: Chief executive"

    @pytest.mark.parametrize("last_day_before", [1, 400])
    def test_refuses_a_delegation_that_has_ended(
        self, made, version, acute, now, last_day_before
    ):
        lapsed = build.signatory(
            "Lapsed",
            made,
            acute,
            now,
            starts_on=london_day(now - 500 * DAY),
            last_on=london_day(now - last_day_before * DAY),
        )

        with pytest.raises(NotASignatoryError, match="ended on"):
            build.sign(version, acute, lapsed, now)

    def test_refuses_on_the_very_moment_a_delegation_ends_and_not_before(
        self, made, version, acute, now
    ):
        ending = build.signatory("Ending", made, acute, now, last_on=london_day(now))
        end = ending.delegations.get().ends_at
        just_before = end - dt.timedelta(microseconds=1)

        assert not policies.can_sign_off(
            user=ending, version=version, organisation=acute, at=end
        )
        assert policies.can_sign_off(
            user=ending, version=version, organisation=acute, at=just_before
        )
        with pytest.raises(NotASignatoryError):
            build.sign(version, acute, ending, end)

    def test_accepts_a_delegation_from_the_very_moment_it_starts(
        self, made, version, acute, now
    ):
        starting = build.signatory(
            "Starting", made, acute, now, starts_on=london_day(now + DAY)
        )
        start = starting.delegations.get().starts_at
        just_before = start - dt.timedelta(microseconds=1)

        with pytest.raises(NotASignatoryError, match="starts on"):
            build.sign(version, acute, starting, just_before)
        assert build.sign(version, acute, starting, start).signatory == starting

    def test_refuses_a_delegation_below_the_value_and_says_so(
        self, made, version, acute, now
    ):
        below = build.signatory("Below", made, acute, now, limit_pence=99_999_99)

        with pytest.raises(NotASignatoryError, match=r"up to £99,999\.99"):
            build.sign(version, acute, below, now)

    def test_accepts_a_delegation_of_exactly_the_value(self, made, version, acute, now):
        equal = build.signatory("Equal", made, acute, now, limit_pence=100_000_00)

        assert build.sign(version, acute, equal, now).signatory == equal

    def test_refuses_another_partys_signatory_and_keeps_the_refusal(
        self, made, version, acute, now
    ):
        stranger = made.signatory(made.bodies[1])

        with pytest.raises(NotASignatoryError):
            build.sign(version, acute, stranger, now)

        assert refusals() == 1
        assert not SignOff.objects.exists()

    def test_refuses_a_body_that_is_no_party(self, made, version, now):
        outside = people.organisation_with_two_leads("Outside", now)
        chief = people.person("Outside chief", now)
        people.delegate(chief, outside, now)

        with pytest.raises(NotASignatoryError, match="not a party"):
            build.sign(version, outside, chief, now)

    def test_refuses_the_governance_lead_without_a_delegation(
        self, made, version, acute, now
    ):
        with pytest.raises(NotASignatoryError, match="no delegation"):
            build.sign(version, acute, made.lead, now)

    def test_refuses_a_delegation_for_another_power_and_names_it(
        self, made, version, acute, now
    ):
        other = people.person("Decider", now)
        people.delegate(other, acute, now, power=Power.DECIDE)

        with pytest.raises(NotASignatoryError, match="to take decisions, but none to"):
            build.sign(version, acute, other, now)

    def test_refuses_a_delegation_that_was_ended_before_its_time(
        self, made, version, acute, now
    ):
        ended = build.signatory("Ended", made, acute, now)
        delegations.end_delegation(
            delegation_id=ended.delegations.get().pk,
            reason="Another role",
            actor=people.leads_of(acute, now)[0],
            now=now,
        )

        with pytest.raises(NotASignatoryError, match="ended on"):
            build.sign(version, acute, ended, now)

    def test_says_in_every_refusal_who_can_put_it_right(
        self, made, version, acute, now
    ):
        with pytest.raises(NotASignatoryError, match="organisation lead of"):
            build.sign(version, acute, made.lead, now)

    def test_refuses_an_administrator_whatever_they_hold(
        self, made, version, acute, now
    ):
        admin = people.administrator("Ada Min", now)

        with pytest.raises(NotASignatoryError):
            build.sign(version, acute, admin, now)

    def test_refuses_somebody_barred_for_a_day(self, made, version, acute, now):
        barred = made.signatory(acute)
        with people.any_act(now):
            barred.barred_until = now + DAY
            barred.save()

        with pytest.raises(NotASignatoryError, match="closed until"):
            build.sign(version, acute, barred, now)
        assert build.sign(version, acute, barred, now + DAY).signatory == barred

    def test_refuses_a_session_that_showed_nothing_lately(
        self, made, version, acute, now
    ):
        chief = made.signatory(acute)
        old = build.session_of(chief, now - dt.timedelta(minutes=5, seconds=1))

        with pytest.raises(StaleAuthenticationError):
            build.sign(version, acute, chief, now, session=old)

        assert not SignOff.objects.exists()

    def test_accepts_a_session_of_five_minutes_ago(self, made, version, acute, now):
        chief = made.signatory(acute)
        recent = build.session_of(chief, now - dt.timedelta(minutes=5))

        assert build.sign(version, acute, chief, now, session=recent)

    def test_refuses_a_fingerprint_of_another_text(self, made, version, acute, now):
        with pytest.raises(OtherContentError):
            build.sign(version, acute, made.signatory(acute), now, fingerprint="0" * 64)

    def test_refuses_when_a_clause_no_longer_says_what_was_frozen(
        self, made, version, acute, now
    ):
        with people.any_act(now):
            clause = version.clauses.first()
            clause.text = "Something else."
            clause.save()

        with pytest.raises(OtherContentError):
            build.sign(version, acute, made.signatory(acute), now)

    def test_is_not_disturbed_by_a_party_that_is_renamed(
        self, made, version, acute, now
    ):
        with people.any_act(now):
            body = Organisation.objects.get(pk=acute.pk)
            body.name = "Northfield Partnership Trust"
            body.save()

        assert build.sign(version, acute, made.signatory(acute), now)

    def test_refuses_a_draft(self, made, acute, now):
        draft = build.draft(made, now, title="Another")

        with pytest.raises(NotOutForSignatureError):
            build.sign(draft, acute, made.signatory(acute), now)

    def test_leaves_nothing_when_the_event_cannot_be_written(
        self, made, version, acute, now, monkeypatch
    ):
        before = OutboxMessage.objects.count()

        def refuse(*_):
            raise RuntimeError("The ledger is away.")

        monkeypatch.setattr("audit.models.writing.EventWriter.write", refuse)

        with pytest.raises(RuntimeError):
            build.sign(version, acute, made.signatory(acute), now)

        assert not SignOff.objects.exists()
        assert OutboxMessage.objects.count() == before
        request = SignatureRequest.objects.get(party__organisation=acute)
        assert request.status == RequestStatus.ASKED

    def test_sends_nothing_when_the_last_signature_rolls_back(
        self, made, version, now, monkeypatch
    ):
        first, last = made.bodies
        build.sign(version, first, made.signatory(first), now)
        before = OutboxMessage.objects.count()

        def refuse(*_, **__):
            raise RuntimeError("Coming into force fails.")

        monkeypatch.setattr(giving, "complete", refuse)

        with pytest.raises(RuntimeError):
            build.sign(version, last, made.signatory(last), now)

        assert OutboxMessage.objects.count() == before
        assert SignOff.objects.count() == 1
        assert Version.objects.get(pk=version.pk).signed_at is None


class TestTheThreePoliciesOfSigning:
    def test_agree_over_a_grid_of_people(self, made, version, acute, now):
        grid = [
            made.lead,
            *made.signatories.values(),
            people.administrator("Ada", now),
            build.signatory("Low", made, acute, now, limit_pence=1),
            people.person("Nobody", now),
        ]

        able = policies.who_can_sign_off(
            version=version, organisation_id=acute.pk, at=now
        )

        assert able == [
            person
            for person in grid
            if policies.can_sign_off(
                user=person, version=version, organisation=acute, at=now
            )
        ]
        assert able == [made.signatory(acute)]


class TestALeaver:
    def test_can_sign_no_more(self, made, version, acute, now):
        from collab.services.leavers import record_leaver

        chief = made.signatory(acute)
        record_leaver(
            user_id=chief.pk,
            organisation_id=acute.pk,
            reason="Retired",
            actor=people.leads_of(acute, now)[0],
            now=now,
        )

        with pytest.raises(NotASignatoryError):
            build.sign(version, acute, chief, now)

    def test_is_named_to_the_governance_lead_so_that_another_is_asked(
        self, made, version, acute, now
    ):
        from collab.services.leavers import record_leaver

        chief = made.signatory(acute)
        record_leaver(
            user_id=chief.pk,
            organisation_id=acute.pk,
            reason="Retired",
            actor=people.leads_of(acute, now)[0],
            now=now,
        )

        subjects = made.lead.notifications.values_list("subject", flat=True)
        assert f"Name another signatory for {acute}" in subjects
