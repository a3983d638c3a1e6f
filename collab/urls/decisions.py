"""Addresses of decisions: the register, one decision, and loads of past ones."""

from django.urls import URLPattern, path, re_path

from collab.views import decision_imports, decisions, register

_ALL = "<slug:collaborative>/decisions"

urlpatterns: list[URLPattern] = [
    path(_ALL, register.decision_list, name="decisions"),
    path(f"{_ALL}.csv", register.take_csv, name="register_csv"),
    path(f"{_ALL}.xlsx", register.take_workbook, name="register_workbook"),
    path(f"{_ALL}/load", decision_imports.load, name="load_decisions"),
    path(
        f"{_ALL}/load/template.csv",
        decision_imports.template,
        name="past_decisions_template",
    ),
    path(
        f"{_ALL}/load/<str:reference>", decision_imports.detail, name="decision_import"
    ),
    path(
        f"{_ALL}/load/<str:reference>/confirm",
        decision_imports.confirm,
        name="confirm_decision_import",
    ),
    # Only a reference: the rooms above have pages of their own beside it.
    re_path(
        r"^(?P<collaborative>[-a-zA-Z0-9_]+)/decisions/(?P<reference>\d{4}-\d{3,})$",
        decisions.decision,
        name="decision",
    ),
    re_path(
        r"^(?P<collaborative>[-a-zA-Z0-9_]+)/decisions/(?P<reference>\d{4}-\d{3,})"
        r"/paper\.pdf$",
        decisions.decision_paper,
        name="decision_paper",
    ),
]
