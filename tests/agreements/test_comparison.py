import dataclasses
import string
import time
from itertools import pairwise, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.rules.comparison import (
    Fate,
    apply,
    compare,
    compare_lists,
)
from agreements.rules.content import ClauseContent, Content
from agreements.rules.order import kept_in_order
from agreements.rules.word_changes import (
    Allowance,
    Kind,
    compare_words,
    new_text,
    old_text,
)
from tests.agreements.test_content import CONTENTS, TEXT

PROSE = st.lists(
    st.sampled_from(
        ["care ", "**", "the ", "a", "\n\n", "\n", " ", "- ", "£1,000", "."]
    ),
    max_size=30,
).map("".join)


def clause(identity, text="Words.", heading="Heading"):
    return ClauseContent(identity=identity, heading=heading, text=text)


@pytest.fixture
def content():
    """A content with the given clauses and otherwise the same."""

    def made(*clauses, **rest):
        return Content(
            agreement="agr_1",
            reference="AGR-001",
            number=1,
            title="T",
            instrument="mou",
            clauses=clauses,
            parties=(),
            **rest,
        )

    return made


class TestCompareWords:
    @given(st.text(max_size=200) | PROSE, st.text(max_size=200) | PROSE)
    def test_loses_nothing_of_either_text(self, old, new):
        pieces = compare_words(old, new)

        assert (old_text(pieces), new_text(pieces)) == (old, new)

    @given(st.text(max_size=200) | PROSE)
    def test_marks_nothing_in_the_same_text(self, text):
        assert all(piece.kind is Kind.SAME for piece in compare_words(text, text))

    @given(PROSE, PROSE)
    def test_leaves_alone_only_the_same_words(self, old, new):
        for piece in compare_words(old, new):
            if piece.kind is Kind.SAME:
                assert piece.old.split() == piece.new.split()

    @given(PROSE, PROSE)
    def test_never_puts_two_pieces_of_a_kind_side_by_side(self, old, new):
        kinds = [piece.kind for piece in compare_words(old, new)]

        assert all(one != other for one, other in pairwise(kinds))

    def test_marks_the_word_that_changed_and_no_other(self):
        pieces = compare_words("within 30 days of notice", "within 90 days of notice")

        marked = [(p.kind.value, p.shown) for p in pieces if p.kind is not Kind.SAME]
        assert marked == [("removed", "30 "), ("added", "90 ")]

    def test_takes_another_line_end_for_no_change_but_a_new_paragraph_for_one(self):
        broken = compare_words("one two\nthree", "one\ntwo three")
        parted = compare_words("one two three", "one two\n\nthree")

        assert [piece.kind for piece in broken] == [Kind.SAME]
        assert len(parted) > 1

    def test_keeps_markdown_marks_as_words_of_their_own(self):
        pieces = compare_words("Care **close** now", "Care close now")

        taken_out = "".join(p.shown for p in pieces if p.kind is Kind.REMOVED)
        assert "**" in taken_out

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("a " * 50_000, "a " * 49_999 + "b "),
            ("a b " * 25_000, "b a c " * 16_000),
            (". a" * 30_000, ". b" * 30_000),
            ("!?" * 50_000, "?!" * 49_000),
            (
                " ".join(map(str, range(20_000))),
                " ".join(map(str, reversed(range(20_000)))),
            ),
        ],
        ids=["one word", "in turn", "sentences", "signs", "reversed"],
    )
    def test_is_bounded_on_a_hostile_clause(self, old, new):
        began = time.process_time()
        pieces = compare_words(old, new)

        assert (old_text(pieces), new_text(pieces)) == (old, new)
        assert time.process_time() - began < 5

    def test_counts_the_work_over_many_texts(self):
        allowance = Allowance(pairs=0)

        pieces = compare_words("x a b c", "y a b b c", allowance)

        assert {piece.kind for piece in pieces} == {Kind.REMOVED, Kind.ADDED, Kind.SAME}

    def test_spends_no_work_on_words_that_are_alike(self):
        alike = "one a. b. a. b. two "
        only_for_what_differs = Allowance(pairs=10)

        pieces = compare_words(f"x {alike}y", f"z {alike}w", only_for_what_differs)

        same = [piece.old for piece in pieces if piece.kind is Kind.SAME]
        assert same == [alike]


class TestKeptInOrder:
    @pytest.mark.parametrize("places", list(permutations(range(1, 6))), ids=str)
    def test_is_a_longest_rising_run(self, places):
        kept = [place for place in places if place in kept_in_order(places)]
        longest = max(
            bin(chosen).count("1")
            for chosen in range(1 << len(places))
            if is_rising([p for i, p in enumerate(places) if chosen >> i & 1])
        )

        assert is_rising(kept)
        assert len(kept) == longest


def is_rising(places):
    return all(one < other for one, other in pairwise(places))


