import dataclasses
import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.urls import reverse

from agreements import policies
from agreements.enums import VersionStatus
from agreements.models import (
    OutsideRecord,
    Party,
    SignatureRequest,
    SignOff,
    Version,
)
from agreements.presenters.certificate import show_certificate
from agreements.presenters.pages import show_version
from agreements.presenters.paper import agreement_pdf, paper_data
from agreements.services.recording import (
    OutsideParty,
    UnclearRecordError,
    check_record,
    record_existing,
)
from agreements.services.withdrawing import withdraw_version
from agreements.transitions import IllegalMoveError
from audit.models import Event
from collab.rules.periods import london_day
from tests.agreements.pages import at, dated, words
from tests.builders import agreements as build
from tests.builders import outside, people
from tests.builders.acts import any_act

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
YEAR = outside.YEAR


@pytest.fixture
def made(today_now):
    return build.partnership(today_now)


@pytest.fixture
def recorded(made, today_now):
    return outside.recorded(made, today_now)


class TestRecordExisting:
    def test_makes_no_signature_and_asks_for_none(self, recorded, made):
        assert recorded.status == VersionStatus.RECORDED
        assert recorded.signed_outside
        assert not SignOff.objects.exists()
        assert not SignatureRequest.objects.exists()
        assert recorded.outside.signatories.count() == 2

    def test_is_not_in_force_before_somebody_checked_it(self, recorded, today_now):
        assert not recorded.is_in_force_at(today_now)
        assert recorded.signed_at is None

    def test_freezes_what_was_recorded_with_no_clause_or_with_the_text(
        self, recorded, made, today_now
    ):
        whole = outside.recorded(made, today_now, text="All of **it**.")

        assert len(recorded.content_hash) == 64
        assert recorded.clauses.count() == 0
        assert whole.clauses.get().text == "All of **it**."

    @pytest.mark.parametrize(
        ("field", "change"),
        [
            ("signed_on", lambda now: {"signed_on": london_day(now + 2 * DAY)}),
            ("expires_on", lambda now: {"expires_on": london_day(now - 2 * YEAR)}),
            ("", lambda _: {"parties": []}),
        ],
    )
    def test_refuses_what_cannot_be_so(self, made, today_now, field, change):
        with pytest.raises(UnclearRecordError) as refused:
            outside.recorded(made, today_now, **change(today_now))

        assert refused.value.field == field
        assert not OutsideRecord.objects.exists()

    def test_refuses_a_party_that_is_no_member_and_one_without_signatory(
        self, made, today_now
    ):
        stranger = people.organisation_with_two_leads("Stranger Trust", today_now)
        good = outside.facts(made, today_now).parties
        odd = OutsideParty(
            organisation_id=stranger.pk, role="partner", signed_by="Somebody"
        )

        for parties in (
            [*good, odd],
            [good[0], dataclasses.replace(good[1], signed_by=" ")],
        ):
            with pytest.raises(UnclearRecordError):
                outside.recorded(made, today_now, parties=parties)

    def test_refuses_a_copy_that_is_no_pdf(self, made, today_now):
        table = outside.copy(made, today_now, b"a,b\r\n1,2\r\n", "table.csv")

        with pytest.raises(UnclearRecordError):
            record_existing(
                collaborative_id=made.collaborative.pk,
                signed_copy_id=table.pk,
                facts=outside.facts(made, today_now),
                actor=made.lead,
                now=today_now,
            )

    def test_refuses_whoever_does_not_govern(self, made, today_now):
        kept = outside.copy(made, today_now)

        with pytest.raises(policies.NotGovernanceLeadError):
            record_existing(
                collaborative_id=made.collaborative.pk,
                signed_copy_id=kept.pk,
                facts=outside.facts(made, today_now),
                actor=made.signatory(made.bodies[0]),
                now=today_now,
            )


