"""Writing a draft: its terms, its parties and its clauses."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.http import SignedInRequest
from agreements import policies
from agreements.forms import PartyForm
from agreements.forms.drafting import ClauseForm
from agreements.models import Version
from agreements.presenters.approvals import what_a_change_costs
from agreements.presenters.comments import show_comments
from agreements.presenters.conflicts import clause_conflict, with_both_texts
from agreements.presenters.crumbs import crumbs_to
from agreements.presenters.drafts import (
    clause_once_there,
    clause_or_404,
    initial_of,
    other_members,
    show_draft,
)
from agreements.selectors import lookups
from agreements.selectors.addresses import version_address
from agreements.selectors.approving import plan_names_somebody
from agreements.selectors.bodies import members_of
from agreements.services import clauses, parties
from agreements.services.locking import NotADraftError
from audit.rules.uids import new_uid


def draft_of(
    request: SignedInRequest, collaborative: str, reference: str, number: int
) -> Version:
    """
    Find a draft that the person may see and may write.

    :raises NotGovernanceLeadError: if they may not write it
    """
    now = timezone.now()
    version = lookups.version_or_404(
        request.user, now, collaborative, reference, number
    )
    policies.require_can_govern(
        user=request.user,
        collaborative_id=version.agreement.collaborative_id,
        at=now,
    )
    return version


def wants_both(request: SignedInRequest) -> bool:
    """Say whether the person asks for both texts, one below the other."""
    return request.method == "POST" and "both" in request.POST


def draft_page(
    request: SignedInRequest, template: str, version: Version, **context: Any
) -> HttpResponse:
    """Show one of the pages inside a draft."""
    context |= {
        "version": version,
        "cost": what_a_change_costs(version),
        "crumbs": crumbs_to(version),
    }
    return render(request, f"agreements/{template}.jinja", context)


@require_http_methods(["GET"])
def draft(
    request: SignedInRequest, collaborative: str, reference: str, number: int
) -> HttpResponse:
    """Show a draft with every part of it and what is still missing."""
    version = draft_of(request, collaborative, reference, number)
    if not version.may_still_change:
        return redirect(version_address(version))
    now = timezone.now()
    context = {
        "shown": show_draft(version, user=request.user, now=now),
        "comments": show_comments(version, user=request.user, now=now),
        "version": version,
        "cost": what_a_change_costs(version),
        "needs_approval": plan_names_somebody(version.agreement),
        "crumbs": crumbs_to(version, inside=False),
    }
    return render(request, "agreements/draft.jinja", context)


@require_http_methods(["GET", "POST"])
def add_party(
    request: SignedInRequest, collaborative: str, reference: str, number: int
) -> HttpResponse:
    """Name one more party, from the members of the collaborative."""
    version = draft_of(request, collaborative, reference, number)
    now = timezone.now()
    others = other_members(version, now=now)
    # Whoever was named since the page was read is still known to the form.
    sent = request.method == "POST"
    offered = members_of(version.agreement.collaborative, now) if sent else others
    form = PartyForm(
        request.POST or None, bodies=[(body.uid, body.name) for body in offered]
    )
    if sent and form.is_valid():
        chosen = {body.uid: body.pk for body in offered}
        try:
            parties.name_party(
                version_id=version.pk,
                organisation_id=chosen[form.cleaned_data["organisation"]],
                role=form.cleaned_data["role"],
                is_new=True,
                actor=request.user,
                now=timezone.now(),
            )
        except (NotADraftError, parties.NotAMemberError) as error:
            form.add_error(None, str(error))
        except parties.NamedOtherwiseError as error:
            form.add_error("organisation", str(error))
        else:
            return redirect(version_address(version, "draft"))
    return draft_page(request, "party", version, form=form, others=offered)


@require_http_methods(["GET", "POST"])
def remove_party(
    request: SignedInRequest,
    collaborative: str,
    reference: str,
    number: int,
    organisation: str,
) -> HttpResponse:
    """Ask once more, then write the draft without a party."""
    version = draft_of(request, collaborative, reference, number)
    party = lookups.party_or_404(version, organisation)
    refusal = ""
    if request.method == "POST":
        try:
            parties.remove_party(
                version_id=version.pk,
                organisation_id=party.organisation_id,
                actor=request.user,
                now=timezone.now(),
            )
        except (NotADraftError, parties.NotAPartyError) as error:
            refusal = str(error)
        else:
            return redirect(version_address(version, "draft"))
    return draft_page(request, "remove_party", version, party=party, refusal=refusal)


@require_http_methods(["GET", "POST"])
def add_clause(
    request: SignedInRequest, collaborative: str, reference: str, number: int
) -> HttpResponse:
    """Add a clause at the end."""
    version = draft_of(request, collaborative, reference, number)
    form = ClauseForm(request.POST or None, initial={"identity": new_uid("cl")})
    if request.method == "POST" and form.is_valid():
        try:
            clauses.add_clause(
                version_id=version.pk,
                identity=form.cleaned_data["identity"],
                heading=form.cleaned_data["heading"],
                text=form.cleaned_data["text"],
                actor=request.user,
                now=timezone.now(),
            )
        except NotADraftError as error:
            form.add_error(None, str(error))
        else:
            return redirect(version_address(version, "draft"))
    return draft_page(request, "clause", version, form=form, clause=None)


@require_http_methods(["GET", "POST"])
def change_clause(
    request: SignedInRequest,
    collaborative: str,
    reference: str,
    number: int,
    identity: str,
) -> HttpResponse:
    """Change a clause; on a conflict both texts stand on the page and none is lost."""
    version = draft_of(request, collaborative, reference, number)
    # What was typed must come back even where somebody took the clause out.
    sent = request.method == "POST"
    clause = (
        clause_once_there(version, identity)
        if sent
        else clause_or_404(version, identity)
    )
    initial = initial_of(clause)
    form = ClauseForm(request.POST or None, initial=initial)
    conflict = None
    if wants_both(request) and clause is not None:
        form.data = with_both_texts(form, clause)
    elif request.method == "POST" and form.is_valid():
        try:
            clauses.change_clause(
                version_id=version.pk,
                identity=identity,
                revision=form.cleaned_data["revision"] or 0,
                heading=form.cleaned_data["heading"],
                text=form.cleaned_data["text"],
                actor=request.user,
                now=timezone.now(),
            )
        except clauses.ClauseChangedError as error:
            conflict = clause_conflict(form, error.clause)
            form.add_error(None, str(error))
        except (NotADraftError, clauses.ClauseGoneError) as error:
            form.add_error(None, str(error))
        else:
            return redirect(version_address(version, "draft"))
    return draft_page(
        request, "clause", version, form=form, clause=clause, conflict=conflict
    )


@require_http_methods(["POST"])
def move_clause(
    request: SignedInRequest,
    collaborative: str,
    reference: str,
    number: int,
    identity: str,
) -> HttpResponse:
    """Move a clause one place up or down."""
    version = draft_of(request, collaborative, reference, number)
    clause_or_404(version, identity)
    try:
        clauses.move_clause(
            version_id=version.pk,
            identity=identity,
            up=request.POST.get("direction") == "up",
            actor=request.user,
            now=timezone.now(),
        )
    except (NotADraftError, clauses.ClauseGoneError):
        return redirect(version_address(version, "draft"))
    return redirect(f"{version_address(version, 'draft')}#{identity}")


@require_http_methods(["GET", "POST"])
def remove_clause(
    request: SignedInRequest,
    collaborative: str,
    reference: str,
    number: int,
    identity: str,
) -> HttpResponse:
    """Ask once more, then take a clause out."""
    version = draft_of(request, collaborative, reference, number)
    clause = clause_or_404(version, identity)
    refusal = ""
    if request.method == "POST":
        typed = request.POST.get("revision", "")
        try:
            clauses.remove_clause(
                version_id=version.pk,
                identity=identity,
                revision=int(typed) if typed.isdecimal() and len(typed) < 10 else -1,
                actor=request.user,
                now=timezone.now(),
            )
        except (NotADraftError, ValueError) as error:
            refusal = str(error)
            clause.refresh_from_db()
        else:
            return redirect(version_address(version, "draft"))
    return draft_page(request, "remove_clause", version, clause=clause, refusal=refusal)
