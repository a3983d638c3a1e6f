"""The site's addresses, and an identity provider's beside them."""

from django.urls import include, path

from config.urls import (
    handler400,
    handler403,
    handler404,
    handler429,
    handler500,
)
from config.urls import (
    urlpatterns as site,
)

__all__ = ["handler400", "handler403", "handler404", "handler429", "handler500"]

urlpatterns = [*site, path("", include("allauth.idp.urls"))]
