"""Every address of the site, and what each situation meets there."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from django.utils.http import urlencode

from accounts.models import User
from agreements.views.outside_signing import IN_SESSION, OPENED_AT, USED
from collab.models import Appointment
from tests.access.attempting import attempt
from tests.access.situations import SITUATIONS
from tests.access.world import World
from tests.builders.agreements import session_of

SIGN_IN = "/accounts/login/"
WORDS = {200: "open", 302: "open", 403: "refused", 404: "hidden", 410: "gone"}
FACTOR = "/account/second-factor"


def addresses() -> Iterator[tuple[str, str]]:
    """Give each address of the URLconf: its name, or its route, and its route."""
    yield from _below(get_resolver(), "", "")


def _below(resolver: Any, route: str, space: str) -> Iterator[tuple[str, str]]:
    for each in resolver.url_patterns:
        here = f"{route}{each.pattern}"
        if isinstance(each, URLResolver):
            inner = f"{space}{each.namespace}:" if each.namespace else space
            yield from _below(each, here, inner)
        elif isinstance(each, URLPattern):
            yield (f"{space}{each.name}" if each.name else here), here


def signed_in(user: Any) -> Client:
    """A browser in which a person signed in and just showed a second factor."""
    client = Client()
    client.force_login(user)
    session = client.session
    session.update(session_of(user, timezone.now()))
    session.save()
    return client


def clients_of(world: World) -> dict[str, Client]:
    """Sign everybody in who can be."""
    clients = {
        name: signed_in(world.actor(name)) if name in world.people else Client()
        for name in SITUATIONS
    }
    session = clients["outside_signatory"].session
    session.update(opened_by(world))
    session.save()
    return clients


def opened_by(world: World) -> dict[str, Any]:
    """Give what is in the session of somebody who typed the code of their link."""
    link = world.alpha.link
    return {
        IN_SESSION: link.uid,
        USED: link.uid,
        OPENED_AT: timezone.now().timestamp(),
    }


def address_of(row: Any, world: World) -> str:
    """Fill a page's address from the world."""
    if row.name.endswith("/"):
        return f"/{row.name}"
    return reverse(row.name, kwargs=dict(row.about(world)))


def word_for(response: Any) -> str:
    """Say in a word what came back."""
    status = response.status_code
    if status == 401 or (
        status == 302 and response["Location"].startswith((SIGN_IN, FACTOR))
    ):
        return "sign-in"
    return WORDS.get(status, str(status))


def meet(
    client: Client, method: str, address: str, data: Any = None
) -> tuple[Any, list[str]]:
    """Ask for a page, and give the answer and the acts it left; then take it back."""
    answer: list[Any] = []
    cache.clear()

    def ask() -> None:
        if method == "GET":
            answer.append(client.get(address))
        else:
            answer.append(client.post(address, data or {}))
        if answer[0].streaming:
            # Read to its end: only then does the client close it without the database.
            list(answer[0].streaming_content)

    return _after(attempt(ask), answer)


def _after(outcome: Any, answer: list[Any]) -> tuple[Any, list[str]]:
    return answer[0], outcome.verbs


def secrets_of(world: World) -> set[str]:
    """Give what nobody outside may read: titles, and names and addresses of people."""
    posts = Appointment.objects.filter(organisation__in=world.alpha.made.bodies)
    people = User.objects.filter(pk__in=posts.values("user"))
    names = {user.name for user in people} | {user.email for user in people}
    return {"Quillon", "quillon", *names}


def words_in(response: Any, words: set[str], own: Iterable[str] = ()) -> list[str]:
    """Give the words that a page shows, but for what is the reader's own.

    Their name and address of mail are, and the address that they asked for, as in
    "sign in, then go on".
    """
    if response.streaming:
        return []
    text = response.content.decode(errors="replace")
    asked = response.request["PATH_INFO"]
    for known in (asked, urlencode({"": asked})[1:], *own):
        text = text.replace(known, "")
    return sorted(word for word in words if word in text)
