"""What the boards of the sample decided, and what is still owed."""

import datetime as dt

import pytest
from django.test import override_settings

from agreements.sample.loading import load
from collab.enums import ActionStatus, DecisionLinkKind, DecisionOutcome, QuorumRoute
from collab.models import Action, Decision, DecisionLink
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


def decided(words: str) -> Decision:
    return Decision.objects.get(title__startswith=words)


class TestTheDecisions:
    def test_are_twelve_over_two_years(self, told):
        days = list(Decision.objects.order_by("decided_on").values_list("decided_on"))

        assert len(days) == 12
        assert dt.timedelta(600) < days[-1][0] - days[0][0] < dt.timedelta(731)

    def test_are_numbered_without_gaps_year_by_year(self, told):
        for slug in ("impact", "example-valley"):
            references = Decision.objects.filter(collaborative__slug=slug)
            by_year: dict[str, list[int]] = {}
            for reference in references.values_list("reference", flat=True):
                year, number = reference.split("-")
                by_year.setdefault(year, []).append(int(number))
            for numbers in by_year.values():
                assert sorted(numbers) == list(range(1, len(numbers) + 1))

    def test_were_partly_recorded_from_minutes(self, told):
        recorded = Decision.objects.filter(is_imported=True)

        assert recorded.count() == 3
        assert not recorded.exclude(is_quorate=None).exists()

    def test_put_nothing_bad_on_a_real_body(self, told):
        here = Decision.objects.filter(collaborative__slug="impact")

        assert not here.filter(is_quorate=False).exists()
        assert not here.filter(recusals__isnull=False).exists()
        assert not here.exclude(dissent="").exists()


class TestExampleValley:
    def test_decided_by_majority_against_one_voice(self, told):
        line = decided("Answer the falls line")

        assert line.is_quorate
        assert "nobody has said who pays" in line.dissent

    def test_decided_without_the_company_that_would_be_paid(self, told):
        care = decided("Buy weekend care at home")

        assert care.is_quorate
        assert (
            care.recusals.get().organisation.name == "Example Valley Homecare Limited"
        )

    def test_lost_its_quorum_and_says_so(self, told):
        lost = Decision.objects.get(
            title="Rent a room for a carers' drop-in", is_quorate=False
        )

        assert lost.outcome == DecisionOutcome.DEFERRED
        assert lost.quorum_route == QuorumRoute.DEPUTY
        assert "Not quorate" in lost.quorum_words

    def test_decided_it_later_with_a_deputy(self, told):
        link = DecisionLink.objects.get(kind=DecisionLinkKind.SUPERSEDES)

        assert link.from_decision.is_quorate
        assert not link.to_decision.is_quorate
        assert link.from_decision.presences.filter(as_deputy=True).count() == 1


class TestWhatIsOwed:
    def test_is_open_overdue_waiting_and_closed(self, told):
        open_ones = Action.objects.filter(status=ActionStatus.OPEN)

        assert open_ones.filter(due_on__lt=TODAY).count() == 1
        assert open_ones.filter(due_on__gte=TODAY).count() == 2
        assert Action.objects.filter(status=ActionStatus.DONE).count() == 1
        assert Action.objects.filter(status=ActionStatus.CLOSED).count() == 1

    def test_is_overdue_at_an_invented_body_alone(self, told):
        late = Action.objects.get(status=ActionStatus.OPEN, due_on__lt=TODAY)

        assert late.collaborative.is_invented

    def test_no_longer_keeps_peer_support_from_taking_effect(self, told):
        condition = Action.objects.get(is_condition=True)

        assert condition.status == ActionStatus.CLOSED
        assert condition.closed_by_id != condition.owner_id
