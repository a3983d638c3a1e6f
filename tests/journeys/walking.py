"""A person at a browser: they know only what they can read on the page.

Every step of a journey goes through the visible name of a link, a button or a field,
and begins at the start page.
"""

import datetime as dt
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.account.models import EmailAddress
from playwright.sync_api import expect

from accounts.models import User
from tests import browser
from tests.builders.people_accounts import code_of, give_app

PASSWORD = "a long password for tests"
IMAGES = browser.ROOT / "docs" / "images"
# A code is good once, and the next one comes after half a minute.
NEXT_CODE = dt.timedelta(seconds=31)
_secrets: dict[str, str] = {}


class Visitor:
    """Somebody with a browser of their own."""

    def __init__(self, page: Any, site: str, clock: Any) -> None:
        self.page, self.site, self.clock = page, site, clock

    # Going about

    def starts(self) -> "Visitor":
        self.page.goto(self.site + "/")
        return self

    def opens(self, path: str) -> int:
        """Type an address that was sent or seen; gives the answer's status."""
        address = path if path.startswith("http") else self.site + path
        return int(self.page.goto(address).status)

    def follows(self, link: str) -> "Visitor":
        """Follow the first link with this name, opening the folded menu for it."""
        found = self.page.get_by_role("link", name=link).first
        found.wait_for(state="attached")
        if not found.is_visible():
            self.page.get_by_role("button", name="Browse More").click()
        self._goes_on(found)
        return self

    def follows_beside(self, words: str, link: str) -> "Visitor":
        """Follow a link in the first line of a list that has these words."""
        line = self.page.get_by_role("listitem").filter(has_text=words)
        name = re.compile(re.escape(link), re.I)
        self._goes_on(line.get_by_role("link", name=name).first)
        return self

    def presses(self, button: str, *, exact: bool = False) -> "Visitor":
        self._goes_on(self.page.get_by_role("button", name=button, exact=exact).first)
        return self

    def presses_twice(self, button: str) -> "Visitor":
        """Press as somebody does who is used to pressing everything twice."""
        # The first of the two navigations is given up for the second.
        here = self.page.url
        self.page.get_by_role("button", name=button).dblclick(no_wait_after=True)
        self.page.wait_for_url(lambda url: url != here, wait_until="load")
        return self

    def _goes_on(self, target: Any) -> None:
        with self.page.expect_navigation():
            target.click()

    # Filling in

    def fills(self, label: str, text: str) -> "Visitor":
        self.field(label).fill(text)
        return self

    def field_of_number(self, label: str, number: int) -> "Visitor":
        """Type a whole number."""
        self.page.get_by_label(label, exact=True).fill(str(number))
        return self

    def fills_date(self, group: str, day: dt.date) -> "Visitor":
        return self.fill_parts(group, day=day.day, month=day.month, year=day.year)

    def fill_parts(self, group: str, **parts: Any) -> "Visitor":
        for label, value in parts.items():
            self.part(group, label.title()).fill(str(value))
        return self

    def part(self, group: str, label: str) -> Any:
        fields = self.page.get_by_role("group", name=group)
        return fields.get_by_label(label, exact=True)

    def chooses(self, label: str, option: str) -> "Visitor":
        """Choose the option that contains these words from a list."""
        box = self.page.get_by_role("combobox", name=label)
        words = box.get_by_role("option", name=option).first.inner_text()
        box.select_option(label=words)
        return self

    def ticks(self, label: str) -> "Visitor":
        self.page.get_by_label(label).first.check()
        return self

    def unfolds(self, words: str) -> "Visitor":
        """Open what stands under a line of words."""
        self.page.locator("summary", has_text=words).click()
        return self

    def gives_file(self, label: str, name: str, content: bytes) -> "Visitor":
        kind = "text/csv" if name.endswith(".csv") else "application/pdf"
        given = {"name": name, "mimeType": kind, "buffer": content}
        with self.page.expect_file_chooser() as asked:
            self.page.get_by_role("button", name=label).click()
        asked.value.set_files(given)
        return self

    def field(self, label: str) -> Any:
        # Both spellings: the sign-in library's pages and ours need not agree.
        name = re.sub(r"e\\?-?mail", "e-?mail", re.escape(label), flags=re.I)
        return self.page.get_by_role("textbox", name=re.compile(name, re.I)).first

    # Reading

    def reads(self, *texts: str) -> "Visitor":
        for text in texts:
            found = self.page.get_by_text(text).filter(visible=True)
            expect(found.first).to_be_visible()
        return self

    def reads_title(self, heading: str) -> "Visitor":
        found = self.page.get_by_role("heading", level=1, name=heading)
        expect(found).to_be_visible()
        return self

    def misses(self, *texts: str) -> "Visitor":
        for text in texts:
            expect(self.page.get_by_text(text)).to_have_count(0)
        return self

    def misses_button(self, name: str) -> "Visitor":
        expect(self.page.get_by_role("button", name=name, exact=True)).to_have_count(0)
        return self

    def another_tab(self) -> "Visitor":
        page = self.page.context.new_page()
        page.complaints = []
        return Visitor(page, self.site, self.clock)

    def path(self) -> str:
        return str(self.page.url).removeprefix(self.site)

    def reads_errors(self, *words: str) -> "Visitor":
        """Find the page marked as wrong, and each error linked with its field."""
        expect(self.page).to_have_title(re.compile("^Error: "))
        summary = self.page.get_by_role("alert")
        for word in words:
            link = summary.get_by_role("link", name=re.compile(re.escape(word), re.I))
            link.first.click()
            focused = self.page.evaluate("document.activeElement.id")
            assert link.first.get_attribute("href") == f"#{focused}"
        return self

    # Judging the page

    def finds_no_fault(self) -> "Visitor":
        """Let axe, the narrowest screen and the console have their say."""
        browser.axe_clean(self.page)
        browser.fits_narrow(self.page)
        browser.no_complaints(self.page)
        return self

    def pictures(self, name: str, *, at: str = "") -> "Visitor":
        """Keep a picture for the docs, where SCREENSHOTS asks; from a heading down."""
        if os.environ.get("SCREENSHOTS"):
            IMAGES.mkdir(parents=True, exist_ok=True)
            self.page.evaluate("window.scrollTo(0, 0)")
            if at:
                heading = self.page.get_by_role("heading", name=at).first
                above = heading.bounding_box()["y"] - 20
                self.page.evaluate("y => window.scrollTo(0, y)", above)
            self.page.screenshot(path=str(IMAGES / f"{name}.png"))
        return self

    # Who it is

    def signs_in(self, person: User, password: str = PASSWORD) -> "Visitor":
        """Sign in with a password, and a code where an app is set up."""
        self.starts()
        self.fills("Email", person.email).fills("Password", password)
        self.presses("Sign in", exact=True)
        if person.uid in _secrets:
            self.enters_code(person).presses("Sign in")
        return self

    def enters_code(self, person: User) -> "Visitor":
        self.clock.shift(NEXT_CODE)
        code = code_of(_secrets[person.uid])
        self.page.get_by_role("textbox", name=re.compile("code", re.I)).fill(code)
        return self

    def is_asked_again(self) -> bool:
        """Say whether the page wants to know once more who this is."""
        return self.path().startswith("/account/confirm")

    def confirms(self, person: User) -> "Visitor":
        """Show once more who they are, on the page that asks for it."""
        self.reads_title("Confirm it is you").presses("Use your authenticator app")
        return self.enters_code(person).presses("Confirm")


