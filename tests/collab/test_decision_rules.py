import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collab.rules.decisions import (
    Body,
    DecisionContent,
    KnownPerson,
    Present,
    UnclearLineError,
    read_presence,
    title_of,
)

TRUST = Body(id=1, name="Northfield NHS Foundation Trust", ods_code="RX1")
COUNCIL = Body(id=2, name="Vale Council")
CHARITY = Body(id=3, name="Northfield Mind")
BODIES = [TRUST, COUNCIL, CHARITY]
AMINA = KnownPerson(id=7, name="Amina Shah", organisation_id=1)
JO = [KnownPerson(id=8, name="Jo Lee", organisation_id=n) for n in (1, 2)]
PEOPLE = [AMINA, *JO]


def read(text):
    return read_presence(text, bodies=BODIES, people=PEOPLE)


class TestReadPresence:
    @pytest.mark.parametrize(
        ("line", "expected"),
        [
            ("Amina Shah", Present(name="Amina Shah", organisation_id=1, user_id=7)),
            (
                "amina shah, RX1",
                Present(name="amina shah", organisation_id=1, user_id=7),
            ),
            ("Cy Wu, vale", Present(name="Cy Wu", organisation_id=2)),
            (
                "Jo Lee, Vale Council",
                Present(name="Jo Lee", organisation_id=2, user_id=8),
            ),
        ],
    )
    def test_reads_a_name_and_its_body(self, line, expected):
        assert read(line) == [expected]

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("Jo Lee", "Line 1: add a comma"),
            ("Amina Shah\n\nNobody Known", "Line 3: add a comma"),
            ("Cy Wu, Elsewhere", "not a member"),
            ("Cy Wu, Northfield", "could be Northfield NHS Foundation Trust or"),
            (", RX1", "Line 1: write the name"),
        ],
    )
    def test_names_the_line_it_cannot_read(self, text, words):
        with pytest.raises(UnclearLineError, match=words):
            read(text)

    def test_counts_one_person_for_one_body_once(self):
        assert len(read("Amina Shah\nAMINA SHAH, RX1")) == 1

    @given(st.text(max_size=200))
    def test_reads_or_refuses_anything(self, text):
        try:
            found = read(text)
        except UnclearLineError:
            return
        assert all(each.name and each.organisation_id in {1, 2, 3} for each in found)


class TestTitleOf:
    def test_takes_the_first_line(self):
        assert title_of("\n Fund beds. \nMore.") == "Fund beds."

    @given(st.text(max_size=400))
    def test_fits_its_column(self, text):
        assert len(title_of(text)) <= 200


class TestResultHash:
    CONTENT = DecisionContent(
        collaborative="col_1",
        reference="2026-001",
        organisation="org_1",
        title="T",
        proposal="P",
        rationale="R",
        outcome="approved",
        decided_on=dt.date(2026, 4, 1),
    )

    def test_does_not_depend_on_the_order_of_who_was_there(self):
        one, two = ("org_1", "A"), ("org_2", "B")

        assert self.CONTENT.result_hash([one, two]) == self.CONTENT.result_hash(
            [two, one]
        )

    def test_changes_with_who_was_there(self):
        assert self.CONTENT.result_hash([]) != self.CONTENT.result_hash(
            [("org_1", "A")]
        )
