"""What other pages show of outcomes: home, what falls due, references and history."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from audit.registries import addresses_of
from collab.grants import rights_of
from collab.registries import home_sections
from collab.rules.periods import london_day
from collab.selectors.ahead import AheadList, ahead_of
from collab.selectors.searching import search
from pathways.presenters.home import how_it_is_going
from pathways.services.outcomes import change_outcome
from tests.agreements.pages import words
from tests.builders import agreements, outcomes, people
from ui.registries import find_reference

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


def at(thing, page):
    slug = thing.collaborative.slug
    return reverse(f"pathways:{page}", args=[slug, thing.reference])


class TestOtherPages:
    def test_say_how_it_is_going(self, outcome, member, today_now):
        rights = rights_of(member, today_now)
        titles = [
            each.title
            for each in home_sections(member, rights, outcome.collaborative, today_now)
        ]
        section = how_it_is_going(member, rights, outcome.collaborative, today_now)

        assert "How it is going" in titles
        assert section.entries[0].state == "No value yet"

    @pytest.mark.parametrize(("days", "there"), [(0, 1), (90, 1), (91, 0), (-1, 0)])
    def test_look_ahead_to_target_days(
        self, pathway, lead, body, today_now, days, there
    ):
        outcomes.outcome(
            pathway,
            lead,
            body,
            today_now,
            target_on=london_day(today_now) + days * DAY,
        )
        ahead = ahead_of(
            rights=rights_of(lead, today_now),
            collaborative=pathway.collaborative,
            now=today_now,
        )
        found = [
            item.title
            for _, about, source, item in AheadList(ahead).page().items
            if source.label == "Target" and about == body.pk
        ]

        assert len(found) == there

    def test_look_ahead_for_the_body_that_answers(
        self, pathway, lead, body, made, member, today_now
    ):
        other = outcomes.outcome(
            pathway, lead, body, today_now, target_on=london_day(today_now) + DAY
        )
        ahead = ahead_of(
            rights=rights_of(member, today_now),
            collaborative=other.collaborative,
            now=today_now,
        )

        assert not AheadList(ahead).page().items

    def test_find_it_by_its_reference(self, outcome, lead, today_now):
        slug = outcome.collaborative.slug

        assert find_reference(lead, "o-001") == at(outcome, "outcome")
        assert find_reference(lead, f"{slug}/O-001") == at(outcome, "outcome")
        assert find_reference(lead, "P-001") == at(outcome.pathway, "pathway")
        assert find_reference(AnonymousUser(), "O-001") is None

    def test_lead_from_events_to_it(self, outcome, pathway, lead, today_now):
        stage = outcomes.stage(pathway, lead, today_now)
        value = outcomes.value(outcome, lead, today_now)
        pages = addresses_of(
            [
                (row._meta.label_lower, row.uid)
                for row in (pathway, stage, outcome, value)
            ]
        )

        assert sorted(pages.values()) == sorted(
            [at(pathway, "pathway")] * 2 + [at(outcome, "outcome")] * 2
        )

    def test_tell_its_history_in_words(self, outcome, lead, today_now, sign_in):
        outcomes.value(outcome, lead, today_now)
        address = reverse("audit:object", args=["pathways.outcome", outcome.uid])

        said = words(sign_in(lead).get(address))
        assert "Added the outcome O-001 People placed out of area" in said

    def test_keep_other_collaboratives_out(self, outcome, today_now, sign_in):
        there = agreements.partnership(today_now, "Far Trust", "Far Council")
        stranger = people.member("Sy", there.collaborative, there.bodies[0], today_now)

        assert sign_in(stranger).get(at(outcome, "outcome")).status_code == 404

    def test_find_it_by_its_words_as_they_are_now(self, outcome, lead, today_now):
        def found(typed):
            rights = rights_of(lead, today_now)
            hits = search(user=lead, rights=rights, now=today_now, typed=typed).hits
            return [hit.entry.title for hit in hits]

        assert found("placed out of area") == ["O-001 People placed out of area"]
        change_outcome(
            outcome_id=outcome.pk,
            facts=outcomes.facts(name="Nearer home", meaning="Counted monthly."),
            actor=lead,
            now=today_now,
        )
        assert found("placed out of area") == []
        assert found("nearer") == ["O-001 Nearer home"]
