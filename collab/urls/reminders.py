"""Addresses about reminders, and of a person's page about being away."""

from django.urls import URLPattern, path

from collab.views import away, ladders, reminders

_ALL = "<slug:collaborative>/reminders"

fixed_urlpatterns: list[URLPattern] = [
    path("account/away", away.away, name="away"),
    path("account/away/<str:uid>/end", away.back, name="end_absence"),
]
urlpatterns: list[URLPattern] = [
    path(f"{_ALL}/", reminders.coming, name="reminders"),
    path(f"{_ALL}/log", reminders.log, name="reminder_log"),
    path(f"{_ALL}/ladders", ladders.ladders, name="ladders"),
    path(f"{_ALL}/ladders/<slug:kind>", ladders.ladder, name="ladder"),
    path(f"{_ALL}/<str:uid>", reminders.thing, name="reminders_of"),
    path(f"{_ALL}/<str:uid>/ladder", ladders.own_ladder, name="own_ladder"),
]
