"""Who takes part in a collaborative, and who holds its named roles."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.http import SignedInRequest
from collab.forms.collaboratives import (
    EndRoleForm,
    LeaveForm,
    MembershipForm,
    NamedRoleForm,
)
from collab.policies.collaboratives import people_at_members, why_not_look_after
from collab.selectors.collaboratives import collaborative_page
from collab.services import memberships
from collab.views.collaboratives import save_and_go
from collab.views.loading import asking, collaborative_or_404, looked_after_or_403


@require_safe
def members(request: SignedInRequest, collaborative: str) -> HttpResponse:
    """Show who takes part now, who did, and what needs attention."""
    who = asking(request)
    found = collaborative_or_404(collaborative, who)
    context = {
        "page": collaborative_page(collaborative=found, day=who.today),
        "collaborative": found,
        "why_not": why_not_look_after(
            rights=who.rights, collaborative=found, at=who.now
        ),
        "today": who.today,
    }
    return render(request, "collab/collaboratives/members.jinja", context)


@require_http_methods(["GET", "POST"])
def start(request: SignedInRequest, collaborative: str) -> HttpResponse:
    """Record that a body takes part."""
    who = asking(request)
    found = looked_after_or_403(collaborative, who)

    def save(form: Any) -> None:
        given = {**form.cleaned_data}
        memberships.start_membership(
            collaborative_id=found.pk,
            organisation_id=given.pop("organisation").pk,
            actor=request.user,
            now=who.now,
            **given,
        )

    form = MembershipForm(request.POST or None)
    words = {"title": "Add an organisation", "button": "Add organisation"}
    return save_and_go(request, found, form, save, **words)


@require_http_methods(["GET", "POST"])
def end(request: SignedInRequest, collaborative: str, uid: str) -> HttpResponse:
    """Record that a body no longer takes part."""
    who = asking(request)
    found = looked_after_or_403(collaborative, who)
    part = found.memberships.filter(uid=uid).select_related("organisation").first()
    if part is None:
        raise Http404

    def save(form: Any) -> None:
        memberships.end_membership(
            membership_id=part.pk,
            left_on=form.cleaned_data["left_on"],
            actor=request.user,
            now=who.now,
        )

    form = LeaveForm(request.POST or None)
    words = {
        "title": f"End the part of {part.organisation}",
        "button": "Record the end",
        "lead": "Once that day has come, the roles that its people hold here end too."
        " Agreements that it signed are not touched.",
    }
    return save_and_go(request, found, form, save, **words)


@require_http_methods(["GET", "POST"])
def give_role(request: SignedInRequest, collaborative: str) -> HttpResponse:
    """Say who holds a named role."""
    who = asking(request)
    found = looked_after_or_403(collaborative, who)
    people = people_at_members(collaborative=found, at=who.now)

    def save(form: Any) -> None:
        memberships.give_named_role(
            collaborative_id=found.pk,
            user_id=form.user_id(),
            role=form.cleaned_data["role"],
            starts_on=form.cleaned_data["starts_on"],
            actor=request.user,
            now=who.now,
        )

    form = NamedRoleForm(request.POST or None, people=people)
    words = {
        "title": "Name who holds a role",
        "button": "Record",
        "lead": "A named role says whom to ask. It gives no access, and no authority to"
        " sign or decide.",
    }
    if not people:
        words["nobody"] = "Nobody has a post at a member yet."
    return save_and_go(request, found, form, save, **words)


@require_http_methods(["GET", "POST"])
def end_role(request: SignedInRequest, collaborative: str, uid: str) -> HttpResponse:
    """Record that somebody no longer holds a named role."""
    who = asking(request)
    found = looked_after_or_403(collaborative, who)
    named = found.named_roles.filter(uid=uid).first()
    if named is None:
        raise Http404

    def save(form: Any) -> None:
        memberships.end_named_role(
            named_role_id=named.pk,
            ends_on=form.cleaned_data["ends_on"],
            actor=request.user,
            now=who.now,
        )

    form = EndRoleForm(request.POST or None)
    title = f"End the time of the {str(named).lower()}"
    return save_and_go(request, found, form, save, title=title, button="Record the end")
