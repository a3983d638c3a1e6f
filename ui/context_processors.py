"""What every page's frame shows: names, links, account and notices."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject, cached_property

from ui import registries
from ui.registries import Link


class Service:
    """The frame of a page; each part is worked out only when a template asks."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        self._request = request

    @property
    def name(self) -> str:
        """Give the name of the service."""
        return str(settings.SERVICE_NAME)

    @property
    def organisation(self) -> str:
        """Give the organisation that runs this installation; may be empty."""
        return str(settings.ORGANISATION_NAME)

    @property
    def version(self) -> str:
        """Give the version of Concordat that answers."""
        return str(settings.VERSION)

    @property
    def shows_nhs_logo(self) -> bool:
        """Say whether the setting turns the NHS logo on."""
        return bool(settings.SHOW_NHS_LOGO)

    @cached_property
    def printed_at(self) -> dt.datetime:
        """Give the moment that a printed page names."""
        return timezone.now()

    @cached_property
    def person(self) -> str:
        """Give the signed-in person's name, or nothing."""
        user = getattr(self._request, "user", None)
        if user is None or not user.is_authenticated:
            return ""
        return str(user.get_full_name() or user)

    @property
    def offers_sign_in(self) -> bool:
        """Say whether the header shows the way in: not where it already is."""
        path = self._request.path if self._request else ""
        return path != reverse(settings.LOGIN_URL)

    @property
    def search_address(self) -> str:
        """Give the page that the header's box leads to."""
        return reverse(registries.search_page())

    @cached_property
    def navigation(self) -> list[Link]:
        """Give the main navigation of this person."""
        return registries.navigation(self._request) if self._request else []

    @cached_property
    def account_pages(self) -> list[Link]:
        """Give the pages of "My account"."""
        return registries.account_pages(self._request) if self._request else []

    @property
    def footer(self) -> list[Link]:
        """Give the five pages that every footer links to, and what rooms above add."""
        added = registries.footer(self._request) if self._request else []
        return added + [
            Link(text=text, href=reverse(f"ui:{name}"))
            for name, text in (
                ("accessibility", "Accessibility statement"),
                ("privacy", "Privacy"),
                ("cookies", "Cookies"),
                ("contact", "Contact"),
                ("version", "Version"),
            )
        ]


def service(request: HttpRequest) -> dict[str, Any]:
    """Give every template the frame, and whether its people are invented."""
    return {
        "service": Service(request),
        "sample_notice": SimpleLazyObject(registries.sample_notice),
    }
