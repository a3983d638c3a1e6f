"""The list of a collaborative's actions, a new one, one action's page, and changes."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.http import SignedInRequest
from collab.forms.actions import ActionFilterForm, ChangeActionForm, OpenActionForm
from collab.models import Action, Collaborative, Decision
from collab.policies import actions as may
from collab.presenters.action_page import show_action
from collab.presenters.actions import crumbs_of, crumbs_to_list, show_list
from collab.selectors.actions import action_address
from collab.selectors.bodies import members_of
from collab.services.action_changes import change_action
from collab.services.actions import (
    AlreadyOpenedError,
    DayPassedError,
    open_action,
)
from collab.views.loading import Asking, asking


def inside_or_404(slug: str, who: Asking) -> Collaborative:
    """Find a collaborative that is open to the person."""
    found: Collaborative = get_object_or_404(
        Collaborative.objects.visible_to(who.rights), slug=slug
    )
    return found


def action_or_404(slug: str, reference: str, who: Asking) -> Action:
    """Find an action among what the person may see."""
    found: Action = get_object_or_404(
        Action.objects.visible_to(who.rights)
        .with_owner_there(who.now)
        .select_related(
            "collaborative",
            "organisation",
            "owner",
            "opened_by",
            "done_by",
            "closed_by",
            "decision",
            "superseded_by",
        ),
        collaborative__slug=slug,
        reference=reference,
    )
    return found


@require_http_methods(["GET"])
def action_list(request: SignedInRequest, collaborative: str) -> HttpResponse:
    """List a collaborative's actions, the soonest due first."""
    who = asking(request)
    found = inside_or_404(collaborative, who)
    form = ActionFilterForm(request.GET or None, members=members_of(found, who.now))
    shown = show_list(
        found,
        user=request.user,
        rights=who.rights,
        now=who.now,
        cursor=request.GET.get("at", ""),
        **(form.cleaned_data if form.is_valid() else {}),
    )
    context = {
        "collaborative": found,
        "form": form,
        "narrowed": form.narrows,
        "shown": shown,
        "links": shown.links(request.GET),
        "may_open": may.can_open_action(rights=who.rights, collaborative=found),
        "crumbs": crumbs_to_list(found),
    }
    return render(request, "collab/actions/list.jinja", context)


@require_http_methods(["GET", "POST"])
def open_new(request: SignedInRequest, collaborative: str) -> HttpResponse:
    """Take what is to be done, by whom, by when, and where it comes from."""
    who = asking(request)
    found = inside_or_404(collaborative, who)
    may.require_can_open_action(user=request.user, collaborative=found, at=who.now)
    form = OpenActionForm(
        request.POST or None,
        owners=may.possible_owners(collaborative=found, at=who.now),
        initial={"decision": request.GET.get("decision", "")},
    )
    if request.method == "POST" and form.is_valid():
        action = _opened(form, found, who)
        if action is not None:
            return redirect(action_address(action))
    context = {"form": form, "collaborative": found, "crumbs": crumbs_of(found)}
    return render(request, "collab/actions/open.jinja", context)


def _opened(
    form: OpenActionForm, collaborative: Collaborative, who: Asking
) -> Action | None:
    typed = form.cleaned_data
    decision = None
    if typed["decision"]:
        decision = _decision(typed["decision"].strip(), collaborative, who)
        if decision is None:
            form.add_error("decision", "There is no decision with this reference")
            return None
    try:
        return open_action(
            collaborative_id=collaborative.pk,
            what=typed["what"],
            organisation_id=typed["owner"].organisation.pk,
            owner_id=typed["owner"].user.pk,
            due_on=typed["due_on"],
            decision_id=decision.pk if decision else None,
            actor=who.user,
            now=who.now,
        )
    except AlreadyOpenedError as error:
        return error.action
    except ValueError as error:
        form.add_error(_blamed(error), str(error))
        return None


def _decision(
    reference: str, collaborative: Collaborative, who: Asking
) -> Decision | None:
    rows = Decision.objects.visible_to(who.rights).filter(collaborative=collaborative)
    found: Decision | None = rows.filter(reference=reference).first()
    return found


def _blamed(error: ValueError) -> str | None:
    if isinstance(error, DayPassedError):
        return "due_on"
    return "owner" if isinstance(error, may.NotAnOwnerError) else None


@require_http_methods(["GET"])
def action(
    request: SignedInRequest, collaborative: str, reference: str
) -> HttpResponse:
    """Show what is to be done, by whom, what shows it, and whose move it is."""
    who = asking(request)
    found = action_or_404(collaborative, reference, who)
    context = {
        "shown": show_action(found, user=request.user, rights=who.rights, now=who.now),
        "crumbs": crumbs_of(found.collaborative),
        "print_reference": found.reference,
        "as_at": who.now,
    }
    return render(request, "collab/actions/detail.jinja", context)


@require_http_methods(["GET", "POST"])
def change(
    request: SignedInRequest, collaborative: str, reference: str
) -> HttpResponse:
    """Take another owner or another day, and why."""
    who = asking(request)
    found = action_or_404(collaborative, reference, who)
    may.require_can_change(
        user=request.user, action=found, moves_day=False, leaves_body=False, at=who.now
    )
    form = ChangeActionForm(
        request.POST or None,
        owners=may.possible_owners(collaborative=found.collaborative, at=who.now),
        initial=_as_it_stands(found),
    )
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            change_action(
                action_id=found.pk,
                revision=typed["revision"],
                organisation_id=typed["owner"].organisation.pk,
                owner_id=typed["owner"].user.pk,
                due_on=typed["due_on"],
                reason=typed["reason"],
                actor=request.user,
                now=who.now,
            )
        except ValueError as error:
            form.add_error(_blamed(error), str(error))
        else:
            return redirect(action_address(found))
    context = {
        "form": form,
        "action": found,
        "crumbs": [
            *crumbs_of(found.collaborative),
            {"href": action_address(found), "text": found.reference},
        ],
    }
    return render(request, "collab/actions/change.jinja", context)


def _as_it_stands(action: Action) -> dict[str, Any]:
    return {
        "owner": f"{action.owner.uid}/{action.organisation.uid}",
        "due_on": action.due_on,
        "revision": action.revision,
    }
