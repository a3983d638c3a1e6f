"""Whom a forum's decisions bind, and how it decides, in words."""

import pytest

from collab.enums import ForumForm
from collab.rules.forums import (
    CANNOT_DECIDE,
    how_it_decides,
    quorum_in_words,
    share_in_words,
    whom_it_binds,
)
from collab.rules.quorum import CHAIR, QuorumRule

BODIES = ["Vale Trust", "Moor Council", "Ferry Charity"]
NAMED = "Vale Trust, Moor Council and Ferry Charity"


class TestWhomItBinds:
    @pytest.mark.parametrize("form", ForumForm.values)
    def test_is_said_of_every_legal_form_with_the_bodies_named(self, form):
        assert NAMED in whom_it_binds(form, BODIES)

    @pytest.mark.parametrize("form", ForumForm.values)
    def test_reads_without_bodies_too(self, form):
        words = whom_it_binds(form)

        assert "()" not in words
        assert "  " not in words
        assert words.endswith(".")

    def test_is_different_for_each_form(self):
        assert len({whom_it_binds(form, BODIES) for form in ForumForm.values}) == 6

    @pytest.mark.parametrize(
        ("form", "says"),
        [
            (ForumForm.ADVISORY, "binds nobody"),
            (ForumForm.INDIVIDUAL_DECISION_MAKERS, "its own named person holds"),
            (ForumForm.COMMITTEES_IN_COMMON, "takes its own decision for itself alone"),
            (ForumForm.JOINT_COMMITTEE, "One decision binds all its bodies"),
            (ForumForm.LEAD_PROVIDER_BOARD, "decides under its contract"),
            (ForumForm.CONTRACTUAL_BOARD, "as far as the agreement between them says"),
        ],
    )
    def test_follows_the_legal_form(self, form, says):
        assert says in whom_it_binds(form, BODIES)

    def test_names_the_lead_where_there_is_one(self):
        form = ForumForm.LEAD_PROVIDER_BOARD

        assert whom_it_binds(form, BODIES, lead="Vale Trust").startswith("Vale Trust ")
        assert whom_it_binds(form, BODIES).startswith("The lead provider ")

    def test_knows_no_other_form(self):
        with pytest.raises(ValueError, match="no legal form"):
            whom_it_binds("club", BODIES)


class TestAQuorum:
    def test_that_is_missing_keeps_the_forum_from_deciding(self):
        assert quorum_in_words(None) == CANNOT_DECIDE
        assert "cannot decide until it has one" in CANNOT_DECIDE

    def test_says_all_that_it_asks_for(self):
        rule = QuorumRule(
            members=5, organisations=3, sectors={"vcse": 1}, roles=frozenset({CHAIR})
        )
        words = quorum_in_words(rule)

        assert words.startswith("At least five must take part")
        assert "three organisations" in words
        assert "voluntary" in words
        assert "chair" in words


class TestAShare:
    @pytest.mark.parametrize(
        ("share", "words"),
        [
            ((1, 2), "Half of them, rounded up"),
            ((3, 5), "3 in 5 of them, rounded up"),
            ((1, 1), "All of them"),
        ],
    )
    def test_reads_as_a_choice(self, share, words):
        assert share_in_words(share) == words


class TestDeciding:
    def test_by_consensus_needs_nobody_against(self):
        words = how_it_decides("consensus", abstentions_count=False, casting_vote=False)

        assert "nobody with a vote objects" in words

    @pytest.mark.parametrize(
        ("abstentions", "casting", "says"),
        [
            (False, False, ["votes for and against", "Equal votes carry nothing"]),
            (True, False, ["all who take part", "Equal votes carry nothing"]),
            (False, True, ["votes for and against", "casting vote"]),
        ],
    )
    def test_by_majority_says_of_whom(self, abstentions, casting, says):
        words = how_it_decides(
            "majority", abstentions_count=abstentions, casting_vote=casting
        )

        assert all(part in words for part in says)
