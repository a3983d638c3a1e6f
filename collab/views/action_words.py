"""Saying that an action is done, and another person's word on that."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.http import SignedInRequest
from collab.forms.actions import ActionReasonForm, ActionWordForm, EvidenceForm
from collab.models import Action, Document
from collab.policies import actions as may
from collab.policies.documents import MayNotUploadError
from collab.presenters.actions import crumbs_of
from collab.rules.files import RefusedFileError
from collab.selectors.actions import action_address
from collab.selectors.bodies import bodies_of
from collab.services.action_changes import drop_action
from collab.services.action_moves import close_action, give_evidence, return_action
from collab.services.documents import store_document
from collab.transitions import ActionMoveError
from collab.views.actions import action_or_404
from collab.views.loading import Asking, asking


@require_http_methods(["GET", "POST"])
def give(request: SignedInRequest, collaborative: str, reference: str) -> HttpResponse:
    """Take what was done, and perhaps a file that shows it."""
    who = asking(request)
    found = action_or_404(collaborative, reference, who)
    may.require_can_show(user=request.user, action=found, at=who.now)
    form = EvidenceForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            _require_living(found)
            document = _keep(found, form.cleaned_data["file"], who)
            give_evidence(
                action_id=found.pk,
                words=form.cleaned_data["words"],
                document_id=document.pk if document else None,
                actor=request.user,
                now=who.now,
            )
        except RefusedFileError as error:
            form.add_error("file", str(error))
        except ValueError as error:
            form.add_error(None, str(error))
        else:
            return redirect(action_address(found))
    return _form_page(request, "evidence", found, form)


def _require_living(action: Action) -> None:
    # Before the file is kept: the service says the same, and it decides.
    if not action.is_living:
        raise ActionMoveError("This action is over. No evidence is needed any more.")


def _keep(action: Action, file: Any, who: Asking) -> Document | None:
    if not file:
        return None
    bodies = bodies_of(who.user, action.collaborative, who.now)
    if not bodies:
        raise MayNotUploadError(
            f"You have no post at a member of {action.collaborative}."
        )
    own = [body for body in bodies if body.pk == action.organisation_id]
    return store_document(
        organisation_id=(own or bodies)[0].pk,
        collaborative_id=action.collaborative_id,
        name=file.name,
        content=file,
        size=file.size,
        actor=who.user,
        now=who.now,
    )


@require_http_methods(["POST"])
def close(request: SignedInRequest, collaborative: str, reference: str) -> HttpResponse:
    """Say that it is done, having read the evidence."""
    who = asking(request)
    found = action_or_404(collaborative, reference, who)
    may.require_can_judge(user=request.user, action=found, at=who.now)
    form = ActionWordForm(request.POST)
    try:
        close_action(
            action_id=found.pk,
            revision=form.cleaned_data["revision"] if form.is_valid() else -1,
            actor=request.user,
            now=who.now,
        )
    except ValueError as error:
        messages.error(request, str(error))
    return redirect(action_address(found))


@require_http_methods(["GET", "POST"])
def send_back(
    request: SignedInRequest, collaborative: str, reference: str
) -> HttpResponse:
    """Take the reason why the evidence is not accepted."""
    who = asking(request)
    found = action_or_404(collaborative, reference, who)
    may.require_can_judge(user=request.user, action=found, at=who.now)
    return _with_reason(request, "return", found, who, return_action)


@require_http_methods(["GET", "POST"])
def drop(request: SignedInRequest, collaborative: str, reference: str) -> HttpResponse:
    """Take the reason why there is no more need of it."""
    who = asking(request)
    found = action_or_404(collaborative, reference, who)
    may.require_can_drop(user=request.user, action=found, at=who.now)
    return _with_reason(request, "drop", found, who, drop_action)


def _with_reason(
    request: SignedInRequest, page: str, found: Action, who: Asking, service: Any
) -> HttpResponse:
    form = ActionReasonForm(request.POST or None, initial={"revision": found.revision})
    if request.method == "POST" and form.is_valid():
        try:
            service(
                action_id=found.pk, actor=who.user, now=who.now, **form.cleaned_data
            )
        except ValueError as error:
            form.add_error(None, str(error))
        else:
            return redirect(action_address(found))
    return _form_page(request, page, found, form)


def _form_page(
    request: SignedInRequest, page: str, found: Action, form: Any
) -> HttpResponse:
    context = {
        "form": form,
        "action": found,
        "crumbs": [
            *crumbs_of(found.collaborative),
            {"href": action_address(found), "text": found.reference},
        ],
    }
    return render(request, f"collab/actions/{page}.jinja", context)