class TestCheckRecord:
    def test_lets_the_period_stand_as_it_was_recorded(self, recorded, made, today_now):
        found = outside.checked(recorded, made, today_now)

        assert found.status == VersionStatus.IN_FORCE
        assert found.is_in_force_at(today_now - YEAR + 2 * DAY)
        assert not found.is_in_force_at(today_now - YEAR - 2 * DAY)
        joined = set(Party.objects.values_list("joined_on", flat=True))
        assert joined == {london_day(today_now - YEAR)}

    def test_knows_one_that_is_over_and_one_that_has_not_begun(self, made, today_now):
        over = outside.recorded(
            made, today_now, expires_on=london_day(today_now - 5 * DAY)
        )
        ahead = outside.recorded(
            made, today_now, commences_on=london_day(today_now + 5 * DAY)
        )

        assert outside.checked(over, made, today_now).status == VersionStatus.EXPIRED
        assert outside.checked(ahead, made, today_now).status == VersionStatus.SIGNED

    def test_refuses_the_person_who_recorded_it(self, recorded, made, today_now):
        with pytest.raises(policies.NotTheCheckerError):
            outside.checked(recorded, made, today_now, by=made.lead)

    def test_refuses_a_stranger(self, recorded, made, today_now):
        stranger = people.person("A stranger", today_now)

        with pytest.raises(policies.NotTheCheckerError):
            outside.checked(recorded, made, today_now, by=stranger)

    def test_refuses_another_record_than_was_shown(self, recorded, made, today_now):
        with pytest.raises(UnclearRecordError):
            check_record(
                version_id=recorded.pk,
                fingerprint="0" * 64,
                actor=made.signatory(made.bodies[0]),
                now=today_now,
            )

    def test_refuses_a_second_time_and_one_that_was_withdrawn(
        self, recorded, made, today_now
    ):
        other = outside.recorded(made, today_now)
        withdraw_version(
            version_id=other.pk, reason="Not ours", actor=made.lead, now=today_now
        )
        outside.checked(recorded, made, today_now)

        for version in (recorded, other):
            with pytest.raises(IllegalMoveError):
                outside.checked(version, made, today_now)

    def test_writes_nothing_where_the_act_fails(
        self, recorded, made, today_now, monkeypatch
    ):
        def broken(record, **options):
            raise RuntimeError

        monkeypatch.setattr("agreements.services.recording.begin_once_met", broken)

        with pytest.raises(RuntimeError):
            outside.checked(recorded, made, today_now)
        assert outside.fresh(recorded).status == VersionStatus.RECORDED
        assert not Event.objects.filter(verb="agreements.outside.checked").exists()

    def test_cannot_be_the_same_person_even_in_the_database(
        self, recorded, made, today_now
    ):
        row = recorded.outside
        row.checked_by, row.checked_at = made.lead, today_now

        with pytest.raises(IntegrityError), any_act(today_now):
            row.save()

    def test_is_superseded_by_a_next_version_as_any_other(
        self, recorded, made, today_now
    ):
        old = outside.checked(recorded, made, today_now)
        draft = build.next_version(made, old, today_now)
        build.add_clause(draft, made, today_now, "Purpose", "Care.")
        build.with_terms(draft, made, today_now, commences_on=london_day(today_now))
        new = build.sign_all(build.send_out(draft, made, today_now), made, today_now)

        old = outside.fresh(old)
        assert old.status == VersionStatus.SUPERSEDED
        assert old.in_force_to == new.in_force_from


class TestMarks:
    def test_says_everywhere_that_it_was_signed_elsewhere(
        self, recorded, made, sign_in, today_now
    ):
        outside.checked(recorded, made, today_now)
        version = outside.fresh(recorded)
        agreement = version.agreement
        slug = made.collaborative.slug
        client = sign_in(made.lead)
        addresses = [
            reverse("agreements:list", args=[slug]),
            reverse("agreements:agreement", args=[slug, agreement.reference]),
            at(version),
            at(version, "print"),
            at(version, "certificate"),
        ]

        for address in addresses:
            assert "igned outside Concordat" in words(client.get(address)), address

        shown = show_version(version, user=made.lead, now=today_now)
        data = paper_data(shown, as_at=today_now, invented=False)
        assert data["marks"] == ["Signed outside Concordat"]
        assert agreement_pdf(version, user=made.lead, as_at=today_now)

    def test_certifies_no_signature(self, recorded, made, today_now):
        shown = show_certificate(outside.checked(recorded, made, today_now))

        assert shown.signed == []
        assert "No signature of it was given here" in shown.standing
        assert any("Chief executive of" in value for _, value in shown.facts)


class TestPages:
    def test_records_and_checks_by_pages_alone(self, made, sign_in, today_now):
        slug = made.collaborative.slug
        lead = sign_in(made.lead)
        file = SimpleUploadedFile("signed.pdf", outside.PDF)
        led = lead.post(reverse("agreements:add_copy", args=[slug]), {"file": file})
        typed = {
            "title": "Older agreement",
            "instrument": "mou",
            **dated("signed_on", london_day(today_now - YEAR)),
            **dated("commences_on", london_day(today_now - YEAR)),
            "value": "12,000",
            "notice_months": "6",
        }
        for body in made.bodies:
            typed[f"role-{body.uid}"] = "partner"
            typed[f"signed-{body.uid}"] = "B Person, Chair"
        lead.post(led["Location"], typed)
        version = Version.objects.select_related("agreement__collaborative").get()
        assert lead.get(at(version, "check_record")).status_code == 403
        assert "A second person must compare" in words(lead.get(at(version)))

        second = sign_in(made.signatory(made.bodies[0]))
        page = second.get(at(version, "check_record"))
        assert "B Person, Chair" in words(page)
        sent = {"fingerprint": version.content_hash, "compared": "on"}
        second.post(at(version, "check_record"), sent)

        version.refresh_from_db()
        assert version.status == VersionStatus.IN_FORCE
        assert version.value_pence == 1_200_000

    def test_keeps_what_was_typed_and_says_what_is_missing(
        self, made, sign_in, today_now
    ):
        kept = outside.copy(made, today_now)
        address = reverse("agreements:record", args=[made.collaborative.slug, kept.uid])
        body = made.bodies[0]
        typed = {"title": "Half a record", f"role-{body.uid}": "partner"}

        page = words(sign_in(made.lead).post(address, typed))
        text = sign_in(made.lead).post(address, typed).content.decode()

        assert f"Enter who signed for {body.name}" in page
        assert "Half a record" in text

    def test_refuses_a_file_that_is_no_paper(self, made, sign_in):
        address = reverse("agreements:add_copy", args=[made.collaborative.slug])
        file = SimpleUploadedFile("x.pdf", b"\x00\x01\x02")

        page = sign_in(made.lead).post(address, {"file": file})

        assert page.status_code == 200
        assert not OutsideRecord.objects.exists()

    def test_asks_for_the_tick(self, recorded, made, sign_in):
        person = sign_in(made.signatory(made.bodies[0]))

        page = person.post(
            at(recorded, "check_record"), {"fingerprint": recorded.content_hash}
        )

        assert "Tick the box once you compared the two" in words(page)
