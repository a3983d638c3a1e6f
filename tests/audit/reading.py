"""Reading pages as a signed-in person does."""

import re
from html import unescape

from django.test import Client

from accounts.policies import FACTOR_SEEN


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    session = client.session
    session[FACTOR_SEEN] = True
    session.save()
    return client


def text_of(response) -> str:
    """What a reader sees, in one line."""
    page = re.sub(
        r"<(script|style).*?</\1>", " ", response.content.decode(), flags=re.S
    )
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())