@st.composite
def pairs(draw):
    """An old content and a new one that shares some of its clauses and parties."""
    old, other = draw(CONTENTS), draw(CONTENTS)
    shared = [
        draw(st.sampled_from([each, dataclasses.replace(each, text=draw(TEXT))]))
        for each in old.clauses
        if draw(st.booleans())
    ]
    known = {each.identity for each in shared}
    fresh = [each for each in other.clauses if each.identity not in known]
    clauses = draw(st.permutations([*shared, *fresh]))
    kept = [each for each in old.parties if draw(st.booleans())]
    names = {each.organisation for each in kept}
    joined = [each for each in other.parties if each.organisation not in names]
    parties = sorted([*kept, *joined], key=lambda party: party.organisation)
    new = dataclasses.replace(other, clauses=tuple(clauses), parties=tuple(parties))
    return old, new


class TestCompare:
    @given(pairs())
    def test_leads_from_the_old_to_the_new(self, pair):
        old, new = pair
        same_version = {
            name: getattr(old, name) for name in ("agreement", "reference", "number")
        }

        assert apply(compare(old, new), old) == dataclasses.replace(new, **same_version)

    @given(CONTENTS)
    def test_reports_nothing_where_nothing_differs(self, content):
        found = compare(content, content)

        assert found.is_empty
        assert not any(each.differs for each in found.clauses)

    @given(pairs())
    def test_reports_every_difference_once(self, pair):
        old, new = pair
        found = compare(old, new)
        before = {each.identity: each for each in old.clauses}
        after = {each.identity: each for each in new.clauses}

        assert sorted(each.identity for each in found.clauses) == sorted(
            {*before, *after}
        )
        for each in found.clauses:
            was, now = before.get(each.identity), after.get(each.identity)
            expected = (
                Fate.ADDED
                if was is None
                else Fate.REMOVED
                if now is None
                else Fate.SAME
                if was == now
                else Fate.CHANGED
            )
            assert each.fate is expected
            assert bool(each.heading) is (
                expected is Fate.CHANGED and was.heading != now.heading
            )
        bodies = (
            {p.organisation: p for p in old.parties},
            {p.organisation: p for p in new.parties},
        )
        differing = {
            uid
            for uid in {*bodies[0], *bodies[1]}
            if bodies[0].get(uid) != bodies[1].get(uid)
        }
        assert sorted(p.organisation for p in found.parties) == sorted(differing)
        names = [term.name for term in found.terms]
        assert sorted(names) == sorted(
            field.name
            for field in dataclasses.fields(old)
            if field.name
            not in ("agreement", "reference", "number", "clauses", "parties")
            and getattr(old, field.name) != getattr(new, field.name)
        )

    @given(pairs())
    def test_moves_as_few_clauses_as_explain_the_order(self, pair):
        old, new = pair
        moved = {each.identity for each in compare(old, new).clauses if each.moved}
        before = [c.identity for c in old.clauses if c.identity not in moved]
        after = [c.identity for c in new.clauses if c.identity not in moved]
        both = set(before) & set(after)

        assert [i for i in before if i in both] == [i for i in after if i in both]

    def test_moves_nothing_where_a_clause_is_put_in_front(self, content):
        a, b, c = clause("a"), clause("b"), clause("c")

        found = compare(content(a, b), content(c, a, b))

        assert [(e.identity, e.fate.value, e.moved) for e in found.clauses] == [
            ("c", "added", False),
            ("a", "same", False),
            ("b", "same", False),
        ]

    def test_moves_only_the_clause_that_was_moved(self, content):
        a, b, c, d = (clause(name) for name in "abcd")

        found = compare(content(a, b, c, d), content(b, c, d, a))

        assert [e.identity for e in found.clauses if e.moved] == ["a"]

    def test_shows_a_removed_clause_where_it_stood(self, content):
        a, b, c = clause("a"), clause("b"), clause("c")

        found = compare(content(a, b, c), content(a, c))

        assert [e.identity for e in found.clauses] == ["a", "b", "c"]

    def test_compares_parts_that_are_added_to_contents_later(self, content):
        @dataclasses.dataclass(frozen=True, kw_only=True)
        class Later(Content):
            undertakings: tuple = ()

        base = content(clause("a"))
        values = {f.name: getattr(base, f.name) for f in dataclasses.fields(base)}
        old, new = Later(**values), Later(**values, undertakings=("Boards agree",))

        found = compare(old, new)

        assert [term.name for term in found.terms] == ["undertakings"]
        assert apply(found, old) == new

    def test_compares_sixty_reworded_clauses_quickly(self, content):
        said = [f"{word} of care " for word in string.ascii_letters] * 6
        old = [clause(f"c{n}", " ".join(said)) for n in range(60)]
        new = [
            clause(f"c{n}", " ".join([*said[:100], "anew", *said[103:]]))
            for n in range(60)
        ]
        began = time.process_time()

        compare(content(*old), content(*new))

        assert time.process_time() - began < 2


class TestCompareLists:
    @given(
        st.lists(st.integers(0, 3), max_size=6), st.lists(st.integers(0, 3), max_size=6)
    )
    def test_accounts_for_every_item_once(self, old, new):
        found = compare_lists(old, new)

        assert sorted([*old, *found.added]) == sorted([*new, *found.removed])
        assert not set(found.added) & set(found.removed)
        assert found.reordered is (sorted(old) == sorted(new) and old != new)
