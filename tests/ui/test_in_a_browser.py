"""The gallery and the sign-in pages as a person meets them."""

import pytest

from tests import browser
from tests.browser import requires_browser
from tests.ui.gallery import SIGN_IN_SETTINGS
from ui import registries
from ui.registries import Link

pytestmark = [
    requires_browser,
    pytest.mark.system,
    pytest.mark.django_db(transaction=True),
]

PAGES = {
    "form": ("/gallery/form", 200),
    "list": ("/gallery/list", 200),
    "signed-in": ("/gallery/signed-in", 200),
    "sign-in": ("/accounts/login/", 200),
    "reset-password": ("/accounts/password/reset/", 200),
    "not-found": ("/go/nope", 404),
    "forbidden": ("/gallery/forbidden", 403),
    "too-much": ("/gallery/huge", 413),
    "too-often": ("/gallery/again", 429),
    "broken": ("/gallery/broken", 500),
    "accessibility": ("/accessibility-statement", 200),
    "privacy": ("/privacy", 200),
    "cookies": ("/cookies", 200),
    "contact": ("/contact", 200),
    "version": ("/version", 200),
}


@pytest.fixture(scope="module")
def chromium():
    with browser.chromium() as started:
        yield started


@pytest.fixture
def many_links():
    before = list(registries._registry.navigation)
    words = ["Home", "Agreements", "Decisions", "Organisations", "People", "History"]
    for order, text in enumerate(words):
        link = Link(text=text, href="/" if text == "Home" else f"/{text.lower()}")
        registries.register_navigation(text, lambda _, link=link: link, order=order)
    yield
    registries._registry.navigation[:] = before


@pytest.fixture(autouse=True)
def gallery(settings, many_links):
    settings.ROOT_URLCONF = "tests.ui.gallery"
    for name, value in SIGN_IN_SETTINGS.items():
        setattr(settings, name, value)


@pytest.mark.parametrize("name", sorted(PAGES))
class TestEveryPage:
    def test_is_clean_narrow_and_keeps_the_policy(self, name, live_server, chromium):
        path, status = PAGES[name]
        for width in browser.WIDTHS.values():
            with browser.fresh_page(chromium, width=width) as page:
                answer = page.goto(live_server.url + path)
                browser.shot(page, f"{name}-{width}")

                assert answer.status == status
                browser.axe_clean(page)
                browser.fits_narrow(page)
                browser.no_complaints(page)
                assert page.locator("h1").count() == 1


class TestWithoutScripts:
    def test_a_long_menu_still_fits_the_narrowest_screen(self, live_server, chromium):
        with browser.fresh_page(chromium, width=320, scripts=False) as page:
            page.goto(live_server.url + "/gallery/signed-in")
            browser.shot(page, "signed-in-320-without-scripts")
            box = page.get_by_role("link", name="History").last.bounding_box()

            assert box["x"] >= 0
            assert box["x"] + box["width"] <= 320


class TestFormWithErrors:
    @pytest.mark.parametrize("width", sorted(browser.WIDTHS))
    def test_is_clean_and_its_summary_leads_to_the_field(
        self, width, live_server, chromium
    ):
        with browser.fresh_page(chromium, width=browser.WIDTHS[width]) as page:
            page.goto(live_server.url + "/gallery/form")
            page.get_by_label("Value").fill("250k")
            page.get_by_label("Year").fill("2026")
            page.get_by_role("button", name="Record decision").click()
            browser.shot(page, f"form-errors-{width}")

            assert page.title().startswith("Error: ")
            assert page.get_by_label("Value").input_value() == "250k"
            page.get_by_role("link", name="Value must be written in full").click()
            assert page.evaluate("document.activeElement.id") == "id_value"
            page.get_by_role("link", name="must include a day and a month").click()
            assert page.evaluate("document.activeElement.id") == "id_decided_on_day"
            browser.axe_clean(page)
            browser.fits_narrow(page)
            browser.no_complaints(page)

    def test_works_without_scripts(self, live_server, chromium):
        with browser.fresh_page(chromium, scripts=False) as page:
            page.goto(live_server.url + "/gallery/form")
            page.get_by_label("Which way").fill("By letter")
            page.get_by_role("button", name="Record decision").click()

            assert page.get_by_label("Which way").input_value() == "By letter"
            assert page.get_by_role("link", name="Enter value").count() == 1


class TestTransfer:
    def test_a_cold_page_weighs_less_than_100_kb_compressed(
        self, live_server, chromium
    ):
        import gzip

        weights = {}

        def weigh(response):
            if response.status == 200:
                weights[response.url] = len(gzip.compress(response.body()))

        with browser.fresh_page(chromium) as page:
            page.on("response", weigh)
            page.goto(live_server.url + "/gallery/form", wait_until="networkidle")

        assert len(weights) >= 3
        assert sum(weights.values()) < 100_000, weights
