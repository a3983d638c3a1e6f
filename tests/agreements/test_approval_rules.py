"""Who is asked and when it is approved, against a referee that tries everything."""

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from agreements.rules.approval import (
    ALL,
    ANY,
    N_OF_M,
    ONE_PER_ORGANISATION,
    Answer,
    Group,
    Seat,
    Word,
    can_complete,
    is_approved,
    is_complete,
    is_refused,
    open_group,
    who_is_asked,
)

TEXT, OTHER = "a" * 64, "b" * 64
RULES = (ALL, ANY, N_OF_M, ONE_PER_ORGANISATION)


@st.composite
def plans(draw):
    """Up to three groups of up to four seats, and answers on this or another text."""
    groups, words, key = [], [], 0
    for _ in range(draw(st.integers(1, 3))):
        seats = []
        for _ in range(draw(st.integers(0, 4))):
            key += 1
            person, body = draw(st.integers(1, 4)), draw(st.integers(1, 3))
            seats.append(Seat(key=key, user=person, organisation=body))
            answer = draw(st.sampled_from([None, *Answer]))
            if answer is not None:
                words.append(
                    Word(
                        seat=key,
                        by=draw(st.integers(1, 6)),
                        answer=answer,
                        content_hash=draw(st.sampled_from([TEXT, TEXT, OTHER])),
                    )
                )
        rule = draw(st.sampled_from(RULES))
        needed = draw(st.integers(1, 4)) if rule == N_OF_M else None
        groups.append(Group(rule=rule, seats=tuple(seats), needed=needed))
    return groups, words


def referee_complete(group, given_by):
    """Say it from the words of the plan: ``given_by`` maps seats to who approved."""
    if group.seats == ():
        return False
    if group.rule == ALL:
        return all(seat.key in given_by for seat in group.seats)
    if group.rule == ONE_PER_ORGANISATION:
        return all(
            any(
                other.key in given_by
                for other in group.seats
                if other.organisation == seat.organisation
            )
            for seat in group.seats
        )
    # So many different people among those who approved: try every choice of them.
    wanted = 1 if group.rule == ANY else group.needed
    return any(
        len({given_by[key] for key in chosen}) == wanted
        for chosen in itertools.combinations(given_by, wanted)
    )


def referee_given(group, words):
    return {
        seat.key: word.by
        for seat in group.seats
        for word in words
        if word.seat == seat.key
        and (word.answer, word.content_hash) == (Answer.GIVEN, TEXT)
    }


class TestIsComplete:
    @given(plans())
    def test_is_what_the_plan_says(self, plan):
        groups, words = plan

        for group in groups:
            expected = referee_complete(group, referee_given(group, words))
            assert is_complete(group, words, TEXT) == expected

    @given(plans())
    def test_never_counts_an_answer_on_another_text(self, plan):
        groups, words = plan
        elsewhere = [
            Word(seat=w.seat, by=w.by, answer=w.answer, content_hash=OTHER)
            for w in words
        ]

        assert not any(is_complete(group, elsewhere, TEXT) for group in groups)

    @given(plans())
    def test_never_counts_what_is_outdated(self, plan):
        groups, words = plan
        outdated = [
            Word(seat=w.seat, by=w.by, answer=Answer.OUTDATED, content_hash=TEXT)
            for w in words
        ]

        assert not any(is_complete(group, outdated, TEXT) for group in groups)


class TestCanComplete:
    @settings(max_examples=60)
    @given(plans(), st.sets(st.integers(1, 12)))
    def test_is_whether_some_answers_that_may_still_come_are_enough(self, plan, barred):
        groups, words = plan

        for group in groups:
            given_by = referee_given(group, words)
            answered = {word.seat for word in words}
            free = [
                seat
                for seat in group.seats
                if seat.key not in answered and seat.key not in barred
            ]
            expected = any(
                referee_complete(
                    group, given_by | {seat.key: seat.user for seat in chosen}
                )
                for many in range(len(free) + 1)
                for chosen in itertools.combinations(free, many)
            )
            assert can_complete(group, words, TEXT, barred=barred) == expected


class TestOpenGroup:
    @given(plans())
    def test_is_the_first_that_has_not_approved(self, plan):
        groups, words = plan
        done = [referee_complete(each, referee_given(each, words)) for each in groups]

        expected = done.index(False) if False in done else None

        assert open_group(groups, words, TEXT) == expected

    @given(plans())
    def test_alone_is_asked_less_who_has_answered_and_nobody_after_a_refusal(
        self, plan
    ):
        groups, words = plan
        index = open_group(groups, words, TEXT)
        answered = {word.seat for word in words}
        refused = any(
            (word.answer, word.content_hash) == (Answer.REFUSED, TEXT) for word in words
        )

        asked = who_is_asked(groups, words, TEXT)

        if index is None or refused:
            assert asked == []
        else:
            assert asked == [
                seat for seat in groups[index].seats if seat.key not in answered
            ]

    @given(plans())
    def test_none_and_no_refusal_is_an_approval(self, plan):
        groups, words = plan

        assert is_approved(groups, words, TEXT) == (
            open_group(groups, words, TEXT) is None and not is_refused(words, TEXT)
        )
