import pytest
from hypothesis import given
from hypothesis import strategies as st

from collab.rules.counting import Count, Votes, counted


def votes(taking_part, **values):
    return Votes(taking_part=taking_part, **values)


class TestConsensus:
    @pytest.mark.parametrize(
        ("of", "count", "words"),
        [
            (votes(5), Count.CARRIED, "Decided by consensus: nobody objected."),
            (votes(5, abstained=2), Count.CARRIED, "objected; two abstained."),
            (votes(5, against=1), Count.OBJECTED, "No consensus: one against."),
            (votes(2, abstained=2), Count.LOST, "nobody was in favour."),
        ],
    )
    def test_is_that_nobody_objects(self, of, count, words):
        found = counted("consensus", of, casting_vote=True)

        assert found.count == count
        assert found.words.endswith(words)


class TestMajority:
    @pytest.mark.parametrize(
        ("of", "options", "count"),
        [
            (votes(5, against=2), {}, Count.CARRIED),
            (votes(5, against=1, abstained=3), {}, Count.TIED),
            (votes(5, abstained=4), {}, Count.CARRIED),
            (votes(5, abstained=4), {"abstentions_count": True}, Count.LOST),
            (votes(4, abstained=2), {"abstentions_count": True}, Count.TIED),
            (votes(4, against=3), {"casting_vote": True}, Count.LOST),
            (votes(4, against=2), {"casting_vote": True}, Count.TIED),
            (
                votes(4, against=2, chair_is_with_it=True),
                {"casting_vote": True},
                Count.CAST,
            ),
            (votes(4, against=2, chair_is_with_it=True), {}, Count.TIED),
            (votes(0), {"casting_vote": True}, Count.LOST),
        ],
    )
    def test_is_of_those_who_count(self, of, options, count):
        assert counted("majority", of, **options).count == count

    def test_says_how_the_votes_fell(self):
        found = counted("majority", votes(7, against=2, abstained=1))

        assert (
            found.words == "Decided by majority: four for, two against, one abstained."
        )
        assert found.is_carried

    @given(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9), st.booleans())
    def test_is_more_than_half_of_what_counts(self, ayes, noes, aside, all_count):
        of = votes(ayes + noes + aside, against=noes, abstained=aside)

        found = counted("majority", of, abstentions_count=all_count)

        base = ayes + noes + (aside if all_count else 0)
        assert found.is_carried == (ayes > base / 2)


class TestVotes:
    @pytest.mark.parametrize(
        "values", [{"against": 3}, {"abstained": -1}, {"against": 1, "abstained": 2}]
    )
    def test_cannot_be_more_than_took_part(self, values):
        with pytest.raises(ValueError, match=r"\.$"):
            votes(2, **values)

    def test_are_counted_one_of_two_ways(self):
        with pytest.raises(ValueError, match="consensus or by majority"):
            counted("acclamation", votes(2))
