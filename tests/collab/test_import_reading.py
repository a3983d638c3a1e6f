"""Reading a file of organisations, without a database."""

import pytest

from collab.rules import csv_files
from collab.rules.organisation_csv import read_organisations

HEAD = "ods_code,name,town,postcode,open_date,close_date\n"


def read(text, **options):
    content = text if isinstance(text, bytes) else text.encode()
    words = {"sectors": {"charity": "vcse"}, "legal_forms": {"company": "company"}}
    return read_organisations(content, **words | options)


class TestReadOrganisations:
    def test_reads_what_the_published_extract_holds(self):
        found = read(
            "ods_code,name,nhse_region_code,icb_ods_code,address1,town,postcode,"
            "open_date,close_date\n"
            'G6V2S,NORTH LONDON NHS FOUNDATION TRUST,Y56,QMJ,"4TH FLOOR, EAST WING",'
            "LONDON,nw1 0pe,20241101,\n"
        )

        (row,) = found.rows
        assert row.number == 2
        assert row.ods_code == "G6V2S"
        assert row.name == "North London NHS Foundation Trust"
        assert row.published_name == "NORTH LONDON NHS FOUNDATION TRUST"
        assert (row.region_code, row.icb_code) == ("Y56", "QMJ")
        assert (row.town, row.postcode) == ("London", "NW1 0PE")
        assert row.opened_on.isoformat() == "2024-11-01"
        assert row.closed_on is None
        assert found.unknown_columns == []

    def test_takes_a_byte_order_mark_windows_lines_and_quoted_breaks(self):
        found = read(
            b"\xef\xbb\xbfODS Code,Organisation Name,Town\r\n"
            b'RHA,"Two\r\nlines",Derby\r\n'
        )

        assert [(row.name, row.town) for row in found.rows] == [("Two lines", "Derby")]

    def test_takes_what_windows_calls_unicode(self):
        found = read((HEAD + "RHA,Böse Trust,,,,\n").encode("utf-16"))

        assert found.rows[0].name == "Böse Trust"

    def test_keeps_good_rows_beside_bad_ones(self):
        found = read(HEAD + "RHA,Good,,,,\nR!,Bad,,,,\n\nRHB,Also good,,,2024-01-02,\n")

        assert [row.number for row in found.rows] == [2, 5]
        assert [problem.number for problem in found.problems] == [3]

    @pytest.mark.parametrize(
        ("line", "what", "remedy"),
        [
            ("RHA,,,,,", "the name is missing.", "Enter"),
            ("R,A,,,,", "is not an ODS code", "3 to 10"),
            (
                "RHA,A,,,20241301,",
                "open date “20241301” is not a real date",
                "20241101",
            ),
            ("RHA,A,,,1/2/2024,", "is not a real date", "2024-11-01"),
            ("RHA,A,,,2024-W01-1,", "is not a real date", "2024-11-01"),
            ("RHA,A,,,20240101,20230101", "close date lies before", "Correct"),
            (f"RHA,{'x' * 181},,,,", "name is longer than 180", "Shorten"),
            ("RHA,A,,NW1 0PE NW1 0PE,,", "postcode is longer than 10", "Shorten"),
            ("RHA,=HYPERLINK(1),,,,", "would run as a formula", "Remove"),
            ("RHA,A,@SUM(1),,,", "town begins with “@”", "Remove"),
            ("RHA,A\x07B,,,,", "signs that cannot be shown", "again"),
        ],
    )
    def test_says_what_is_wrong_and_what_to_do(self, line, what, remedy):
        found = read(HEAD + line + "\n")

        (problem,) = found.problems
        assert what in str(problem)
        assert remedy in problem.remedy
        assert str(problem).startswith("Row 2: ")
        assert found.rows == []

    def test_reports_the_second_of_two_rows_for_one_body(self):
        found = read(HEAD + "RHA,A,,,,\nrha,B,,,,\n,Same Name,,,,\n,SAME NAME,,,,\n")

        assert [row.number for row in found.rows] == [2, 4]
        assert [str(problem) for problem in found.problems] == [
            "Row 3: the same organisation is on row 2. Remove one of the two.",
            "Row 5: the same organisation is on row 4. Remove one of the two.",
        ]

    def test_names_columns_it_does_not_know(self):
        found = read("name,Colour,address1,\nA,red,x,\n")

        assert found.unknown_columns == ["Colour"]

    def test_takes_sector_and_legal_form_by_their_words(self):
        found = read("name,sector,legal form\nA,Charity,COMPANY\nB,spaceship,\n")

        assert (found.rows[0].sector, found.rows[0].legal_form) == ("vcse", "company")
        assert "“spaceship” is not one that Concordat knows" in found.problems[0].what

    def test_takes_a_short_row_and_a_long_one(self):
        found = read(HEAD + "RHA,A\nRHB,B,,,,,,,,extra\n")

        assert [row.name for row in found.rows] == ["A", "B"]

    @pytest.mark.parametrize(
        ("content", "why"),
        [
            (b"", "is empty"),
            (b" \r\n ", "is empty"),
            (HEAD.encode(), "headings and no rows"),
            (b"colour\nred\n", "No column is headed “name”"),
            (b"name,name\nA,B\n", "Two columns hold the same thing (name)"),
            (b"PK\x03\x04" + b"0" * 99, "not a CSV file"),
            (b"name\nA\x00B\n", "NUL bytes"),
            (b"name\nB\xf6se\n", "cannot be read as UTF-8"),
            (b"\xff\xfe\x00", "cannot be read as UTF-8"),
            (b'name\n"never closed\n', "quotation mark is not closed"),
            (b"name\n" + b"x" * 200_000 + b"\n", "far too long"),
        ],
    )
    def test_refuses_a_hostile_file_with_a_sentence(self, content, why):
        found = read(content)

        assert why in found.refused
        assert found.rows == []

    def test_refuses_more_than_its_size(self, monkeypatch):
        monkeypatch.setattr(csv_files, "LARGEST_FILE", 10)

        assert "larger than 25 MB" in read("name\n" + "x" * 20).refused

    def test_refuses_more_than_its_rows(self, monkeypatch):
        monkeypatch.setattr(csv_files, "MOST_ROWS", 2)

        assert "more than 2 rows" in read("name\na\nb\nc\n").refused
        assert len(read("name\na\nb\n").rows) == 2