def able_to_sign_in(person: User) -> User:
    """Let the person's address be one that they have shown to be theirs."""
    EmailAddress.objects.create(
        user=person, email=person.email, verified=True, primary=True
    )
    return person


def with_app(person: User) -> User:
    """Let a person have an authenticator app; the app remembers its secret."""
    _secrets[person.uid] = give_app(able_to_sign_in(person))
    return person


def remember_app(person: User, secret: str) -> None:
    """Note the secret that a person typed into their app."""
    _secrets[person.uid] = secret


class Doorway:
    """Opens browsers on the site, one for each person who comes."""

    def __init__(self, chromium: Any, site: str, clock: Any) -> None:
        self.chromium, self.site, self.clock = chromium, site, clock

    @contextmanager
    def visitor(self, *, width: int = 1100, scripts: bool = True) -> Iterator[Visitor]:
        with browser.fresh_page(self.chromium, width=width, scripts=scripts) as page:
            page.set_default_timeout(10_000)
            try:
                yield Visitor(page, self.site, self.clock)
            except Exception as error:
                before = page.locator("body").inner_text()
                error.add_note(f"They had this before them: {page.url}\n{before}")
                raise

    @contextmanager
    def person(
        self, person: User, *, width: int = 1100, scripts: bool = True
    ) -> Iterator[Visitor]:
        """A browser in which a person has signed in."""
        with self.visitor(width=width, scripts=scripts) as visitor:
            yield visitor.signs_in(person)
