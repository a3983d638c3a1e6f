import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collab.enums import Sector
from collab.rules.quorum import (
    NoPart,
    OnTwoSeatsError,
    QuorumRule,
    SeatAt,
    Stay,
    There,
    quorum_of,
    there_at,
)
from collab.rules.quorum_words import MISSING, SECTORS
from tests.collab import quorum_referee

FIVE_WITH_A_CHARITY = QuorumRule(members=5, sectors={"vcse": 1})
CHARITY, TRUST = "vcse", "nhs_trust_acute"
TEN = dt.datetime(2026, 3, 2, 10, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def seat(number, *people, sector=TRUST, **changed):
    """A voting seat of a body of its own, with people who are there on it."""
    return SeatAt(
        **{
            "seat": f"seat {number}",
            "organisation": f"body {number}",
            "sector": sector,
            "there": tuple(There(person=name, name=name) for name in people),
        }
        | changed
    )


def board(there=6):
    """Nine seats, the first of a charity, so many of them with somebody there."""
    return [
        seat(
            number,
            *([f"Person {number}"] if number < there else []),
            sector=TRUST if number else CHARITY,
        )
        for number in range(9)
    ]


class TestTheNamedCases:
    def test_nine_seats_six_there_the_only_charity_recused(self):
        found = quorum_of(
            FIVE_WITH_A_CHARITY,
            board(),
            [NoPart(reason="her charity would be paid", person="Person 0")],
        )

        assert not found.is_quorate
        assert found.words == (
            "Not quorate for this item. Nine voting seats; at least five must take"
            " part, one of them from the voluntary, community or social enterprise"
            " sector. Six were there; one took no part (Person 0: her charity would"
            " be paid), so five took part, none from the voluntary, community or"
            " social enterprise sector."
        )

    def test_the_same_six_are_quorate_for_another_item(self):
        assert quorum_of(FIVE_WITH_A_CHARITY, board()).is_quorate

    def test_a_recused_person_who_is_absent_is_not_subtracted_twice(self):
        away = NoPart(reason="his brother's firm", person="Person 8")

        found = quorum_of(QuorumRule(members=6), board(there=6), [away])

        assert found.is_quorate
        assert found.tally.taking_part == 6

    def test_a_member_leaves_between_two_items(self):
        stays = [Stay(person=f"Person {number}") for number in range(5)]
        stays[4] = Stay(person="Person 4", left=TEN + HOUR)

        def at(moment):
            there = there_at(stays, moment)
            seats = [
                seat(n, *({f"Person {n}"} & there), sector=TRUST if n else CHARITY)
                for n in range(9)
            ]
            return quorum_of(FIVE_WITH_A_CHARITY, seats)

        assert at(TEN).is_quorate
        assert not at(TEN + HOUR).is_quorate
        assert "Four were there and took part" in at(TEN + HOUR).words

    def test_without_a_rule_nothing_is_decided(self):
        found = quorum_of(None, board(there=9))

        assert not found.is_quorate
        assert found.words == MISSING

    def test_observers_never_count(self):
        seats = [
            *board(there=4),
            *(seat(f"o{n}", f"Observer {n}", is_voting=False) for n in range(9)),
        ]

        found = quorum_of(FIVE_WITH_A_CHARITY, seats)

        assert not found.is_quorate
        assert "Nine voting seats" in found.words
        assert "Observers were there and do not count." in found.words

    def test_deputy_and_principal_count_once(self):
        both = [seat(n, f"Person {n}", f"Deputy {n}") for n in range(4)]

        found = quorum_of(QuorumRule(members=5), [*both, seat(5)])

        assert found.tally.taking_part == 4
        assert not found.is_quorate


class TestADeputy:
    def test_counts_for_the_seat(self):
        seats = [seat(1, "Deputy 1"), seat(2, "Person 2")]

        assert quorum_of(QuorumRule(members=2), seats).is_quorate

    def test_keeps_the_seat_when_the_interest_is_the_holders_own(self):
        seats = [seat(1, "Person 1", "Deputy 1"), seat(2, "Person 2")]
        own = NoPart(reason="a director there", person="Person 1")

        assert quorum_of(QuorumRule(members=2), seats, [own]).is_quorate

    def test_cannot_keep_it_when_the_interest_is_the_bodys(self):
        seats = [seat(1, "Person 1", "Deputy 1"), seat(2, "Person 2")]
        bodys = NoPart(reason="the trust would be paid", organisation="body 1")

        found = quorum_of(QuorumRule(members=2), seats, [bodys])

        assert not found.is_quorate
        assert "one took no part (Person 1: the trust would be paid;" in found.words

    def test_takes_part_for_one_seat_alone(self):
        with pytest.raises(OnTwoSeatsError, match="Jo is named for two seats"):
            quorum_of(QuorumRule(members=1), [seat(1, "Jo"), seat(2, "Jo")])


class TestTheRule:
    @pytest.mark.parametrize(
        ("filled", "share", "needed"),
        [
            (9, (1, 2), 5),
            (8, (1, 2), 4),
            (9, (1, 3), 3),
            (10, (2, 3), 7),
            (0, (1, 2), 1),
        ],
    )
    def test_rounds_a_share_up(self, filled, share, needed):
        assert QuorumRule(share=share).needed(filled) == needed

    def test_leaves_vacancies_out_of_a_share(self):
        seats = [*(seat(n, f"Person {n}") for n in range(2)), seat(3), seat(4)]
        vacant = [seat(n, is_filled=False) for n in range(5, 9)]

        found = quorum_of(QuorumRule(share=(1, 2)), [*seats, *vacant])

        assert found.is_quorate
        assert found.words == (
            "Quorate. Eight voting seats, four of them vacant; at least two (half,"
            " rounded up) must take part. Two were there and took part."
        )

    def test_can_ask_for_the_chair_and_for_bodies(self):
        rule = QuorumRule(members=2, organisations=2, roles=frozenset({"chair"}))
        seats = [seat(1, "Person 1"), seat(2, "Person 2", organisation="body 1")]

        found = quorum_of(rule, seats)

        assert not found.is_quorate
        assert "from one organisation, not the chair" in found.words
        chaired = [seat(1, "Person 1", is_chair=True), seat(2, "Person 2")]
        assert quorum_of(rule, chaired).is_quorate

    def test_is_never_met_by_nobody(self):
        found = quorum_of(QuorumRule(share=(1, 2)), [])

        assert not found.is_quorate
        assert "Nobody with a vote was there" in found.words

    @pytest.mark.parametrize(
        "values",
        [
            {},
            {"members": 0},
            {"share": (3, 2)},
            {"share": (0, 2)},
            {"members": 1, "organisations": -1},
            {"members": 1, "sectors": {"vcse": 0}},
            {"members": 1, "roles": frozenset({"clinical"})},
        ],
    )
    def test_refuses_what_cannot_be_a_quorum(self, values):
        with pytest.raises(ValueError, match=r"\.$"):
            QuorumRule(**values)

    def test_refuses_a_word_it_does_not_know(self):
        with pytest.raises(ValueError, match="does not know weight"):
            QuorumRule.from_json({"members": 1, "weight": 2})

    def test_has_words_for_every_sector(self):
        assert set(SECTORS) == set(Sector.values)


RULES = st.builds(
    QuorumRule,
    members=st.integers(1, 6),
    share=st.none() | st.sampled_from([(1, 2), (1, 3), (2, 3), (3, 4), (1, 1)]),
    organisations=st.integers(0, 4),
    sectors=st.dictionaries(st.sampled_from([CHARITY, TRUST]), st.integers(1, 3)),
    roles=st.sampled_from([frozenset(), frozenset({"chair"})]),
)


@st.composite
def meetings(draw):
    """Seats of a few bodies, each person on one seat, and who declared an interest."""
    seats = []
    for number in range(draw(st.integers(0, 7))):
        people = [f"p{number}.{n}" for n in range(draw(st.integers(0, 3)))]
        seats.append(
            seat(
                number,
                *people,
                organisation=f"body {draw(st.integers(0, 3))}",
                sector=draw(st.sampled_from([CHARITY, TRUST])),
                is_voting=draw(st.booleans()),
                is_chair=draw(st.booleans()),
                is_filled=draw(st.booleans()),
            )
        )
    anyone = st.sampled_from([f"p{n}.{m}" for n in range(7) for m in range(3)])
    own = draw(st.frozensets(anyone, max_size=6))
    bodies = draw(st.frozensets(st.sampled_from(["body 0", "body 1"])))
    return seats, own, bodies


def recusals(own, bodies):
    return [
        *(NoPart(reason="an interest", person=person) for person in sorted(own)),
        *(NoPart(reason="a body's", organisation=body) for body in sorted(bodies)),
    ]


class TestAgainstTheReferee:
    @given(rule=st.none() | RULES, meeting=meetings())
    def test_agrees(self, rule, meeting):
        seats, own, bodies = meeting
        plain = [
            (
                *(each.seat, each.organisation, each.sector, each.is_voting),
                *(each.is_chair, each.is_filled, [one.person for one in each.there]),
            )
            for each in seats
        ]
        rule_values = None if rule is None else rule.to_json()

        found = quorum_of(rule, seats, recusals(own, bodies))

        assert found.is_quorate == quorum_referee.is_quorate(
            rule_values, plain, own, bodies
        )

    @given(rule=RULES, meeting=meetings())
    def test_an_interest_never_makes_quorate(self, rule, meeting):
        seats, own, bodies = meeting
        if not quorum_of(rule, seats).is_quorate:
            assert not quorum_of(rule, seats, recusals(own, bodies)).is_quorate

    @given(rule=RULES, meeting=meetings())
    def test_the_order_of_seats_changes_nothing(self, rule, meeting):
        seats, own, bodies = meeting
        there = recusals(own, bodies)

        first = quorum_of(rule, seats, there)
        second = quorum_of(rule, seats[::-1], there[::-1])

        assert first.is_quorate == second.is_quorate

    @given(rule=RULES)
    def test_a_rule_comes_back_from_its_text(self, rule):
        assert QuorumRule.from_json(rule.to_json()) == rule


class TestThereAt:
    def test_counts_the_moment_of_coming_and_not_that_of_leaving(self):
        stay = [Stay(person="Jo", arrived=TEN, left=TEN + HOUR)]

        assert there_at(stay, TEN) == {"Jo"}
        assert there_at(stay, TEN + HOUR) == frozenset()
        assert there_at(stay, TEN - HOUR) == frozenset()

    def test_lets_somebody_come_back(self):
        stays = [Stay(person="Jo", left=TEN), Stay(person="Jo", arrived=TEN + HOUR)]

        assert there_at(stays, TEN) == frozenset()
        assert there_at(stays, TEN + HOUR) == {"Jo"}
