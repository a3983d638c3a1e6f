"""The sample: told once, through the services, the same story for the same day."""

import datetime as dt

import pytest
from django.test import override_settings

from accounts.models import Absence, User
from agreements.enums import (
    AgreementStatus,
    ApprovalStatus,
    RequestStatus,
    VersionStatus,
)
from agreements.models import Notice, PartyWithdrawal, SignatureRequest, Version
from agreements.rules.comparison import Fate, compare
from agreements.sample.cast import EXAMPLE_VALLEY, IMPACT
from agreements.sample.impact_story import SIGNED_SO_FAR
from agreements.sample.loading import load
from agreements.sample.people import OFFERED, sample_people
from agreements.selectors.content import content_of
from audit.models import Event
from collab.models import (
    Collaborative,
    Decision,
    Membership,
    Organisation,
    Reminder,
)
from collab.rules.periods import london_day
from pathways.models import Outcome, OutcomeValue
from pathways.rules.progress import Standing, standing
from tests.builders.standing import taken_back_later

TODAY = dt.date(2026, 4, 20)


@pytest.fixture(scope="module")
def told_once(django_db_setup, django_db_blocker):
    """The sample, loaded once for this module and taken back at its end."""
    with (
        django_db_blocker.unblock(),
        override_settings(SAMPLE_SIGN_IN=True),
        taken_back_later(),
    ):
        yield load(today=TODAY, say=lambda _: None)


@pytest.fixture
def told(told_once, db):
    return told_once


def version_of(told, slug, reference, number=1):
    return Version.objects.select_related("agreement").get(
        agreement__collaborative__slug=slug,
        agreement__reference=reference,
        number=number,
    )


class TestLoad:
    def test_tells_of_both_collaboratives(self, told):
        impact = Collaborative.objects.get(slug="impact")

        assert Organisation.objects.filter(ods_code__isnull=False).count() > 200
        assert Membership.objects.filter(collaborative=impact).count() == 9
        weekly = Decision.objects.get(title__startswith="Hold one weekly bed-state")
        assert weekly.under.version.number == 1
        assert Collaborative.objects.get(slug="example-valley").is_invented

    def test_marks_every_event_as_told(self, told):
        events = Event.objects.exclude(verb="audit.schema.migrated")

        assert events.exists()
        assert not events.exclude(payload__contains='"via":"sample"').exists()

    def test_records_in_order_and_on_the_day_that_is_claimed(self, told):
        events = Event.objects.exclude(verb="audit.schema.migrated").order_by("id")
        moments = list(events.values_list("at", "recorded_at"))
        recorded = [moment for _, moment in moments]

        assert recorded == sorted(recorded)
        assert recorded[-1] < told.at(0)
        assert {london_day(at) != london_day(when) for at, when in moments} == {False}

    def test_marks_every_person_as_invented(self, told):
        assert not User.objects.filter(is_sample=False).exists()
        assert all(each.user.email.endswith(".example") for each in sample_people())

    def test_offers_somebody_for_every_role_with_a_password_of_their_own(self, told):
        offered = sample_people()

        assert len(offered) == len(OFFERED)
        assert len(set(told.passwords.values())) == len(OFFERED)
        assert all(
            each.user.check_password(told.passwords[each.user.email])
            for each in offered
        )

    def test_leaves_the_others_without_a_password(self, told):
        others = User.objects.exclude(email__in=told.passwords)

        assert others.exists()
        assert not any(user.has_usable_password() for user in others)


