"""Pathways, stages and outcomes as a governance lead keeps them."""

import datetime as dt
import json

import pytest
from django.db import IntegrityError

from audit.door.opening import ReasonNeededError
from audit.models import Event, StaleRowError
from collab.rules.periods import london_day
from pathways.models import Outcome, PathwayStage
from pathways.policies import NotAKeeperError
from pathways.services import outcomes, pathways
from pathways.services.keeping import NameTakenError
from pathways.services.outcomes import (
    NotAMemberError,
    StageOfAnotherError,
    Target,
    TargetNotBetterError,
)
from tests.builders import outcomes as build
from tests.builders import people
from tests.builders.acts import any_act

pytestmark = pytest.mark.django_db


def stages_of(pathway):
    rows = PathwayStage.objects.filter(pathway=pathway).order_by("position")
    return [(each.position, each.name) for each in rows]


class TestAPathway:
    def test_is_numbered_without_a_gap(self, made, lead, today_now):
        first = build.pathway(made.collaborative, lead, today_now, name="One")
        with pytest.raises(NameTakenError):
            build.pathway(made.collaborative, lead, today_now, name=" One ")
        second = build.pathway(made.collaborative, lead, today_now, name="Two")

        assert [first.reference, second.reference] == ["P-001", "P-002"]

    def test_is_kept_by_a_governance_lead_alone(self, made, analyst, member, today_now):
        for user in (analyst, member):
            with pytest.raises(NotAKeeperError):
                build.pathway(made.collaborative, user, today_now)

    def test_is_changed_as_it_was_read(self, pathway, lead, today_now):
        given = {"pathway_id": pathway.pk, "cohort": "All", "actor": lead}
        changed = pathways.change_pathway(
            name="Adults", revision=pathway.revision, now=today_now, **given
        )
        assert changed.name == "Adults"

        with pytest.raises(StaleRowError):
            pathways.change_pathway(
                name="Others", revision=pathway.revision, now=today_now, **given
            )


class TestAStage:
    @pytest.fixture
    def three(self, pathway, lead, today_now):
        return [
            build.stage(pathway, lead, today_now, name)
            for name in ("Referral", "Treatment", "Discharge")
        ]

    def move(self, stage, lead, now, *, up):
        pathways.move_stage(
            pathway_id=stage.pathway_id, uid=stage.uid, up=up, actor=lead, now=now
        )

    def test_is_added_at_the_end(self, pathway, three):
        assert stages_of(pathway) == [
            (1, "Referral"),
            (2, "Treatment"),
            (3, "Discharge"),
        ]

    def test_moves_one_place_and_stays_at_the_ends(
        self, pathway, three, lead, today_now
    ):
        self.move(three[2], lead, today_now, up=True)
        self.move(three[0], lead, today_now, up=True)
        self.move(three[1], lead, today_now, up=False)

        assert [name for _, name in stages_of(pathway)] == [
            "Referral",
            "Discharge",
            "Treatment",
        ]

    def test_leaves_no_hole_when_it_is_taken_out(self, pathway, three, lead, today_now):
        given = {"pathway_id": pathway.pk, "uid": three[0].uid}
        pathways.remove_stage(actor=lead, now=today_now, **given)

        assert stages_of(pathway) == [(1, "Treatment"), (2, "Discharge")]
        with pytest.raises(pathways.StageGoneError):
            pathways.remove_stage(actor=lead, now=today_now, **given)

    def test_stays_while_an_outcome_belongs_to_it(
        self, pathway, three, lead, body, today_now
    ):
        build.outcome(pathway, lead, body, today_now, stage_id=three[1].pk)

        with pytest.raises(pathways.StageInUseError, match="first"):
            pathways.remove_stage(
                pathway_id=pathway.pk, uid=three[1].uid, actor=lead, now=today_now
            )

    def test_has_a_name_of_its_own(self, pathway, three, lead, today_now):
        with pytest.raises(NameTakenError):
            build.stage(pathway, lead, today_now, "Referral")


