import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agreements.models import Version
from agreements.presenters.markdown import to_blocks, to_html
from agreements.presenters.pages import show_version
from agreements.presenters.paper import TEMPLATE, agreement_pdf, paper_data
from agreements.presenters.terms import notice_in_words
from agreements.rules.content import Notice
from tests.builders import agreements as build
from ui.papers import by_number, frame, typeset

HOSTILE = [
    "<script>alert(1)</script>",
    "[press](javascript:alert(1))",
    '<img src=x onerror="alert(1)">',
    "![x](http://example.org/x.png)",
    "<a href='http://example.org'>x</a>",
    "<style>p{}</style>",
]


class TestToHtml:
    @pytest.mark.parametrize("text", HOSTILE)
    def test_shows_what_could_harm_as_words(self, text):
        shown = str(to_html(text))

        assert not any(
            f"<{tag}" in shown for tag in ("script", "a ", "img", "style", "a>")
        )

    def test_keeps_emphasis_lists_and_tables(self):
        shown = str(to_html("**Bold**\n\n- one\n- two\n\n|a|b|\n|-|-|\n|1|2|"))

        assert "<strong>Bold</strong>" in shown
        assert "<li>one</li>" in shown
        assert "<td>1</td>" in shown

    @given(st.text(max_size=300))
    def test_never_lets_an_attribute_through(self, text):
        assert "=" not in "".join(
            part.partition(">")[0] for part in str(to_html(text)).split("<")[1:]
        )


class TestToBlocks:
    def test_nests_lists_and_keeps_runs(self):
        found = to_blocks("Care **close**.\n\n1. one\n2. two")

        assert found[0]["parts"][0]["runs"][1] == {
            "text": "close",
            "strong": True,
            "emphasised": False,
        }
        assert (found[1]["kind"], len(found[1]["parts"])) == ("numbers", 2)


@pytest.mark.django_db
class TestAgreementPdf:
    @pytest.fixture
    def made(self, now):
        return build.partnership(now)

    def pdf(self, version, made, now):
        version = Version.objects.select_related("agreement__collaborative").get(
            pk=version.pk
        )
        return agreement_pdf(version, user=made.lead, as_at=now)

    def test_has_the_same_bytes_for_the_same_facts(self, made, now):
        version = build.draft(made, now)

        assert self.pdf(version, made, now) == self.pdf(version, made, now)

    def test_says_draft_until_every_party_has_signed(self, made, now):
        version = build.out_for_signature(made, now)
        before = paper_data(
            show_version(version, user=made.lead, now=now), as_at=now, invented=False
        )
        signed = build.sign_all(version, made, now)
        after = paper_data(
            show_version(signed, user=made.lead, now=now), as_at=now, invented=False
        )

        assert (before["across"], after["across"]) == ("draft", "")
        assert after["fingerprint"].replace(" ", "") == version.content_hash
        assert len(after["signatures"]) == 2

    def test_takes_typed_text_as_data_and_never_as_markup(self, made, now):
        version = build.draft(made, now, title="#panic() *x* $y$ <z>")
        build.add_clause(version, made, now, '#read("/etc/passwd")', "#panic()")
        build.add_clause(
            version, made, now, "All", "|a|b|\n|-|-|\n|1|2|\n\n> q\n\n---\n\n- a\n  - b"
        )

        assert self.pdf(version, made, now).startswith(b"%PDF-")

    def test_prints_terms_and_conditions(self, made, now):
        version = build.draft(made, now, needs=("The board agrees.",))
        notice = Notice(length=6, unit="months", effect="leaves")
        build.with_terms(version, made, now, notice=notice, review_on=now.date())
        version = build.send_out(version, made, now)
        build.meet(version.conditions.get(), made, now, evidence="Minute 4.")
        shown = show_version(version, user=made.lead, now=now)

        data = paper_data(shown, as_at=now, invented=False)

        assert f"Notice: {notice_in_words(notice)}" in data["terms"]
        assert data["conditions"][0]["text"] == "The board agrees."
        assert "Minute 4." in data["conditions"][0]["detail"]
        assert typeset(TEMPLATE, data, at=now).startswith(b"%PDF-")

    @pytest.mark.slow
    @settings(max_examples=60, deadline=None)
    @given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200))
    def test_typesets_whatever_people_type(self, text):
        data = {
            **frame(
                title=text or "T",
                name="AGR-001",
                author="C",
                stamp="today",
                invented=True,
            ),
            "reference": "AGR-001",
            "number": 1,
            "instrument": "MoU",
            "state": "Draft",
            "effect": "E",
            "terms": [text],
            "conditions": [{"number": 1, "text": text, "state": "Met", "detail": text}],
            "fingerprint": "0",
            "parties": [],
            "clauses": [{"number": 1, "heading": "H", "blocks": to_blocks(text)}],
            "signatures": [],
            "outside": [],
        }

        made = typeset(TEMPLATE, data, at=dt.datetime(2026, 4, 1, tzinfo=dt.UTC))

        assert made.startswith(b"%PDF-")


class TestByNumber:
    def test_writes_what_the_font_lacks_and_leaves_the_rest(self):
        found = by_number({"a": ["Siân Ŵyn \u0688", 3, True]})

        assert found == {"a": ["Siân Ŵyn [U+0688]", 3, True]}
