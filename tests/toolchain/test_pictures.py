"""The pictures of the docs are those that the journeys take."""

import re

from tests.architecture.source import ROOT, files

SHOWN = re.compile(r"!\[[^\]]+\]\(([^)]+\.png)\)")
TAKEN = re.compile(r"""(?:pictures|shot)\([^)]*?f?["']([a-z0-9-]+)["']""")


def shown():
    """Each picture that a page shows, with the page."""
    return {
        (path.parent / name).resolve(): path.relative_to(ROOT)
        for path in files(".md")
        for name in SHOWN.findall(path.read_text())
    }


def taken():
    """The names of the pictures that the journeys take."""
    return {
        name
        for path in files(".py", under=ROOT / "tests" / "journeys")
        for name in TAKEN.findall(path.read_text())
    }


class TestPictures:
    def test_that_the_docs_show_are_taken_by_a_journey(self):
        assert shown()
        assert {path.stem for path in shown()} - taken() == set()

    def test_are_there_and_none_is_from_elsewhere(self):
        kept = set((ROOT / "docs" / "images").glob("*.png"))

        assert set(shown()) - kept == set()
        assert {path.stem for path in kept} - taken() == set()
        assert all(path.read_bytes()[:4] == b"\x89PNG" for path in kept)
