"""Addresses of the room: fixed prefixes first, then those of one collaborative."""

from django.urls import URLPattern

from collab.urls import collaboratives, decisions, organisations

app_name = "collab"

FIXED: list[URLPattern] = [
    *organisations.urlpatterns,
    *collaboratives.fixed_urlpatterns,
]
OF_A_COLLABORATIVE: list[URLPattern] = [
    *decisions.urlpatterns,
    *collaboratives.urlpatterns,
]

urlpatterns = [*FIXED, *OF_A_COLLABORATIVE]
