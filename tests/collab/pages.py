"""How tests of pages find an address, fill in terms, and read what is shown."""

import re

from django.urls import reverse

TERMS = {
    "starts_on_day": "1",
    "starts_on_month": "4",
    "starts_on_year": "2026",
    "last_on_day": "31",
    "last_on_month": "March",
    "last_on_year": "2027",
    "source": "Scheme of delegation 2026, paragraph 4.2",
}


def text_of(response):
    body = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", body)


def at(name, *args, **kwargs):
    return reverse(f"collab:{name}", args=args or None, kwargs=kwargs or None)
