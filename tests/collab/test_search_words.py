"""How texts are cut into terms, and how typed words are asked for and marked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collab.rules.searching import (
    MOST_ASKED,
    Question,
    asked_words,
    excerpt,
    key_of,
    marked,
    may_be_beginning,
    place_term,
    terms_of,
    within,
    words_in,
)

HERE = "collaborative:col_a"
HOSTILE = [
    '" OR "a',
    "a* OR b",
    "terms:a",
    "-a NOT b",
    "NEAR(a b)",
    "a' | 'b",
    "a & !b <-> c",
    ":* ) (",
    "'); DROP TABLE collab_searchentry; --",
    "<script>alert(1)</script>",
    "%s %(x)s {0}",
    "\\ \0 \t\n",
    "_k1234 a_b",
]


def question(words, **more):
    return Question(words=words, audiences=(HERE,), **more)


class TestWords:
    def test_are_compared_without_accents_and_capitals(self):
        assert words_in("Ynys Môn, CAFÉ; ﬁnance") == ["ynys", "mon", "cafe", "finance"]

    def test_are_taken_once_and_in_their_order(self):
        assert words_in("beds, crisis Beds") == ["beds", "crisis"]

    def test_of_a_reference_are_its_parts(self):
        assert words_in("AGR-003 impact/2026-001") == [
            *("agr", "003", "impact", "2026", "001")
        ]

    def test_beyond_the_first_few_do_not_count(self):
        typed = " ".join(f"w{n}" for n in range(20))

        assert len(asked_words(typed)) == MOST_ASKED

    @given(st.text())
    def test_hold_letters_and_digits_alone(self, text):
        assert all(
            word and not set(word) & set(" _\"'*:|&!()<>\\\0")
            for word in words_in(text)
        )


class TestTerms:
    def terms(self, token, place="col_a"):
        made = terms_of(
            text="Crisis beds", kind="X", token=token, collaborative_uid=place
        )
        return set(made.split())

    def test_say_each_word_for_the_audience_of_the_entry(self):
        key = key_of(HERE)

        assert {"crisis", f"{key}_crisis", f"{key}_beds"} <= self.terms(HERE)

    def test_of_what_is_for_few_are_there_for_who_reads_everything_of_it(self):
        key = key_of(within("col_a"))

        assert f"{key}_beds" in self.terms("parties:agr_a")
        assert f"{key}_beds" not in self.terms(HERE)

    def test_name_the_place_where_there_is_one(self):
        assert place_term("col_a") in self.terms(HERE)
        assert self.terms("installation", "") & {place_term("")} == set()


class TestQuestion:
    def test_asks_for_words_of_the_readers_audiences_alone(self):
        key = key_of(HERE)

        assert question(("a", "b")).in_fts5() == f'("{key}_a") AND ("{key}_b")'
        assert question(("a", "b")).in_tsquery() == f"('{key}_a') & ('{key}_b')"

    def test_takes_only_the_last_word_for_a_beginning(self):
        key = key_of(HERE)
        asked = question(("a", "b"), beginning=True)

        assert asked.in_fts5() == f'("{key}_a") AND ("{key}_b" *)'
        assert asked.in_tsquery() == f"('{key}_a') & ('{key}_b':*)"

    def test_of_who_reads_everything_asks_for_the_words_themselves(self):
        everything = Question(words=("a",), audiences=None, marks=("_k1",))

        assert everything.in_fts5() == '("a") AND "_k1"'
        assert everything.in_tsquery() == "('a') & '_k1'"

    @pytest.mark.parametrize(
        ("words", "may"), [((), False), (("a",), False), (("a", "be"), True)]
    )
    def test_does_not_cut_a_single_letter(self, words, may):
        assert may_be_beginning(words) is may


class TestMarks:
    def test_stand_at_the_words_that_were_asked_for(self):
        pieces = marked("Café beds, CAFE!", ("cafe",), beginning=False)

        assert [p.text for p in pieces if p.marked] == ["Café", "CAFE"]

    def test_stand_at_beginnings_only_of_the_last_word(self):
        pieces = marked("Safeguarding bedside", ("safe", "bed"), beginning=True)

        assert [p.text for p in pieces if p.marked] == ["bedside"]

    @given(st.text(), st.text())
    def test_leave_the_text_as_it_is(self, text, typed):
        pieces = marked(text, asked_words(typed), beginning=True)

        assert "".join(piece.text for piece in pieces) == text

    def test_stand_in_a_short_part_of_a_long_text(self):
        text = "word " * 400 + "needle" + " word" * 400
        pieces = excerpt(text, ("needle",), beginning=False)

        assert [p.text for p in pieces if p.marked] == ["needle"]
        assert len("".join(p.text for p in pieces)) < 260

    @given(st.text(max_size=600), st.text(max_size=20), st.integers(10, 300))
    def test_come_with_an_excerpt_of_any_text(self, text, typed, length):
        pieces = excerpt(text, asked_words(typed), beginning=True, length=length)
        said = "".join(piece.text for piece in pieces)

        assert len(said) <= length + 4
