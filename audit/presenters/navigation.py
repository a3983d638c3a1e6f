"""The way to the history."""

from django.http import HttpRequest
from django.urls import reverse

from ui.registries import Link


def history_link(request: HttpRequest) -> Link | None:
    """Show everyone who is signed in the way to what they may read."""
    if not request.user.is_authenticated:
        return None
    return Link(text="History", href=reverse("audit:history"))
