"""What every browser test needs: Debian's Chromium, axe, and three promises to check.

    @pytest.fixture
    def page(live_server, browser_page): ...

Tests skip with the reason where Chromium, Playwright or node_modules is missing.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
BUILT = ROOT / "ui" / "static" / "dist" / "concordat.css"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDTHS = {"desktop": 1100, "phone": 390}
NARROW = 320

# The two faults of NHS.UK frontend's own scripts (docs: accessibility statement), and
# nothing else: the rule, and the only element it is forgiven on.
FORGIVEN = {
    "aria-allowed-attr": ".nhsuk-radios__input[type=radio], "
    ".nhsuk-checkboxes__input[type=checkbox]",
    "label-content-name-mismatch": ".nhsuk-file-upload__drop-button",
}
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def why_not() -> str:
    """Say why a browser test cannot run here, or nothing when it can."""
    if not Path(CHROMIUM).exists():
        return "Chromium is not installed (Debian: apt install chromium)"
    if not AXE.exists():
        return "axe-core is not installed (npm ci)"
    if not BUILT.exists():
        return "the styles are not built (npm run build)"
    try:
        import playwright.sync_api  # noqa: F401
    except ImportError:
        return "playwright is not installed (requirements-dev.txt)"
    return ""


requires_browser = pytest.mark.skipif(bool(why_not()), reason=why_not() or "it can run")


@contextmanager
def chromium() -> Iterator[Any]:
    """Start one headless Chromium and stop it again."""
    from playwright.sync_api import sync_playwright

    # Playwright's loop makes Django think it is in async code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def fresh_page(
    browser: Any, *, width: int = 1100, scripts: bool = True
) -> Iterator[Any]:
    """Open a page with its own cookies; `page.complaints` gathers what went wrong."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, java_script_enabled=scripts
    )
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda message: _note(page, message))
    page.on("pageerror", lambda error: page.complaints.append(f"script: {error}"))
    try:
        yield page
    finally:
        context.close()


def _note(page: Any, message: Any) -> None:
    if message.type in ("error", "warning"):
        page.complaints.append(message.text)


def axe_faults(page: Any) -> list[str]:
    """Give axe's findings on the page as it stands, the forgiven two left out.

    axe is handed to the page from outside, so the content security policy stays on.
    """
    # A click comes back before the next page is whole; axe must not judge a part.
    page.wait_for_load_state()
    page.locator("main").first.wait_for()
    # Nor colours on their way from one to another, as after a change of width.
    page.evaluate(
        "Promise.race([new Promise(done => setTimeout(done, 1000)),"
        " Promise.allSettled(document.getAnimations().map(each => each.finished))])"
        ".then(() => null)"
    )
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())
    result = page.evaluate(
        "rules => axe.run({runOnly: {type: 'tag', values: rules},"
        " resultTypes: ['violations'], preload: false})",
        _RULES,
    )
    return [
        f"{fault['id']}: {node['html'][:200]}"
        for fault in result["violations"]
        for node in fault["nodes"]
        if not _is_forgiven(page, fault["id"], node)
    ]


def _is_forgiven(page: Any, rule: str, node: dict[str, Any]) -> bool:
    selector = FORGIVEN.get(rule)
    if selector is None or len(node["target"]) != 1:
        return False
    matches = page.evaluate(
        "([target, selector]) => document.querySelector(target).matches(selector)",
        [node["target"][0], selector],
    )
    return bool(matches)


def axe_clean(page: Any) -> None:
    """Fail with what axe found wrong with the page as it stands."""
    faults = axe_faults(page)
    assert not faults, f"{page.url}\n" + "\n".join(faults)


def fits_narrow(page: Any) -> None:
    """Fail where the page runs off a screen of 320 pixels (400 % zoom at 1280)."""
    before = page.viewport_size
    page.set_viewport_size({"width": NARROW, "height": 800})
    for _ in range(20):  # the menu folds itself a moment after the resize
        needed = page.evaluate("document.documentElement.scrollWidth")
        if needed <= NARROW:
            break
        page.wait_for_timeout(50)
    page.set_viewport_size(before)
    assert needed <= NARROW, f"{page.url} needs {needed} px at {NARROW} px"


def no_complaints(page: Any) -> None:
    """Fail where the console told of a broken policy, script or file."""
    told = [text for text in page.complaints if "Failed to load resource" not in text]
    assert not told, f"{page.url}\n" + "\n".join(told)


def shot(page: Any, name: str) -> None:
    """Keep a picture under SCREENSHOTS, where that is set; for the docs and the eye."""
    folder = os.environ.get("SCREENSHOTS", "")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)
