"""The links of this room in the navigation and in "My account"."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts import selectors
from ui.registries import Link, LinkFor


def people_link(request: HttpRequest) -> Link | None:
    """Show the people of the installation to its administrators."""
    if not selectors.administers(request.user, timezone.now()):
        return None
    return Link(text="People", href=reverse("accounts:people"))


def system_link(request: HttpRequest) -> Link | None:
    """Show the state of the installation to its administrators."""
    if not selectors.administers(request.user, timezone.now()):
        return None
    return Link(text="System", href=reverse("accounts:state"))


def inbox_link(request: HttpRequest) -> Link | None:
    """Show everyone their inbox, with how much they have not opened."""
    if not request.user.is_authenticated:
        return None
    unread = selectors.unread_count(request.user)
    text = f"Inbox ({unread})" if unread else "Inbox"
    return Link(text=text, href=reverse("accounts:inbox"))


def own_page(name: str, text: str) -> LinkFor:
    """Make the link of a page that everyone has of their own account."""

    def link(request: HttpRequest) -> Link | None:
        if not request.user.is_authenticated:
            return None
        return Link(text=text, href=reverse(f"accounts:{name}"))

    return link


def person_address(uid: str) -> str:
    """Give the page of a person, for links from events."""
    return reverse("accounts:person", args=[uid])
