"""Addresses of the register of decisions."""

from django.urls import URLPattern, path, re_path

from collab.views import decisions

urlpatterns: list[URLPattern] = [
    path("<slug:collaborative>/decisions", decisions.decision_list, name="decisions"),
    # Only a reference: the rooms above have pages of their own beside it.
    re_path(
        r"^(?P<collaborative>[-a-zA-Z0-9_]+)/decisions/(?P<reference>\d{4}-\d{3,})$",
        decisions.decision,
        name="decision",
    ),
    re_path(
        r"^(?P<collaborative>[-a-zA-Z0-9_]+)/decisions/(?P<reference>\d{4}-\d{3,})"
        r"/paper\.pdf$",
        decisions.decision_paper,
        name="decision_paper",
    ),
]
