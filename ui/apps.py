"""The room as Django knows it."""

from django.apps import AppConfig
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from ui.registries import Link, LinkFor, register_account_page


class UiConfig(AppConfig):
    """The design system bound to Django."""

    name = "ui"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """List the sign-in library's pages under "My account"."""
        for order, (name, text) in enumerate(_SIGN_IN_PAGES, start=50):
            register_account_page(name, _page(name, text), order=order)


_SIGN_IN_PAGES = [
    ("account_email", "Email address"),
    ("account_change_password", "Password"),
    ("mfa_index", "Passkeys and second factor"),
    ("usersessions_list", "Where you are signed in"),
]


def _page(name: str, text: str) -> LinkFor:
    def link(request: HttpRequest) -> Link | None:
        """Give the link to everyone who is signed in."""
        if not request.user.is_authenticated:
            return None
        try:
            return Link(text=text, href=reverse(name))
        except NoReverseMatch:
            return None

    return link
