"""Addresses of the auditor's pages and of what could not be delivered."""

from django.urls import path

from audit.views import deliveries, events

app_name = "audit"
urlpatterns = [
    path("audit/", events.history, name="history"),
    path("audit/events/<str:uid>", events.event, name="event"),
    path(
        "audit/objects/<str:object_type>/<str:uid>",
        events.object_history,
        name="object",
    ),
    path("system/deliveries", deliveries.deliveries, name="deliveries"),
    path("system/deliveries/<str:uid>/retry", deliveries.retry, name="retry"),
]
