"""Addresses of the register of organisations and its imports."""

from django.urls import URLPattern, path

from collab.views import imports, organisations

_ONE = "organisations/<str:uid>"

urlpatterns: list[URLPattern] = [
    path("organisations/", organisations.listing, name="organisations"),
    path("organisations/new", organisations.create, name="new_organisation"),
    path("organisations/imports/", imports.listing, name="imports"),
    path("organisations/imports/new", imports.upload, name="upload_import"),
    path("organisations/imports/<str:reference>", imports.detail, name="import"),
    path(
        "organisations/imports/<str:reference>/confirm",
        imports.confirm,
        name="confirm_import",
    ),
    path(
        "organisations/imports/<str:reference>/undo", imports.undo, name="undo_import"
    ),
    path(_ONE, organisations.detail, name="organisation"),
    path(f"{_ONE}/change", organisations.change, name="change_organisation"),
    path(f"{_ONE}/rename", organisations.rename, name="rename_organisation"),
    path(f"{_ONE}/close", organisations.close, name="close_organisation"),
    path(f"{_ONE}/merge", organisations.merge, name="merge_organisation"),
]