class TestImpact:
    def test_has_a_first_version_in_force_since_seven_months(self, told):
        first = version_of(told, "impact", "AGR-002")

        assert Version.objects.in_force_at(told.at(0)).filter(pk=first.pk).exists()
        assert first.in_force_from == told.at(-213, 0)
        assert first.sign_offs.standing().count() == 9
        assert None not in (first.review_on, first.expires_on, first.notice_length)
        assert [each.met.met_on for each in first.conditions.all()] == [told.day(-213)]

    def test_has_the_memorandum_in_force(self, told):
        in_force = Version.objects.in_force_at(told.at(0))

        assert version_of(told, "impact", "AGR-001") in in_force

    def test_has_the_next_version_signed_by_six_of_nine(self, told):
        waiting = version_of(told, "impact", "AGR-002", 2)
        signed = waiting.requests.filter(status=RequestStatus.SIGNED)

        assert waiting.status == VersionStatus.OUT_FOR_SIGNATURE
        assert signed.count() == len(SIGNED_SO_FAR) == 6
        assert waiting.requests.filter(status=RequestStatus.ASKED).count() == 3

    def test_changes_something_of_every_kind_in_the_next_version(self, told):
        changed = compare(
            content_of(version_of(told, "impact", "AGR-002")),
            content_of(version_of(told, "impact", "AGR-002", 2)),
        )
        fates = [clause.fate for clause in changed.clauses]

        assert fates.count(Fate.ADDED) == fates.count(Fate.REMOVED) == 1
        assert fates.count(Fate.CHANGED) == 1
        assert sum(clause.moved for clause in changed.clauses) == 1
        assert {"value_pence", "commences_on", "review_on"} <= {
            term.name for term in changed.terms
        }

    def test_has_a_draft_that_waits_for_its_second_group(self, told):
        draft = version_of(told, "impact", "AGR-003")
        first, second = draft.rounds.get().groups.order_by("position")
        names = {
            each.user.name
            for each in second.requests.all()
            if each.status == ApprovalStatus.ASKED
        }

        assert draft.status == VersionStatus.IN_REVIEW
        assert {each.status for each in first.requests.all()} == {ApprovalStatus.GIVEN}
        assert names == {"Grace Adeyemi", "Sunita Rao"}

    def test_has_one_comment_resolved_and_one_open(self, told):
        comments = version_of(told, "impact", "AGR-003").comments

        assert comments.filter(resolved_at=None).count() == 1
        assert comments.exclude(resolved_at=None).get().resolution

    def test_reminded_the_one_on_leave_then_the_deputy_then_who_sent_it(self, told):
        late = version_of(told, "impact", "AGR-002", 2).requests.get(
            due_on__lt=told.day(0), status=RequestStatus.ASKED
        )
        sent = Reminder.objects.filter(subject_uid=late.uid).order_by("sent_at", "pk")
        names = list(sent.values_list("user__name", flat=True))

        assert late.signatory.name == "Alan Whitmore"
        assert {"Catherine Doyle", "Priya Raman"} <= set(names)
        assert names.index("Catherine Doyle") < names.index("Priya Raman")
        assert Absence.objects.get().user == late.signatory
        assert sent.filter(in_place_of=late.signatory).exists()

    def test_puts_nothing_bad_on_a_real_body(self, told):
        real = [told.bodies[body.key].pk for body in IMPACT.bodies]
        wrong = SignatureRequest.objects.filter(
            status__in=[RequestStatus.DECLINED, RequestStatus.EXPIRED]
        )
        withdrawn, notice = PartyWithdrawal.objects.all(), Notice.objects.all()

        assert EXAMPLE_VALLEY.is_invented
        for rows in (wrong, withdrawn, notice):
            assert rows.exists()
            assert not rows.filter(party__organisation_id__in=real).exists()

    def test_has_nobody_late_but_the_one_whose_deputy_may_sign(self, told):
        real = [told.bodies[body.key].pk for body in IMPACT.bodies]
        late = SignatureRequest.objects.filter(
            party__organisation_id__in=real,
            status=RequestStatus.ASKED,
            due_on__lt=told.day(0),
        )

        assert [request.party.organisation for request in late] == [
            told.bodies["northants"]
        ]


class TestExampleValley:
    def test_has_a_signature_declined(self, told):
        declined = SignatureRequest.objects.get(status=RequestStatus.DECLINED)

        assert declined.party.organisation == told.bodies["ev-homecare"]
        assert declined.version.status == VersionStatus.OUT_FOR_SIGNATURE

    def test_has_a_party_withdrawn_and_the_version_reopened(self, told):
        withdrawal = PartyWithdrawal.objects.get()
        version = withdrawal.version

        assert withdrawal.party.organisation == told.bodies["ev-council"]
        assert version.status == VersionStatus.DRAFT
        assert version.sign_offs.count() == 2
        assert not version.sign_offs.standing().exists()

    def test_has_an_agreement_in_notice(self, told):
        version = version_of(told, "example-valley", "AGR-001")
        notice = version.agreement.notices.get()

        assert version in Version.objects.in_force_at(told.at(0))
        assert version.agreement.status == AgreementStatus.IN_NOTICE
        assert notice.party.organisation == told.bodies["ev-homecare"]
        assert notice.last_on > told.day(60)

    def test_has_an_agreement_that_was_signed_outside(self, told):
        version = version_of(told, "example-valley", "AGR-002")

        assert version.signed_outside
        assert version in Version.objects.in_force_at(told.at(0))
        assert not version.sign_offs.exists()


class TestOutcomes:
    def far(self):
        return Outcome.objects.get(
            collaborative__slug="impact", name="People placed out of area"
        )

    def test_have_the_published_figures_with_their_sources(self, told):
        far = self.far()
        year = OutcomeValue.objects.get(outcome=far, label="2023/24")

        assert far.in_words(far.baseline_value) == "20.0"
        assert far.in_words(year.value) == "5.0"
        assert "Pioneers of reform" in far.baseline_source
        assert year.source == far.baseline_source
        assert not year.is_illustrative
        assert far.organisation.ods_code == "RHA"

    def test_keep_the_published_figures_that_disagree(self, told):
        notes = self.far().notes

        assert "From 21 to 6 per cent" in notes
        assert "From 14 to less than 6 per cent" in notes
        assert "invented" in notes

    def test_mark_every_month_as_illustrative(self, told):
        months = OutcomeValue.objects.filter(outcome=self.far(), corrects=None).exclude(
            label="2023/24"
        )

        assert months.count() in (11, 12)
        assert all(each.is_illustrative for each in months)
        assert all("Illustrative" in each.source for each in months)
        assert months.order_by("-ends_on").first().ends_on <= TODAY

    def test_show_one_correction_with_both_values(self, told):
        right = OutcomeValue.objects.get(corrects__isnull=False)

        assert (right.corrects.value, right.value) == (46, 64)

    def test_go_badly_in_the_invented_valley_alone(self, told):
        worse = [
            each.outcome.collaborative.slug
            for each in OutcomeValue.objects.in_force().select_related(
                "outcome__collaborative"
            )
            if standing(each.outcome.measure, each.value) == Standing.WORSE
        ]

        assert worse == ["example-valley"]
