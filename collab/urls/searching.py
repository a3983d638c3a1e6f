"""Addresses of the search: over everything, and over one collaborative."""

from django.urls import URLPattern, path

from collab.views import searching

fixed_urlpatterns: list[URLPattern] = [
    path("search", searching.search_everything, name="search"),
]
urlpatterns: list[URLPattern] = [
    path(
        "<slug:collaborative>/search", searching.search_collaborative, name="search_in"
    ),
]
