"""Who may do what on a collaborative's pages, and who audits."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.enums import Role
from accounts.http import SignedInRequest
from collab.forms.people import EngagementForm, GiveRoleForm, LeaverForm
from collab.models import Collaborative, Engagement
from collab.policies.access import require_can_end_engagement
from collab.selectors import people as selectors
from collab.services import engagements, roles
from collab.views.loading import Asking, asking

_ROLES = [(role.value, str(role.label)) for role in roles.GIVEN_HERE]


def _open_or_404(slug: str, who: Asking) -> Collaborative:
    found = Collaborative.objects.visible_to(who.rights).filter(slug=slug).first()
    if found is None:
        raise Http404
    return found  # type: ignore[no-any-return]


@require_http_methods(["GET", "POST"])
def people(request: SignedInRequest, collaborative: str) -> HttpResponse:
    """List roles and audits; governance leads give a role here."""
    who = asking(request)
    found = _open_or_404(collaborative, who)
    governs = who.rights.may("govern", collaborative_id=found.pk)
    if request.method == "POST" and not governs:
        raise PermissionDenied("Only a governance lead gives roles.")
    form = GiveRoleForm(request.POST or None, roles=_ROLES)
    if request.method == "POST" and form.is_valid():
        holder = form.cleaned_data["holder"]
        try:
            roles.give_collaborative_role(
                collaborative_id=found.pk,
                user_id=holder.pk,
                role=Role(form.cleaned_data["role"]),
                actor=request.user,
                now=who.now,
            )
        except ValueError as error:
            form.add_error("holder", str(error))
        else:
            messages.success(request, f"{holder.name} now has this role.")
            return redirect("collab:collaborative_people", collaborative=found.slug)
    context = {
        "collaborative": found,
        "form": form,
        "governs": governs,
        "roles": selectors.roles_on(collaborative=found, at=who.now),
        "audits": selectors.audits(collaborative=found, rights=who.rights, at=who.now),
    }
    return render(request, "collab/collaborative_people.jinja", context)


@require_http_methods(["GET", "POST"])
def take(
    request: SignedInRequest, collaborative: str, person: str, role: str
) -> HttpResponse:
    """Ask, then take a role away."""
    who = asking(request)
    found = _open_or_404(collaborative, who)
    lines = selectors.roles_on(collaborative=found, at=who.now)
    line = next(
        (each for each in lines if (each.user.uid, each.role.value) == (person, role)),
        None,
    )
    if line is None or line.role not in roles.GIVEN_HERE:
        raise Http404
    form = LeaverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            roles.take_collaborative_role(
                collaborative_id=found.pk,
                user_id=line.user.pk,
                role=line.role,
                actor=request.user,
                now=who.now,
                reason=form.cleaned_data["reason"],
            )
        except ValueError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{line.user.name} no longer has this role.")
            own = line.user.pk == request.user.pk
            to = "/" if own else "collab:collaborative_people"
            return redirect(to) if own else redirect(to, collaborative=found.slug)
    context = {"collaborative": found, "line": line, "form": form}
    return render(request, "collab/take_role.jinja", context)


@require_http_methods(["GET", "POST"])
def engage(request: SignedInRequest, collaborative: str) -> HttpResponse:
    """Engage an auditor for a collaborative."""
    who = asking(request)
    found = _open_or_404(collaborative, who)
    if not who.rights.may("govern", collaborative_id=found.pk):
        raise PermissionDenied("Only a governance lead engages auditors.")
    return _engage(request, who, found)


@require_http_methods(["GET", "POST"])
def installation_auditors(request: SignedInRequest) -> HttpResponse:
    """List the auditors of the installation; an administrator engages one here."""
    who = asking(request)
    if not who.rights.administers_installation:
        raise PermissionDenied("Only the installation's administrator may.")
    return _engage(request, who, None)


def _engage(
    request: SignedInRequest, who: Asking, found: Collaborative | None
) -> HttpResponse:
    form = EngagementForm(request.POST or None, initial={"starts_on": who.today})
    if request.method == "POST" and form.is_valid():
        typed = dict(form.cleaned_data)
        auditor = typed.pop("auditor")
        try:
            engagements.give_engagement(
                user_id=auditor.pk,
                collaborative_id=found.pk if found else None,
                **typed,
                actor=request.user,
                now=who.now,
            )
        except ValueError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{auditor.name} is engaged as auditor.")
            return _back(found)
    audits = selectors.audits(collaborative=found, rights=who.rights, at=who.now)
    context = {"collaborative": found, "form": form, "audits": audits}
    return render(request, "collab/engage_auditor.jinja", context)


@require_http_methods(["GET", "POST"])
def end_engagement(request: SignedInRequest, uid: str) -> HttpResponse:
    """Ask why, then end an audit."""
    who = asking(request)
    rows = Engagement.objects.visible_to(who.rights).select_related(
        "user", "collaborative"
    )
    row = rows.filter(uid=uid).first()
    if row is None:
        raise Http404
    require_can_end_engagement(user=request.user, engagement=row, at=who.now)
    form = LeaverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            engagements.end_engagement(
                engagement_id=row.pk,
                reason=form.cleaned_data["reason"],
                actor=request.user,
                now=who.now,
            )
        except ValueError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The audit has ended.")
            own = row.user_id == request.user.pk
            return redirect("/") if own else _back(row.collaborative)
    return render(request, "collab/end_engagement.jinja", {"form": form, "row": row})


def _back(found: Collaborative | None) -> HttpResponse:
    if found is None:
        return redirect("collab:auditors")
    return redirect("collab:collaborative_people", collaborative=found.slug)
