"""Writing a draft's terms and its conditions precedent."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.http import SignedInRequest
from agreements.forms.drafting import ConditionForm, TermsForm
from agreements.presenters.conflicts import (
    clause_conflict,
    put_together,
    stand_on,
    terms_as_read,
    terms_of,
    with_both_texts,
)
from agreements.presenters.drafts import condition_once_there, condition_or_404
from agreements.selectors.addresses import version_address
from agreements.services import conditions
from agreements.services.locking import NotADraftError
from agreements.services.terms import DatesOutOfOrderError, set_terms
from agreements.views.drafting import draft_of, draft_page, wants_both
from audit.models import StaleRowError
from audit.rules.uids import new_uid


@require_http_methods(["GET", "POST"])
def terms(
    request: SignedInRequest, collaborative: str, reference: str, number: int
) -> HttpResponse:
    """Set the terms; what somebody else set meanwhile is put together with it."""
    version = draft_of(request, collaborative, reference, number)
    revisions = {
        "revision": version.revision,
        "agreement_revision": version.agreement.revision,
    }
    form = TermsForm(request.POST or None, initial=terms_of(version) | revisions)
    conflict = None
    if request.method == "POST" and form.is_valid():
        try:
            set_terms(
                version_id=version.pk,
                actor=request.user,
                now=timezone.now(),
                **form.terms(),
            )
        except StaleRowError as error:
            read = terms_as_read(version, form.cleaned_data)
            conflict = put_together(form, read=read, stands=terms_of(version))
            stand_on(form, revisions)
            form.add_error(None, str(error))
        except DatesOutOfOrderError as error:
            form.add_error("expires_on", str(error))
        except NotADraftError as error:
            form.add_error(None, str(error))
        else:
            return redirect(version_address(version, "draft"))
    return draft_page(request, "terms", version, form=form, conflict=conflict)


@require_http_methods(["GET", "POST"])
def add_condition(
    request: SignedInRequest, collaborative: str, reference: str, number: int
) -> HttpResponse:
    """Add a condition precedent at the end."""
    version = draft_of(request, collaborative, reference, number)
    form = ConditionForm(request.POST or None, initial={"identity": new_uid("cn")})
    if request.method == "POST" and form.is_valid():
        try:
            conditions.add_condition(
                version_id=version.pk,
                identity=form.cleaned_data["identity"],
                text=form.cleaned_data["text"],
                actor=request.user,
                now=timezone.now(),
            )
        except NotADraftError as error:
            form.add_error(None, str(error))
        else:
            return redirect(version_address(version, "draft"))
    return draft_page(request, "condition", version, form=form, condition=None)


@require_http_methods(["GET", "POST"])
def change_condition(
    request: SignedInRequest,
    collaborative: str,
    reference: str,
    number: int,
    identity: str,
) -> HttpResponse:
    """Change a condition; on a conflict both texts stand on the page."""
    version = draft_of(request, collaborative, reference, number)
    sent = request.method == "POST"
    find = condition_once_there if sent else condition_or_404
    found = find(version, identity)
    initial = (
        {"text": found.text, "revision": found.revision, "identity": identity}
        if found
        else {}
    )
    form = ConditionForm(request.POST or None, initial=initial)
    conflict = None
    if wants_both(request) and found is not None:
        form.data = with_both_texts(form, found)
    elif sent and form.is_valid():
        try:
            conditions.change_condition(
                version_id=version.pk,
                identity=identity,
                revision=form.cleaned_data["revision"] or 0,
                text=form.cleaned_data["text"],
                actor=request.user,
                now=timezone.now(),
            )
        except conditions.ConditionChangedError as error:
            conflict = clause_conflict(form, error.condition)
            form.add_error(None, str(error))
        except (NotADraftError, conditions.ConditionGoneError) as error:
            form.add_error(None, str(error))
        else:
            return redirect(version_address(version, "draft"))
    context = {"form": form, "condition": found, "conflict": conflict}
    return draft_page(request, "condition", version, **context)


@require_http_methods(["GET", "POST"])
def remove_condition(
    request: SignedInRequest,
    collaborative: str,
    reference: str,
    number: int,
    identity: str,
) -> HttpResponse:
    """Ask once more, then take a condition out."""
    version = draft_of(request, collaborative, reference, number)
    found = condition_or_404(version, identity)
    refusal = ""
    if request.method == "POST":
        typed = request.POST.get("revision", "")
        try:
            conditions.remove_condition(
                version_id=version.pk,
                identity=identity,
                revision=int(typed) if typed.isdecimal() and len(typed) < 10 else -1,
                actor=request.user,
                now=timezone.now(),
            )
        except ValueError as error:
            refusal = str(error)
            found.refresh_from_db()
        else:
            return redirect(version_address(version, "draft"))
    context = {"condition": found, "refusal": refusal}
    return draft_page(request, "remove_condition", version, **context)
