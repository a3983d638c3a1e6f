"""Writing a draft: its terms, its parties and its clauses."""

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.http import SignedInRequest
from agreements import policies
from agreements.forms import ClauseForm, PartyForm, TermsForm
from agreements.models import Version
from agreements.presenters.crumbs import crumbs_to
from agreements.presenters.drafts import (
    clause_or_404,
    find_clause,
    initial_of,
    other_members,
    show_draft,
)
from agreements.selectors import lookups
from agreements.selectors.addresses import version_address
from agreements.services import clauses, parties
from agreements.services.locking import NotADraftError
from agreements.services.terms import DatesOutOfOrderError, set_terms
from audit.models import StaleRowError
from audit.rules.uids import new_uid


def _draft(
    request: SignedInRequest, collaborative: str, reference: str, number: int
) -> Version:
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


def _with_revision(request: SignedInRequest, revision: int) -> QueryDict:
    typed = request.POST.copy()
    typed["revision"] = str(revision)
    return typed


def _page(
    request: SignedInRequest, template: str, version: Version, **context: Any
) -> HttpResponse:
    context |= {"version": version, "crumbs": crumbs_to(version)}
    return render(request, f"agreements/{template}.jinja", context)


@require_http_methods(["GET"])
def draft(
    request: SignedInRequest, collaborative: str, reference: str, number: int
) -> HttpResponse:
    """Show a draft with every part of it and what is still missing."""
    version = _draft(request, collaborative, reference, number)
    if not version.is_draft:
        return redirect(version_address(version))
    shown = show_draft(version, user=request.user, now=timezone.now())
    crumbs = crumbs_to(version, inside=False)
    context = {"shown": shown, "version": version, "crumbs": crumbs}
    return render(request, "agreements/draft.jinja", context)


@require_http_methods(["GET", "POST"])
def terms(
    request: SignedInRequest, collaborative: str, reference: str, number: int
) -> HttpResponse:
    """Set title, dates and value; what somebody else set meanwhile is shown beside."""
    version = _draft(request, collaborative, reference, number)
    initial = {
        "title": version.agreement.title,
        "commences_on": version.commences_on,
        "expires_on": version.expires_on,
        "value": version.value_pence,
        "revision": version.revision,
    }
    form = TermsForm(request.POST or None, initial=initial)
    conflict = False
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        values["value_pence"] = values.pop("value")
        try:
            set_terms(
                version_id=version.pk, actor=request.user, now=timezone.now(), **values
            )
        except StaleRowError as error:
            conflict = True
            form.add_error(None, str(error))
            form.data = _with_revision(request, version.revision)
        except DatesOutOfOrderError as error:
            form.add_error("expires_on", str(error))
        except NotADraftError as error:
            form.add_error(None, str(error))
        else:
            return redirect(version_address(version, "draft"))
    return _page(request, "terms", version, form=form, conflict=conflict)


@require_http_methods(["GET", "POST"])
def add_party(
    request: SignedInRequest, collaborative: str, reference: str, number: int
) -> HttpResponse:
    """Name one more party, from the members of the collaborative."""
    version = _draft(request, collaborative, reference, number)
    others = other_members(version, now=timezone.now())
    form = PartyForm(
        request.POST or None, bodies=[(body.uid, body.name) for body in others]
    )
    if request.method == "POST" and form.is_valid():
        chosen = {body.uid: body.pk for body in others}
        try:
            parties.name_party(
                version_id=version.pk,
                organisation_id=chosen[form.cleaned_data["organisation"]],
                role=form.cleaned_data["role"],
                actor=request.user,
                now=timezone.now(),
            )
        except (NotADraftError, parties.NotAMemberError) as error:
            form.add_error(None, str(error))
        else:
            return redirect(version_address(version, "draft"))
    return _page(request, "party", version, form=form, others=others)


@require_http_methods(["GET", "POST"])
def remove_party(
    request: SignedInRequest,
    collaborative: str,
    reference: str,
    number: int,
    organisation: str,
) -> HttpResponse:
    """Ask once more, then write the draft without a party."""
    version = _draft(request, collaborative, reference, number)
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
    return _page(request, "remove_party", version, party=party, refusal=refusal)


@require_http_methods(["GET", "POST"])
def add_clause(
    request: SignedInRequest, collaborative: str, reference: str, number: int
) -> HttpResponse:
    """Add a clause at the end."""
    version = _draft(request, collaborative, reference, number)
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
    return _page(request, "clause", version, form=form, clause=None, theirs=None)


@require_http_methods(["GET", "POST"])
def change_clause(
    request: SignedInRequest,
    collaborative: str,
    reference: str,
    number: int,
    identity: str,
) -> HttpResponse:
    """Change a clause; on a conflict both texts stand on the page and none is lost."""
    version = _draft(request, collaborative, reference, number)
    # What was typed must come back even where somebody took the clause out.
    sent = request.method == "POST"
    clause = (
        find_clause(version, identity) if sent else clause_or_404(version, identity)
    )
    initial = initial_of(clause)
    form = ClauseForm(request.POST or None, initial=initial)
    theirs = None
    if request.method == "POST" and form.is_valid():
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
            theirs = error.clause
            form.add_error(None, str(error))
            form.data = _with_revision(request, theirs.revision)
        except (NotADraftError, clauses.ClauseGoneError) as error:
            form.add_error(None, str(error))
        else:
            return redirect(version_address(version, "draft"))
    return _page(request, "clause", version, form=form, clause=clause, theirs=theirs)


@require_http_methods(["POST"])
def move_clause(
    request: SignedInRequest,
    collaborative: str,
    reference: str,
    number: int,
    identity: str,
) -> HttpResponse:
    """Move a clause one place up or down."""
    version = _draft(request, collaborative, reference, number)
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
    version = _draft(request, collaborative, reference, number)
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
    return _page(request, "remove_clause", version, clause=clause, refusal=refusal)
