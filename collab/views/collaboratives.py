"""Setting up a collaborative and looking after it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.http import SignedInRequest
from collab.forms.collaboratives import (
    CollaborativeForm,
    NewCollaborativeForm,
    PersonaForm,
    PersonForm,
)
from collab.models import Collaborative, Persona
from collab.policies.collaboratives import governs_somebody, people_at_members
from collab.policies.organisations import ONLY_ADMINISTRATORS
from collab.services import collaboratives as setting_up
from collab.views.loading import (
    Asking,
    asking,
    collaborative_or_404,
    looked_after_or_403,
    require_keeper,
)


@require_http_methods(["GET", "POST"])
def create(request: SignedInRequest) -> HttpResponse:
    """Set up a collaborative."""
    who = asking(request)
    require_keeper(who, words=ONLY_ADMINISTRATORS)
    form = NewCollaborativeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = setting_up.create_collaborative(
                slug=form.cleaned_data["slug"],
                facts=form.facts(),
                actor=request.user,
                now=who.now,
            )
        except ValueError as error:
            form.add_error("slug", str(error))
        else:
            messages.success(request, f"{made} is set up. Now say who takes part.")
            return redirect("collab:collaborative", made.slug)
    context = {
        "form": form,
        "title": "Create a collaborative",
        "button": "Create collaborative",
        "lead": "You set it up and name its first governance lead, who looks after it"
        " from then on.",
    }
    return render(request, "collab/collaboratives/form.jinja", context)


@require_http_methods(["GET", "POST"])
def change(request: SignedInRequest, collaborative: str) -> HttpResponse:
    """Change what a collaborative is for and whom it serves."""
    who = asking(request)
    found = looked_after_or_403(collaborative, who)
    names = [name for name in CollaborativeForm.base_fields if name != "revision"]
    initial = {name: getattr(found, name) for name in [*names, "revision"]}

    def save(form: Any) -> None:
        setting_up.change_collaborative(
            collaborative_id=found.pk,
            facts=form.facts(),
            revision=form.cleaned_data["revision"],
            actor=request.user,
            now=who.now,
        )

    form = CollaborativeForm(request.POST or None, initial=initial)
    words = {"title": "Change purpose and area", "button": "Save"}
    return save_and_go(request, found, form, save, **words)


@require_http_methods(["GET", "POST"])
def add_persona(request: SignedInRequest, collaborative: str) -> HttpResponse:
    """Name a person of the imagination."""
    who = asking(request)
    found = looked_after_or_403(collaborative, who)

    def save(form: Any) -> None:
        given = form.cleaned_data
        setting_up.add_persona(
            collaborative_id=found.pk,
            name=given["name"],
            story=given["story"],
            actor=request.user,
            now=who.now,
        )

    form = PersonaForm(request.POST or None)
    words = {"title": "Add a persona", "button": "Add persona"}
    return save_and_go(request, found, form, save, **words)


@require_http_methods(["GET", "POST"])
def change_persona(
    request: SignedInRequest, collaborative: str, uid: str
) -> HttpResponse:
    """Tell a persona's story anew."""
    who = asking(request)
    found = looked_after_or_403(collaborative, who)
    persona = _persona_or_404(found, uid)
    initial = {name: getattr(persona, name) for name in ("name", "story", "revision")}

    def save(form: Any) -> None:
        setting_up.change_persona(
            persona_id=persona.pk, actor=request.user, now=who.now, **form.cleaned_data
        )

    form = PersonaForm(request.POST or None, initial=initial)
    words = {"title": f"Change {persona}", "button": "Save"}
    return save_and_go(request, found, form, save, **words)


@require_http_methods(["GET", "POST"])
def remove_persona(
    request: SignedInRequest, collaborative: str, uid: str
) -> HttpResponse:
    """Take a persona away, after asking once."""
    who = asking(request)
    found = looked_after_or_403(collaborative, who)
    persona = _persona_or_404(found, uid)

    def save(_: Any) -> None:
        setting_up.remove_persona(
            persona_id=persona.pk, actor=request.user, now=who.now
        )

    form = forms.Form(request.POST if request.method == "POST" else None)
    words = {
        "title": f"Remove {persona}?",
        "button": "Remove persona",
        "lead": "The history keeps the story and who removed it.",
    }
    return save_and_go(request, found, form, save, **words)


@require_http_methods(["GET", "POST"])
def name_governance_lead(request: SignedInRequest, collaborative: str) -> HttpResponse:
    """Name the first governance lead."""
    who = asking(request)
    found = collaborative_or_404(collaborative, who)
    _require_first_lead_is_open(found, who)
    people = people_at_members(collaborative=found, at=who.now)
    form = PersonForm(request.POST or None, people=people)

    def save(form: Any) -> None:
        setting_up.name_governance_lead(
            collaborative_id=found.pk,
            user_id=form.user_id(),
            actor=request.user,
            now=who.now,
        )

    words = {
        "title": "Name the first governance lead",
        "button": "Name governance lead",
        "lead": "They look after the collaborative from then on, and give all other"
        " roles. Only people with a post at a member stand in the list.",
    }
    if not people:
        words["nobody"] = (
            "Nobody has a post at a member yet. Open the page of a member organisation"
            " and invite its leads; they appoint its people."
        )
    return save_and_go(request, found, form, save, **words)


def _require_first_lead_is_open(found: Collaborative, who: Asking) -> None:
    require_keeper(who, words=ONLY_ADMINISTRATORS)
    if governs_somebody(collaborative=found, at=who.now):
        raise PermissionDenied(
            f"{found} has a governance lead, who gives all other roles."
        )


def _persona_or_404(collaborative: Collaborative, uid: str) -> Persona:
    persona: Persona | None = collaborative.personas.filter(uid=uid).first()
    if persona is None:
        raise Http404
    return persona


def save_and_go(
    request: SignedInRequest,
    collaborative: Collaborative,
    form: Any,
    save: Callable[[Any], None],
    **words: str,
) -> HttpResponse:
    """Show a form about a collaborative; once it is right, save it and go back."""
    if request.method == "POST" and form.is_valid():
        try:
            save(form)
        except ValueError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Your change is recorded.")
            return redirect("collab:collaborative", collaborative.slug)
    context = {"form": form, "collaborative": collaborative, **words}
    return render(request, "collab/collaboratives/form.jinja", context)
