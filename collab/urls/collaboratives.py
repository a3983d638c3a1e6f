"""Addresses of the home page and of collaboratives."""

from django.urls import URLPattern, path

from collab.views import (
    ahead,
    checking_papers,
    collaboratives,
    home,
    memberships,
)

_ONE = "<slug:collaborative>"

fixed_urlpatterns: list[URLPattern] = [
    path("", home.home, name="home"),
    path("verify", checking_papers.check_paper, name="check_paper"),
    path("collaboratives/", home.listing, name="collaboratives"),
    path("collaboratives/new", collaboratives.create, name="new_collaborative"),
]
urlpatterns: list[URLPattern] = [
    path(f"{_ONE}/", home.collaborative, name="collaborative"),
    path(f"{_ONE}/next-90-days", ahead.next_90_days, name="next_90_days"),
    path(f"{_ONE}/next-90-days.csv", ahead.next_90_days_file, name="next_90_days_file"),
    path(f"{_ONE}/change", collaboratives.change, name="change_collaborative"),
    path(
        f"{_ONE}/governance-lead",
        collaboratives.name_governance_lead,
        name="name_governance_lead",
    ),
    path(f"{_ONE}/personas/new", collaboratives.add_persona, name="add_persona"),
    path(
        f"{_ONE}/personas/<str:uid>/change",
        collaboratives.change_persona,
        name="change_persona",
    ),
    path(
        f"{_ONE}/personas/<str:uid>/remove",
        collaboratives.remove_persona,
        name="remove_persona",
    ),
    path(f"{_ONE}/members/", memberships.members, name="members"),
    path(f"{_ONE}/members/new", memberships.start, name="start_membership"),
    path(f"{_ONE}/members/<str:uid>/end", memberships.end, name="end_membership"),
    path(f"{_ONE}/named-roles/new", memberships.give_role, name="give_named_role"),
    path(
        f"{_ONE}/named-roles/<str:uid>/end", memberships.end_role, name="end_named_role"
    ),
]
