"""Addresses of a collaborative's forums."""

from django.urls import URLPattern, path

from collab.views import forums, seats

_ALL = "<slug:collaborative>/forums"
_ONE = f"{_ALL}/<slug:forum>"

urlpatterns: list[URLPattern] = [
    path(_ALL, forums.listing, name="forums"),
    path(f"{_ALL}/new", forums.add, name="add_forum"),
    path(_ONE, forums.detail, name="forum"),
    path(f"{_ONE}/terms", forums.set_terms, name="set_forum_terms"),
    path(f"{_ONE}/close", forums.close, name="close_forum"),
    path(f"{_ONE}/seats/new", seats.add_seat, name="add_seat"),
    path(f"{_ONE}/seats/<str:uid>/end", seats.end_seat, name="end_seat"),
    path(f"{_ONE}/seats/<str:uid>/chair", seats.name_chair, name="name_chair"),
    path(f"{_ONE}/seats/<str:uid>/deputy", seats.add_deputy, name="add_seat_deputy"),
    path(f"{_ONE}/deputies/<str:uid>/end", seats.end_deputy, name="end_seat_deputy"),
]
