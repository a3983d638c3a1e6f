"""Pages that show every part of the design system, for the tests to look at."""

import datetime as dt

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import engines
from django.urls import include, path
from django.utils import timezone

from accounts.models import User
from config.urls import (  # noqa: F401 - the handlers are what is looked at
    handler400,
    handler403,
    handler404,
    handler429,
    handler500,
)
from tests.builders.people import person
from ui.fields import DateField, MoneyField

# How allauth's pages look does not hang on how this installation lets people in.
SIGN_IN_SETTINGS = {
    "ACCOUNT_LOGIN_METHODS": {"email"},
    "ACCOUNT_SIGNUP_FIELDS": ["email*", "password1*", "password2*"],
    "ACCOUNT_USER_MODEL_USERNAME_FIELD": None,
}


class EveryFieldForm(forms.Form):
    """One field of each kind."""

    reveals = {"channel": {"other": ["channel_other"]}}
    item_hints = {"channel": {"meeting": "A quorate meeting of the board"}}

    title = forms.CharField(
        label="What was decided", max_length=80, help_text="In one sentence."
    )
    email = forms.EmailField(label="Work email")
    value = MoneyField(label="Value", help_text="Leave out the pennies if you like.")
    decided_on = DateField(
        label="Date of the decision", help_text="For example 27 3 2026"
    )
    organisation = forms.ChoiceField(
        label="Organisation",
        choices=[("", "Choose one"), ("a", "Northfield Trust"), ("b", "Eastvale Care")],
    )
    channel = forms.ChoiceField(
        label="How was it decided?",
        widget=forms.RadioSelect,
        choices=[("meeting", "At a meeting"), ("other", "Another way")],
    )
    channel_other = forms.CharField(label="Which way", required=False)
    present = forms.MultipleChoiceField(
        label="Who was there",
        widget=forms.CheckboxSelectMultiple,
        choices=[("1", "Dr A Shah"), ("2", "B Jones")],
    )
    why = forms.CharField(label="Why", max_length=400, widget=forms.Textarea)
    notes = forms.CharField(label="Notes", required=False, widget=forms.Textarea)
    paper = forms.FileField(label="Signed copy", required=False)
    secret = forms.CharField(label="Password", widget=forms.PasswordInput)
    agreed = forms.BooleanField(label="I have read the whole text")
    note = forms.CharField(widget=forms.HiddenInput, required=False)


FORM_PAGE = """
{% extends "ui/layout_two_thirds.jinja" %}
{% from "ui/macros.jinja" import post_form %}
{% set title = "Record a decision" %}
{% set caption = "IMPACT" %}
{% set crumbs = [{"href": "/", "text": "Home"}, {"href": "/", "text": "Decisions"}] %}
{% block column %}{{ post_form(form, csrf_input, "Record decision", cancel="/") }}{% endblock %}
"""

LIST_PAGE = """
{% extends "ui/layout.jinja" %}
{% from "nhsuk/components/tables/macro.jinja" import table %}
{% from "ui/macros.jinja" import state_tag, details_list, pages, empty, timeline, money,
   day, moment, person_line, reference, fingerprint, print_button %}
{% set title = "Agreements" %}
{% set print_reference = "AGR-003" %}
{% set as_at = when %}
{% block page %}
<h1 class="nhsuk-heading-l">{{ title }}</h1>
{{ details_list([
  ("Reference", reference("AGR-003")),
  ("State", state_tag("In force", "green")),
  ("Value", money(25000000), "/change"),
  ("Chair", person_line("Dr A Shah", "Chief executive", "Northfield & Vale")),
  ("From", day(when)),
  ("Fingerprint", fingerprint("a" * 64))
]) }}
{{ table({"caption": "Signatures", "responsive": true, "firstCellIsHeader": true,
  "head": [{"text": "Organisation"}, {"text": "State"}, {"text": "Value", "format": "numeric"}],
  "rows": [[{"text": "Northfield Trust"}, {"html": state_tag("Waiting", "blue")}, {"html": money(-123456), "format": "numeric"}]]}) }}
{{ timeline([{"title": "Signed", "when": when, "who": "Dr A Shah", "detail": "", "href": "/event"},
             {"title": "Sent out", "when": when, "who": "", "detail": "To nine bodies", "href": ""}]) }}
{% call empty("There are no decisions yet.") %}<p><a href="/">Record the first</a></p>{% endcall %}
{{ print_button() }}
{{ pages(links) }}
{% endblock %}
"""


def _show(request: HttpRequest, text: str, context: dict) -> HttpResponse:
    template = engines["pages"].from_string(text)
    return HttpResponse(template.render(context, request))


@login_not_required
def form_page(request: HttpRequest) -> HttpResponse:
    form = EveryFieldForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        messages.success(request, "The decision was recorded")
    return _show(request, FORM_PAGE, {"form": form})


@login_not_required
def list_page(request: HttpRequest) -> HttpResponse:
    when = dt.datetime(2026, 4, 20, 8, 5, tzinfo=dt.UTC)
    links = {"previous": "?at=p", "next": "?at=n"}
    return _show(request, LIST_PAGE, {"when": when, "links": links})


@login_not_required
def forbidden(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied("Only a signatory of Northfield Trust may sign here.")


@login_not_required
def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("on purpose")


@login_not_required
def huge(request: HttpRequest) -> HttpResponse:
    raise RequestDataTooBig("on purpose")


@login_not_required
def again(request: HttpRequest) -> HttpResponse:
    from ui.views.errors import too_many_requests

    return too_many_requests(request)


def _somebody():
    """Somebody with a long name, for the frame of a page."""
    name = "Dr Amina Shah-Featherstonehaugh"
    return User.objects.filter(name=name).first() or person(
        name, timezone.now(), email="amina@example.org"
    )


@login_not_required
def signed_in(request: HttpRequest) -> HttpResponse:
    request.user = _somebody()
    messages.success(request, "The decision was recorded as 2026-001.")
    messages.info(request, "Two signatures are <still> missing.")
    form = EveryFieldForm()
    return _show(request, FORM_PAGE, {"form": form, "sample_notice": True})


def private(request: HttpRequest) -> HttpResponse:
    return render(request, "ui/pages/version.jinja")


urlpatterns = [
    path("gallery/form", form_page),
    path("gallery/list", list_page),
    path("gallery/forbidden", forbidden),
    path("gallery/broken", broken),
    path("gallery/huge", huge),
    path("gallery/again", again),
    path("gallery/signed-in", signed_in),
    path("gallery/private", private),
    path("", include("config.urls")),
]
