"""Every address of the site, room by room."""

from django.urls import URLPattern, URLResolver, include, path

handler400 = "ui.views.errors.bad_request"
handler403 = "ui.views.errors.permission_denied"
handler404 = "ui.views.errors.not_found"
handler429 = "ui.views.errors.too_many_requests"
handler500 = "ui.views.errors.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("", include("ui.urls")),
    path("", include("audit.urls")),
    path("", include("agreements.urls")),
    path("", include("pathways.urls")),
    path("", include("collab.urls")),
]
