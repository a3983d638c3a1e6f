"""Addresses of the room: fixed prefixes first, then those of one collaborative."""

from django.urls import URLPattern

from collab.urls import (
    actions,
    collaboratives,
    decisions,
    forums,
    organisations,
    people,
    reminders,
    searching,
)

app_name = "collab"

FIXED: list[URLPattern] = [
    *organisations.urlpatterns,
    *people.fixed_urlpatterns,
    *reminders.fixed_urlpatterns,
    *searching.fixed_urlpatterns,
    *collaboratives.fixed_urlpatterns,
]
OF_A_COLLABORATIVE: list[URLPattern] = [
    *people.urlpatterns,
    *reminders.urlpatterns,
    *decisions.urlpatterns,
    *searching.urlpatterns,
    *actions.urlpatterns,
    *forums.urlpatterns,
    *collaboratives.urlpatterns,
]

urlpatterns = [*FIXED, *OF_A_COLLABORATIVE]
