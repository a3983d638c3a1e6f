"""Which version was in force at a moment, of one agreement and of all."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.http import SignedInRequest
from agreements.forms.in_force import MomentForm
from agreements.models import Version
from agreements.presenters.crumbs import crumbs_of
from agreements.presenters.in_force import sentence_of
from agreements.presenters.pages import version_line
from agreements.selectors import lookups
from agreements.selectors.in_force import in_force_at, proof_of
from collab.grants import rights_of
from ui.formats import date, local, moment
from ui.paging import keyset_page, page_links


def _asked(
    request: HttpRequest, now: dt.datetime
) -> tuple[MomentForm, dt.datetime | None, dt.datetime | None]:
    """Read the moment asked for; now where none was, none where it cannot be read."""
    there = local(now)
    initial = {"on": there.date(), "time": f"{there:%H:%M}"}
    if not any(name.startswith("on") for name in request.GET):
        return MomentForm(initial=initial), now, None
    form = MomentForm(request.GET)
    if not form.is_valid():
        return form, None, None
    return form, form.moment(), form.known_until()


@require_http_methods(["GET"])
def of_agreement(
    request: SignedInRequest, collaborative: str, reference: str
) -> HttpResponse:
    """Say which version of an agreement was in force, with the acts that prove it."""
    now = timezone.now()
    found = lookups.agreement_or_404(request.user, now, collaborative, reference)
    form, at, known_until = _asked(request, now)
    answer, sentence = None, ""
    if at is not None:
        answer = in_force_at(found, at, known_until=known_until)
        sentence = sentence_of(found, answer, at=at, now=now, known_until=known_until)
    context = {
        "agreement": found,
        "form": form,
        "answer": answer,
        "sentence": sentence,
        "proofs": proof_of(answer.version) if answer else [],
        "crumbs": crumbs_of(found.collaborative, found),
        "print_reference": found.reference,
        "as_at": now,
    }
    return render(request, "agreements/in_force.jinja", context)


@require_http_methods(["GET"])
def of_collaborative(request: SignedInRequest, collaborative: str) -> HttpResponse:
    """List the versions of a collaborative's agreements in force at a moment."""
    now = timezone.now()
    found = lookups.collaborative_or_404(request.user, now, collaborative)
    form, at, _ = _asked(request, now)
    del form.fields["known_by"]
    rows = Version.objects.visible_to(rights_of(request.user, now)).filter(
        agreement__collaborative=found
    )
    page = keyset_page(
        (rows.in_force_at(at) if at else rows.none()).select_related(
            "agreement__collaborative"
        ),
        order="-in_force_from",
        cursor=request.GET.get("at", ""),
    )
    context = {
        "collaborative": found,
        "form": form,
        "when": moment(at) if at else "",
        "today": date(now),
        "lines": [(each.agreement, version_line(each)) for each in page.items],
        "links": page_links(page, request.GET),
        "crumbs": crumbs_of(found),
        "as_at": now,
    }
    return render(request, "agreements/all_in_force.jinja", context)
