"""Files of past decisions, good, bad and hostile, read without a database."""

import datetime as dt

import pytest

from collab.rules.decision_csv import EXAMPLE, MOST_ROWS, read_past_decisions
from collab.rules.decisions import Body
from collab.rules.past_decisions import HEADINGS, Known
from tests.builders.past_decisions import file_of, line

KNOWN = Known(
    outcomes={
        "approved": "approved",
        "approved with conditions": "approved_with_conditions",
        "declined": "declined",
    },
    forums={"delivery board": 7},
    bodies=[
        Body(id=1, name="Northfield Trust", ods_code="NF1"),
        Body(id=2, name="Vale Council"),
    ],
    today=dt.date(2026, 4, 1),
)


def read(*lines):
    return read_past_decisions(file_of(*lines), KNOWN)


def faults(**given):
    return [str(each) for each in read(line(**given)).faults]


class TestAGoodRow:
    def test_is_read_with_its_source_and_item_together(self):
        (row,) = read(line("Open beds\nin Ward 4", value="£12,000.50")).rows

        assert row.title == "Open beds"
        assert row.what == "Open beds\nin Ward 4"
        assert row.source == "Minutes of the board, May 2023, item 7.2"
        assert row.decided_on == dt.date(2023, 5, 3)
        assert row.value_pence == 1_200_050
        assert row.number == 2

    @pytest.mark.parametrize(
        "day", ["3/5/2023", "03.05.2023", "2023-05-03", "20230503"]
    )
    def test_may_write_its_day_in_several_ways(self, day):
        assert read(line(day=day)).rows[0].decided_on == dt.date(2023, 5, 3)

    @pytest.mark.parametrize(
        ("typed", "pence"),
        [("0", 0), ("12000", 1_200_000), ("1,234,567.89", 123_456_789), ("", None)],
    )
    def test_may_have_a_value_in_pounds(self, typed, pence):
        assert read(line(value=typed)).rows[0].value_pence == pence

    def test_names_its_forum_in_any_case(self):
        assert read(line(forum="delivery BOARD")).rows[0].forum_id == 7

    def test_names_who_was_there_by_lines_or_semicolons(self):
        there = "Aisha Shah, NF1; Ben Cole, Vale Council\nCy Dean, Northfield"

        (row,) = read(line(who_was_there=there)).rows

        assert [(each.name, each.organisation_id) for each in row.present] == [
            ("Aisha Shah", 1),
            ("Ben Cole", 2),
            ("Cy Dean", 1),
        ]

    def test_may_leave_open_what_the_minutes_do_not_say(self):
        (row,) = read(line(why="")).rows

        assert (row.why, row.present, row.forum_id) == ("", (), None)


class TestABadRow:
    @pytest.mark.parametrize("column", ["what", "day", "outcome", "source", "item"])
    def test_names_the_cell_that_is_missing(self, column):
        (fault,) = faults(**{column: ""})

        assert fault.startswith(f"Row 2, {column}: ")
        assert "is missing" in fault

    @pytest.mark.parametrize(
        ("column", "typed", "words"),
        [
            ("day", "31/02/2023", "is not a day that can be right"),
            ("day", "May 2023", "is not a day that can be right"),
            ("day", "01/01/1066", "is not a day that can be right"),
            ("day", "02/04/2026", "lies ahead"),
            ("outcome", "agreed", "is not one of approved, approved with conditions"),
            ("forum", "Other board", "is not a forum of this collaborative"),
            ("who_was_there", "Ann, Mars", "Person 1: Mars is not a member"),
            ("who_was_there", "Ann", "Person 1: add a comma"),
            ("value", "-5", "would run as a formula"),
            ("value", "1,2", "is not an amount"),
            ("value", "12.345", "is not an amount"),
            ("source", "a" * 121, "longer than 120 characters"),
            ("source", "a\nb", "must stand on one line"),
            ("what", "a" * 5_001, "longer than 5,000 characters"),
            ("what", "bell\a", "signs that cannot be shown"),
            ("what", '=HYPERLINK("http://x")', "would run as a formula"),
            ("why", "@SUM(1)", "would run as a formula"),
        ],
    )
    def test_says_what_is_wrong_with_which_cell(self, column, typed, words):
        said = faults(**{column: typed})

        assert any(each.startswith(f"Row 2, {column}:") for each in said)
        assert any(words in each for each in said)

    def test_tells_every_fault_and_not_the_first_alone(self):
        found = read(line("", outcome="maybe", value="lots"))

        assert [each.column for each in found.faults] == ["what", "outcome", "value"]
        assert not found.rows

    def test_refuses_a_review_before_the_effect(self):
        (fault,) = faults(effective_on="01/06/2023", review_on="01/05/2023")

        assert "before the day of effect" in fault

    def test_spoils_no_other(self):
        found = read(line("One"), line("Two", outcome="?"), line("Three"))

        assert [row.title for row in found.rows] == ["One", "Three"]
        assert [each.number for each in found.faults] == [3]

    def test_is_one_that_stands_twice(self):
        found = read(line("One"), line("One", why="Otherwise"))

        assert [row.number for row in found.rows] == [2]
        assert "The same decision is on row 2" in found.faults[0].what


class TestAFile:
    def test_gives_its_rows_by_day(self):
        found = read(line("Late", day="04/05/2023"), line("Early", day="01/02/2020"))

        assert [row.title for row in found.rows] == ["Early", "Late"]

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            (b"", "is empty"),
            (b"PK\x03\x04zip", "not a CSV file"),
            (b"colour\nred\n", "no column headed what and none headed day"),
            (b"what,title,day,outcome,source,item\n", "Two columns hold the same"),
            (b"what,day,outcome,source,item\n", "no rows"),
            (b'what,day,outcome,source,item\n"open', "cannot be read after row"),
            ("what\xe9".encode("latin-1"), "cannot be read as UTF-8"),
        ],
    )
    def test_is_refused_whole_with_a_sentence(self, content, words):
        found = read_past_decisions(content, KNOWN)

        assert words in found.refused
        assert not found.rows

    def test_may_not_hold_more_than_5000_decisions(self):
        lines = "".join(
            f"d{n},03/05/2023,approved,s,{n}\n" for n in range(MOST_ROWS + 1)
        )

        found = read_past_decisions(
            b"what,day,outcome,source,item\n" + lines.encode(), KNOWN
        )

        assert "more than 5,000 decisions" in found.refused

    def test_names_columns_that_are_not_read(self):
        content = (
            b"what,day,outcome,source,item,colour\na,03/05/2023,approved,s,1,red\n"
        )

        found = read_past_decisions(content, KNOWN)

        assert found.unknown_columns == ["colour"]
        assert len(found.rows) == 1

    def test_like_the_template_is_good(self):
        found = read(dict(zip(HEADINGS, EXAMPLE, strict=True)))

        assert not found.faults
        assert found.rows[0].effective_on == dt.date(2023, 6, 1)
