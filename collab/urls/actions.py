"""Addresses of actions."""

from typing import Any

from django.urls import URLPattern, path, re_path

from collab.views import action_words, actions

_ONE = r"^(?P<collaborative>[-a-zA-Z0-9_]+)/actions/(?P<reference>A-\d{3,8})"


def _of_one(page: str, view: Any, name: str) -> URLPattern:
    found: URLPattern = re_path(rf"{_ONE}{page}$", view, name=name)
    return found


urlpatterns: list[URLPattern] = [
    path("<slug:collaborative>/actions", actions.action_list, name="actions"),
    path("<slug:collaborative>/actions/new", actions.open_new, name="open_action"),
    _of_one("", actions.action, "action"),
    _of_one("/evidence", action_words.give, "give_evidence"),
    _of_one("/close", action_words.close, "close_action"),
    _of_one("/return", action_words.send_back, "return_action"),
    _of_one("/change", actions.change, "change_action"),
    _of_one("/drop", action_words.drop, "drop_action"),
]
