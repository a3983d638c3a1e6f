import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collab.rules.frozen import frozen_hash, frozen_text
from collab.rules.taking_effect import effect_of

DAY = dt.date(2026, 3, 2)
AMINA = {"name": "Amina Shah", "seat": "sea_1", "kind": "voting", "stance": ""}
JO = {"name": "Jo Lee", "seat": "sea_2", "kind": "observer", "stance": ""}
RULE = {"number": 1, "quorum": {"members": 5}}


def text(**changed):
    """The text of a small decision."""
    parts = {
        "values": {"reference": "2026-001", "decided_on": DAY, "outcome": "approved"},
        "terms": RULE,
        "present": [AMINA, JO],
        "no_part": [{"name": "Cy Wu", "reason": "his firm"}],
        "withheld_from": ["usr_1", "usr_2"],
        "links": [("amends", "dcn_1")],
    } | changed
    return frozen_text(parts.pop("values"), **parts)


class TestFrozenText:
    def test_names_its_form_and_everything_that_was_frozen(self):
        assert text() == (
            '{"decided_on":"2026-03-02","links":[["amends","dcn_1"]],"no_part":'
            '[{"name":"Cy Wu","reason":"his firm"}],"outcome":"approved","present":'
            '[{"kind":"observer","name":"Jo Lee","seat":"sea_2","stance":""},'
            '{"kind":"voting","name":"Amina Shah","seat":"sea_1","stance":""}],'
            '"reference":"2026-001","schema":"concordat.decision/2","terms":'
            '{"number":1,"quorum":{"members":5}},"withheld_from":["usr_1","usr_2"]}'
        )

    @pytest.mark.parametrize(
        "changed",
        [
            {"values": {"reference": "2026-002"}},
            {"terms": None},
            {"terms": RULE | {"number": 2}},
            {"present": [AMINA]},
            {"present": [AMINA, JO | {"stance": "against"}]},
            {"no_part": []},
            {"withheld_from": ["usr_1"]},
            {"links": []},
        ],
    )
    def test_changes_its_fingerprint_with_any_part(self, changed):
        assert frozen_hash(text(**changed)) != frozen_hash(text())

    @given(st.permutations([AMINA, JO]), st.permutations(["usr_1", "usr_2"]))
    def test_is_the_same_in_whatever_order_people_were_named(self, present, withheld):
        assert text(present=present, withheld_from=withheld) == text()


def effect(outcome="approved", **given):
    return effect_of(
        outcome,
        **{
            "decided_on": DAY,
            "effective_on": None,
            "open_conditions": 0,
            "today": DAY,
        }
        | given,
    )


class TestEffectOf:
    def test_begins_on_the_day_it_was_taken_where_no_other_is_named(self):
        assert effect().in_effect
        assert effect().words == "In effect, from 2 March 2026 on."

    def test_waits_for_its_day(self):
        later = DAY + dt.timedelta(days=1)

        assert not effect(effective_on=later).in_effect
        assert effect(effective_on=later).words == "Takes effect on 3 March 2026."
        assert effect(effective_on=later, today=later).in_effect

    @pytest.mark.parametrize(
        ("number", "words"),
        [(1, "one condition is still open"), (2, "two conditions are still open")],
    )
    def test_waits_until_every_condition_is_closed(self, number, words):
        found = effect("approved_with_conditions", open_conditions=number)

        assert not found.in_effect
        assert words in found.words
        assert effect("approved_with_conditions").in_effect

    @pytest.mark.parametrize("outcome", ["declined", "deferred", "noted"])
    def test_is_nothing_where_nothing_was_approved(self, outcome):
        assert not effect(outcome).in_effect

    def test_ends_with_the_decision_that_ended_it(self):
        found = effect(ended_by="revoked by 2026-004")

        assert not found.in_effect
        assert found.words == "No longer in effect: revoked by 2026-004."
