"""What upper rooms tell the layout about themselves, in their `AppConfig.ready()`.

The ground floor knows no domain: links, references and the sample notice come from
callables that the rooms above hand in.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.http import HttpRequest


@dataclass(frozen=True)
class Link:
    """A link in the navigation or the account area."""

    text: str
    href: str
    current: bool = False


# Each gives its link for this request, or None where the person should not see it.
LinkFor = Callable[[HttpRequest], Link | None]
# Given a signed-in person and what was typed, gives an address or None. It must
# answer None for what the person may not see, so that nobody learns it exists.
ReferenceResolver = Callable[[object, str], str | None]


@dataclass
class _Registry:
    navigation: list[tuple[int, str, LinkFor]]
    account: list[tuple[int, str, LinkFor]]
    footer: list[tuple[int, str, LinkFor]]
    resolvers: list[tuple[int, str, ReferenceResolver]]
    sample_notice: Callable[[], bool] | None = None
    search_page: str = ""


_T = TypeVar("_T")
_registry = _Registry([], [], [], [])


def register_navigation(name: str, link_for: LinkFor, *, order: int) -> None:
    """Offer a link for the main navigation; the same name replaces its entry."""
    _put(_registry.navigation, name, link_for, order)


def register_account_page(name: str, link_for: LinkFor, *, order: int) -> None:
    """Offer a page of "My account"; the first one is where the header's link goes."""
    _put(_registry.account, name, link_for, order)


def register_footer_link(name: str, link_for: LinkFor, *, order: int) -> None:
    """Offer a link for every footer; the same name replaces its entry."""
    _put(_registry.footer, name, link_for, order)


def register_reference_resolver(
    name: str, resolver: ReferenceResolver, *, order: int
) -> None:
    """Offer a way to find the page of a reference typed into the header."""
    _put(_registry.resolvers, name, resolver, order)


def register_search_page(name: str) -> None:
    """Name the page that looks for what is typed into the header, as ``room:page``."""
    _registry.search_page = name


def register_sample_notice(shown: Callable[[], bool]) -> None:
    """Say whether this installation holds the invented sample."""
    _registry.sample_notice = shown


def navigation(request: HttpRequest) -> list[Link]:
    """Give the main navigation of this person, the page they are on marked."""
    return _links(_registry.navigation, request)


def account_pages(request: HttpRequest) -> list[Link]:
    """Give the pages of "My account" of this person."""
    return _links(_registry.account, request)


def footer(request: HttpRequest) -> list[Link]:
    """Give what the rooms above add to the footer."""
    return _links(_registry.footer, request)


def find_reference(user: object, typed: str) -> str | None:
    """Give the address of what was typed, or None when this person has no such thing."""
    answers = (resolver(user, typed) for _, _, resolver in _registry.resolvers)
    return next((address for address in answers if address), None)


def search_page() -> str:
    """Give the name of the page that looks for typed words; without one, references."""
    return _registry.search_page or "ui:go"


def sample_notice() -> bool:
    """Say whether pages must carry the notice that people and signatures are invented."""
    return bool(_registry.sample_notice and _registry.sample_notice())


def _put(entries: list[tuple[int, str, _T]], name: str, entry: _T, order: int) -> None:
    entries[:] = [known for known in entries if known[1] != name]
    entries.append((order, name, entry))
    entries.sort(key=lambda known: known[:2])


def _links(entries: list[tuple[int, str, LinkFor]], request: HttpRequest) -> list[Link]:
    links = [link for _, _, link_for in entries if (link := link_for(request))]
    best = max(
        (link.href for link in links if _holds(link.href, request.path)),
        key=len,
        default=None,
    )
    return [
        Link(text=link.text, href=link.href, current=link.href == best)
        for link in links
    ]


def _holds(href: str, path: str) -> bool:
    return path == href or (href != "/" and path.startswith(href.rstrip("/") + "/"))
