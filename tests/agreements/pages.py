"""How tests of pages find an address, fill a date in, and read what is shown."""

import re
from html.parser import HTMLParser

from django.urls import reverse


def words(response):
    body = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", body)


def at(version, page="version", **more):
    agreement = version.agreement
    return reverse(
        f"agreements:{page}",
        kwargs={
            "collaborative": agreement.collaborative.slug,
            "reference": agreement.reference,
            "number": version.number,
            **more,
        },
    )


def dated(name, day):
    return {
        f"{name}_day": str(day.day),
        f"{name}_month": str(day.month),
        f"{name}_year": str(day.year),
    }


def typed_in(response):
    """What a browser would send of the page's own form, without pressing a button."""
    found = _Form()
    found.feed(response.content.decode())
    return found.values


class _Form(HTMLParser):
    def __init__(self):
        super().__init__()
        self.values, self._text, self._select = {}, None, None

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        name, value = given.get("name"), given.get("value") or ""
        if tag == "input" and name and name != "csrfmiddlewaretoken":
            if given.get("type") not in ("radio", "checkbox") or "checked" in given:
                self.values[name] = value
        elif tag == "textarea":
            self._text, self.values[name] = name, ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in given:
            self.values[self._select] = value

    def handle_endtag(self, tag):
        if tag == "textarea":
            # A browser drops the line end right after the opening tag.
            self.values[self._text] = self.values[self._text].removeprefix("\n")
            self._text = None
        elif tag == "select":
            self._select = None

    def handle_data(self, data):
        if self._text:
            self.values[self._text] += data
