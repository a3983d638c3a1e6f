"""Writing a draft: all of it on one page, its terms and its parties."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.http import SignedInRequest
from agreements.forms import PartyForm
from agreements.forms.drafting import TermsForm
from agreements.models import Version
from agreements.presenters.approvals import what_a_change_costs
from agreements.presenters.comments import show_comments
from agreements.presenters.conflicts import (
    put_together,
    stand_on,
    terms_as_read,
    terms_of,
)
from agreements.presenters.crumbs import crumbs_to
from agreements.presenters.drafts import other_members, show_draft
from agreements.selectors import lookups
from agreements.selectors.addresses import version_address
from agreements.selectors.approving import plan_names_somebody
from agreements.selectors.bodies import members_of
from agreements.services import parties
from agreements.services.locking import NotADraftError
from agreements.services.terms import DatesOutOfOrderError, set_terms
from agreements.views.loading import governed_version
from audit.models import StaleRowError


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
    version = governed_version(request, collaborative, reference, number)
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
def terms(
    request: SignedInRequest, collaborative: str, reference: str, number: int
) -> HttpResponse:
    """Set the terms; what somebody else set meanwhile is put together with it."""
    version = governed_version(request, collaborative, reference, number)
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
def add_party(
    request: SignedInRequest, collaborative: str, reference: str, number: int
) -> HttpResponse:
    """Name one more party, from the members of the collaborative."""
    version = governed_version(request, collaborative, reference, number)
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
    version = governed_version(request, collaborative, reference, number)
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
