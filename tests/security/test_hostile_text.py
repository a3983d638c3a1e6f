"""Text and files made to deceive a reader or to break a page."""

import datetime as dt
import io
import zipfile

import pytest
from django.core.exceptions import ValidationError

from accounts.forms import NameForm
from agreements.forms.drafting import ClauseForm
from agreements.presenters.markdown import to_blocks, to_html
from agreements.presenters.paper import TEMPLATE
from agreements.rules.clause_text import shows_everything
from collab.rules import csv_files, files, people_csv
from ui.fields import DateField
from ui.papers import frame, typeset


def clause(text):
    given = {"heading": "Money", "text": text, "identity": "cl_0123456789"}
    return ClauseForm(given)


HIDING = {
    "a link's definition": "[x]: /y 'The provider pays all of it'",
    "the label of a code block": "```the provider pays\nnothing\n```",
    "an entity": "&#80;ays",
}
REFUSED = {
    "a surplus cell": "|a|b|\n|-|-|\n|1|2|and the provider pays|",
    "deep quotations": ">" * 40 + " the provider pays",
    "deep lists": "\n".join("  " * depth + "- pays" for depth in range(20)),
}


class TestAClause:
    @pytest.mark.parametrize("text", HIDING.values(), ids=HIDING)
    def test_shows_what_markdown_would_hide(self, text):
        assert clause(text).is_valid()
        assert shows_everything(text)
        assert "ays" in str(to_html(text))

    @pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
    def test_is_refused_where_words_would_be_hidden(self, text):
        form = clause(text)

        assert not form.is_valid()
        assert "would not be shown" in form.errors["text"][0]

    @pytest.mark.parametrize(
        "text",
        [
            "Care **close** to *home*.\n\n7. first\n8. second\n\n- a\n  - b",
            "|a|b|\n|-|-|\n|1|2|",
            "<b>not</b> [a](javascript:alert(1)) ![b](data:x) `c` ² ½",
            "> said\n\n---\n\n    four spaces\n\n# no heading",
        ],
    )
    def test_is_taken_where_all_is_shown(self, text):
        assert clause(text).is_valid()

    def test_keeps_the_number_a_list_begins_with(self):
        assert '<ol start="7">' in str(to_html("7. seventh\n8. eighth"))
        assert to_blocks("7. seventh")[0]["start"] == 7

    def test_is_refused_where_letters_are_turned_round(self):
        form = clause("The provider pays \u202e0001\u202c pounds")

        assert not form.is_valid()

    @pytest.mark.parametrize(
        "text",
        [">" * 3_000 + " x", '#read("/etc/passwd") $x$ @a <b> \\', "a\x01\x0b\ufffe"],
    )
    def test_is_set_on_paper_whatever_it_says(self, text):
        data = dict.fromkeys(["reference", "instrument", "state", "effect"], "x")
        data |= frame(title="x", name="x", author="x", stamp="x", invented=True)
        data |= {"number": 1, "fingerprint": "x", "terms": [], "parties": []}
        data |= {"signatures": [], "outside": [], "conditions": []}
        data["clauses"] = [{"number": 1, "heading": "x", "blocks": to_blocks(text)}]

        made = typeset(TEMPLATE, data, at=dt.datetime(2026, 4, 1, tzinfo=dt.UTC))

        assert made.startswith(b"%PDF")


class TestAName:
    @pytest.mark.parametrize("name", ["Ann \u202eb", "Ann \u2066b", "Ann\x00b"])
    def test_deceives_nobody(self, name):
        assert not NameForm({"name": name}).is_valid()


class TestADay:
    @pytest.mark.parametrize("year", ["9999", "3000", "0999", "0001", "0000"])
    def test_beyond_the_calendar_is_a_sentence(self, year):
        with pytest.raises(ValidationError):
            DateField(label="Day").clean(["31", "12", year])

    @pytest.mark.parametrize("year", ["1123", "2026", "2999"])
    def test_within_it_is_taken(self, year):
        assert DateField(label="Day").clean(["31", "12", year]).year == int(year)


def word(types=b'<Types ContentType="x"/>', **more):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", types)
        package.writestr("word/document.xml", "<x/>")
        for name, content in more.items():
            package.writestr(name, content)
    return held.getvalue()


MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"
FILES = {
    "a value far too long": b'a,"' + b"x" * 200_000 + b'",c\n1,2,3\n',
    "macros in UTF-16": word(f'<T ContentType="{MACROS}"/>'.encode("utf-16")),
    "macros by numbered letters": word(
        MACROS.replace("E", "&#69;").encode()  # the parser of Word reads it as E
    ),
    "macros by entity": word(b'<!DOCTYPE t [<!ENTITY e "E">]><T a="macro&e;nabled"/>'),
    "macros after a long space": word(b" " * (1024 * 1024) + MACROS.encode()),
    "a renamed project": word(b'<T a="application/vnd.ms-office.vbaProject"/>'),
}


class TestAFile:
    @pytest.mark.parametrize("content", FILES.values(), ids=FILES)
    def test_is_refused_in_words(self, content):
        with pytest.raises(files.RefusedFileError):
            files.recognise(io.BytesIO(content), len(content))

    def test_is_refused_in_words_wherever_it_is_damaged(self):
        whole = word()
        for place in range(len(whole)):
            spoilt = whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :]
            try:
                files.recognise(io.BytesIO(spoilt), len(spoilt))
            except files.RefusedFileError:
                continue

    def test_is_taken_where_it_is_sound(self):
        content = word()

        assert files.recognise(io.BytesIO(content), len(content)) == files.WORD

    @pytest.mark.parametrize(
        "name", ["../../etc/x.pdf", "a\r\nB: c.pdf", "\u202efdp.pdf", "", "a\x00.pdf"]
    )
    def test_has_a_name_that_harms_nobody(self, name):
        safe = files.safe_name(name, files.PDF)

        assert safe.endswith(".pdf")
        assert safe.isprintable()
        assert "/" not in safe


class TestATable:
    def test_of_people_refuses_what_cannot_be_seen(self):
        table = "name,email,ods_code,post,starts_on\n"
        for name in ("A\x00B", "A\u202eB", "A\x01B"):
            _, bad = people_csv.read_people(
                f"{table}{name},a@b.org,X,Chair,2026-04-01\n".encode()
            )
            assert bad

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
    def test_of_bodies_refuses_nul(self, encoding):
        with pytest.raises(csv_files.CsvFileError):
            list(csv_files.records("name,code\nA\x00B,X\n".encode(encoding)))