class TestAnOutcome:
    def test_has_baseline_target_direction_and_one_body(self, outcome, body):
        found = Outcome.objects.get(pk=outcome.pk)

        assert found.reference == "O-001"
        assert (found.baseline_value, found.target_value) == (20, 5)
        assert (found.direction, found.organisation) == ("decrease", body)
        assert not Outcome._meta.get_field("organisation").null

    def test_needs_a_member_of_that_day(self, pathway, lead, made, today_now):
        stranger = people.organisation("Far Trust", today_now)
        left = made.collaborative.memberships.get(organisation=made.bodies[1])
        with any_act(today_now):
            left.left_on = london_day(today_now)
            left.save()

        for body in (stranger, made.bodies[1]):
            with pytest.raises(NotAMemberError, match="Only a member"):
                build.outcome(pathway, lead, body, today_now)

    def test_needs_a_target_better_than_its_baseline(
        self, pathway, lead, body, today_now
    ):
        with pytest.raises(TargetNotBetterError, match="lower than the baseline"):
            build.outcome(pathway, lead, body, today_now, target=20)

    def test_has_a_stage_of_its_own_pathway(self, made, outcome, lead, body, today_now):
        other = build.pathway(made.collaborative, lead, today_now, name="Other")
        stage = build.stage(other, lead, today_now)

        with pytest.raises(StageOfAnotherError):
            outcomes.change_outcome(
                outcome_id=outcome.pk,
                facts=build.facts(stage_id=stage.pk),
                actor=lead,
                now=today_now,
            )

    def test_is_kept_from_lying_by_the_database(self, outcome, today_now):
        with pytest.raises(IntegrityError), any_act(today_now):
            outcome.target_value = 21
            outcome.save()


def baseline(outcome, lead, now, **given):
    return outcomes.change_baseline(
        **{
            "outcome_id": outcome.pk,
            "baseline": build.baseline(value=21, source="Another paper"),
            "reason": "The first paper was wrong",
            "actor": lead,
            "now": now,
        }
        | given
    )


def target(outcome, lead, now, **given):
    return outcomes.change_target(
        **{
            "outcome_id": outcome.pk,
            "target": Target(value=4, on=dt.date(2030, 3, 31)),
            "reason": "Agreed anew",
            "actor": lead,
            "now": now,
        }
        | given
    )


def accountability(outcome, lead, now, **given):
    bodies = outcome.collaborative.memberships.exclude(
        organisation=outcome.organisation
    )
    return outcomes.move_accountability(
        **{
            "outcome_id": outcome.pk,
            "organisation_id": bodies.get().organisation_id,
            "reason": "The beds moved",
            "actor": lead,
            "now": now,
        }
        | given
    )


CHANGES = [baseline, target, accountability]


class TestBaselineTargetAndBody:
    @pytest.mark.parametrize("change", CHANGES)
    def test_change_by_an_act_that_says_why(self, outcome, lead, today_now, change):
        before = Outcome.objects.get(pk=outcome.pk)
        after = change(outcome, lead, today_now)
        event = Event.objects.filter(object_uid=outcome.uid).order_by("-pk").first()

        assert after.revision == before.revision + 1
        assert "reason" in json.loads(event.payload)

    @pytest.mark.parametrize("change", CHANGES)
    def test_do_not_change_without_a_reason(self, outcome, lead, today_now, change):
        with pytest.raises(ReasonNeededError):
            change(outcome, lead, today_now, reason=" ")

    @pytest.mark.parametrize("change", CHANGES)
    def test_do_not_change_twice_from_one_reading(
        self, outcome, lead, today_now, change
    ):
        change(outcome, lead, today_now, revision=outcome.revision)

        with pytest.raises(StaleRowError, match="save"):
            change(outcome, lead, today_now, revision=outcome.revision)

    def test_do_not_change_with_the_words(self, outcome, lead, today_now):
        outcomes.change_outcome(
            outcome_id=outcome.pk,
            facts=build.facts(name="Other words", notes="21 elsewhere"),
            actor=lead,
            now=today_now,
        )
        found = Outcome.objects.get(pk=outcome.pk)

        assert found.name == "Other words"
        assert (found.baseline_value, found.target_value) == (20, 5)

    def test_keep_to_each_other(self, outcome, lead, today_now):
        with pytest.raises(TargetNotBetterError):
            baseline(outcome, lead, today_now, baseline=build.baseline(value=5))
        with pytest.raises(TargetNotBetterError):
            target(
                outcome,
                lead,
                today_now,
                target=Target(value=20, on=dt.date(2030, 3, 31)),
            )
