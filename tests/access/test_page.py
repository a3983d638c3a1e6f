"""The page of access says what the tables say."""

from tests.access.page import PAGE, text


class TestThePage:
    def test_is_current(self):
        assert PAGE.read_text() == text(), "Run: .venv/bin/python -m tests.access"

    def test_tells_each_answer_in_words(self):
        page = text()

        for words in ("✓ yes", "told why", "not there", "sign in", "✓ may"):
            assert words in page
