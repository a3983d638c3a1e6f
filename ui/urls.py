"""Addresses of the pages that belong to no domain."""

from django.urls import path

from ui.views import go, health, pages

app_name = "ui"
urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("go", go.go, name="go"),
    path("accessibility-statement", pages.accessibility, name="accessibility"),
    path("privacy", pages.privacy, name="privacy"),
    path("cookies", pages.cookies, name="cookies"),
    path("contact", pages.contact, name="contact"),
    path("version", pages.version, name="version"),
]
