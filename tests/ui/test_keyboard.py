"""A page by the keyboard alone."""

import pytest

from tests import browser
from tests.ui.gallery import SIGN_IN_SETTINGS

pytestmark = [
    browser.requires_browser,
    pytest.mark.system,
    pytest.mark.django_db(transaction=True),
]

# What can be reached, and where the focus stands: its id or words, and its outline.
WANTED = """() => [...document.querySelectorAll(
    'a[href], button, input, select, textarea')]
    .filter(e => e.type !== 'hidden' && !e.disabled && e.checkVisibility())
    .filter(e => e.type !== 'radio' || e === document.querySelector(
        `input[name="${e.name}"]`))
    .map(e => e.id || e.textContent.trim())"""
FOCUSED = """() => { const e = document.activeElement, s = getComputedStyle(e);
    const around = getComputedStyle(e.labels?.[0] || e, '::before');
    return [e.id || e.textContent.trim(),
        s.outlineStyle !== 'none' || s.boxShadow !== 'none'
        || around.boxShadow !== 'none']; }"""


@pytest.fixture(autouse=True)
def gallery(settings):
    settings.ROOT_URLCONF = "tests.ui.gallery"
    for name, value in SIGN_IN_SETTINGS.items():
        setattr(settings, name, value)


@pytest.fixture(scope="module")
def chromium():
    with browser.chromium() as started:
        yield started


class TestKeyboard:
    def test_reaches_everything_and_shows_where_it_is(self, live_server, chromium):
        with browser.fresh_page(chromium) as page:
            page.goto(live_server.url + "/gallery/form")
            wanted, met = set(page.evaluate(WANTED)), {}
            for _ in range(len(wanted) + 10):
                page.keyboard.press("Tab")
                name, seen = page.evaluate(FOCUSED)
                met.setdefault(name, seen)

            assert wanted
            assert wanted - set(met) == set()
            assert [name for name in wanted if not met[name]] == []

    def test_skips_to_the_content_and_sends_a_form(self, live_server, chromium):
        with browser.fresh_page(chromium) as page:
            page.goto(live_server.url + "/gallery/form")
            page.keyboard.press("Tab")

            assert "Skip to main content" in page.evaluate(FOCUSED)[0]

            page.keyboard.press("Enter")
            for _ in range(3):
                page.keyboard.press("Tab")
                if page.evaluate("document.activeElement.id") == "id_title":
                    break
            page.keyboard.type("Open two flats")
            with page.expect_navigation():
                page.keyboard.press("Enter")

            assert page.title().startswith("Error: ")
            assert page.get_by_label("What was decided").input_value() == (
                "Open two flats"
            )
