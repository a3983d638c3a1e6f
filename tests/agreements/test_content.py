import dataclasses
import datetime as dt
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.rules import content as rules
from agreements.rules.content import (
    ClauseContent,
    ConditionContent,
    Content,
    Notice,
    PartyContent,
)

# Lone surrogates have no spelling in UTF-8; the form refuses them as well.
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1))
CLAUSES = st.lists(
    st.builds(ClauseContent, identity=TEXT, heading=TEXT, text=TEXT),
    max_size=4,
    unique_by=lambda clause: clause.identity,
)
PARTIES = st.lists(
    st.builds(PartyContent, organisation=TEXT, name=TEXT, role=TEXT),
    max_size=4,
    unique_by=lambda party: party.organisation,
)
CONDITIONS = st.lists(
    st.builds(ConditionContent, identity=TEXT, text=TEXT),
    max_size=3,
    unique_by=lambda condition: condition.identity,
)
CONTENTS = st.builds(
    Content,
    agreement=TEXT,
    reference=TEXT,
    number=st.integers(1, 99),
    title=TEXT,
    instrument=TEXT,
    clauses=CLAUSES.map(tuple),
    parties=PARTIES.map(
        lambda parties: tuple(sorted(parties, key=lambda party: party.organisation))
    ),
    commences_on=st.none() | DAYS,
    expires_on=st.none() | DAYS,
    value_pence=st.none() | st.integers(0, 2**53 - 1),
    review_on=st.none() | DAYS,
    notice=st.none()
    | st.builds(Notice, length=st.integers(1, 500), unit=TEXT, effect=TEXT),
    conditions=CONDITIONS.map(tuple),
    effect_from=st.sampled_from(["later", "commencement"]),
    open_to=st.sampled_from(["collaborative", "parties"]),
)


class TestFingerprint:
    @given(CONTENTS, CONTENTS)
    def test_is_the_same_for_the_same_content_alone(self, one, other):
        assert (one.fingerprint() == other.fingerprint()) is (one == other)

    @given(CONTENTS, st.data())
    def test_changes_with_any_part(self, content, data):
        name = data.draw(
            st.sampled_from([field.name for field in dataclasses.fields(Content)])
        )
        changed = dataclasses.replace(
            content, **{name: getattr(data.draw(CONTENTS), name)}
        )

        same = getattr(changed, name) == getattr(content, name)

        assert (changed.fingerprint() == content.fingerprint()) is same

    @given(CLAUSES, PARTIES, st.randoms())
    def test_does_not_depend_on_the_order_of_reading(self, clauses, parties, random):
        numbered = list(enumerate(clauses))
        rest = {
            "agreement": "agr_1",
            "reference": "AGR-001",
            "number": 1,
            "title": "T",
            "instrument": "mou",
        }
        first = Content.gather(clauses=numbered, parties=parties, **rest)
        random.shuffle(numbered)
        random.shuffle(parties)

        again = Content.gather(clauses=numbered, parties=parties, **rest)

        assert again.fingerprint() == first.fingerprint()

    def test_depends_on_the_order_of_clauses(self):
        one = ClauseContent(identity="a", heading="A", text="x")
        two = ClauseContent(identity="b", heading="B", text="y")
        rest = {
            "agreement": "a",
            "reference": "r",
            "number": 1,
            "title": "T",
            "instrument": "mou",
            "parties": [],
        }

        first = Content.gather(clauses=[(1, one), (2, two)], **rest)
        second = Content.gather(clauses=[(2, one), (1, two)], **rest)

        assert first.fingerprint() != second.fingerprint()

    @given(CONTENTS)
    def test_is_the_sha_256_of_the_text_and_nothing_else(self, content):
        text = content.text()

        assert content.fingerprint() == hashlib.sha256(text.encode()).hexdigest()


class TestRead:
    @given(CONTENTS)
    def test_gives_back_what_was_spelt(self, content):
        assert rules.read(content.text()) == content

    @pytest.mark.parametrize("text", ["", "{}", "[]", "not json", '{"schema":"other"}'])
    def test_refuses_what_is_no_content(self, text):
        with pytest.raises(rules.UnreadableContentError):
            rules.read(text)


class TestWhatAVersionDoesNotSay:
    def test_leaves_the_text_of_versions_signed_before_it_could_be_said(self):
        plain = Content(
            agreement="agr_1",
            reference="AGR-001",
            number=1,
            title="Beds",
            instrument="mou",
            clauses=(),
            parties=(),
        )

        assert plain.text() == (
            '{"agreement":"agr_1","clauses":[],"commences_on":null,"expires_on":null,'
            '"instrument":"mou","number":1,"parties":[],"reference":"AGR-001",'
            '"schema":"concordat.agreement-version/1","title":"Beds",'
            '"value_pence":null}'
        )

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("review_on", dt.date(2026, 4, 1)),
            ("notice", Notice(length=6, unit="months", effect="ends")),
            ("conditions", (ConditionContent(identity="cn_1", text="Agreed."),)),
            ("effect_from", "commencement"),
            ("open_to", "parties"),
        ],
    )
    def test_is_in_the_text_once_it_is_said(self, name, value):
        plain = rules.read(
            '{"agreement":"a","clauses":[],"commences_on":null,"expires_on":null,'
            '"instrument":"mou","number":1,"parties":[],"reference":"r",'
            '"schema":"concordat.agreement-version/1","title":"t","value_pence":null}'
        )
        said = dataclasses.replace(plain, **{name: value})

        assert said.fingerprint() != plain.fingerprint()
        assert rules.read(said.text()) == said
