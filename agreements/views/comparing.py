"""Two versions of one agreement side by side: what changed from one to the other."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.http import SignedInRequest
from agreements.models import Agreement
from agreements.presenters.comparing import show_comparison
from agreements.presenters.comparison_paper import comparison_pdf
from agreements.presenters.crumbs import crumbs_of
from agreements.selectors import lookups
from agreements.selectors.comparing import numbers_of, pair_or_404, usual_pair
from agreements.selectors.record import last_recorded
from agreements.views.papers import issue
from collab.enums import PaperKind
from collab.services.readings import note_reading
from ui.papers import as_pdf


def _address(agreement: Agreement, old: int, new: int) -> str:
    where = [agreement.collaborative.slug, agreement.reference, old, new]
    return reverse("agreements:compare", args=where)


@require_http_methods(["GET"])
def choose(
    request: SignedInRequest, collaborative: str, reference: str
) -> HttpResponse:
    """Lead to the two versions asked for; else from the one in force to the newest."""
    now = timezone.now()
    found = lookups.agreement_or_404(request.user, now, collaborative, reference)
    old, new = usual_pair(found, at=now)
    asked = [request.GET.get(name, "") for name in ("old", "new")]
    if all(typed.isdecimal() and typed.isascii() and len(typed) < 7 for typed in asked):
        old, new = (int(typed) for typed in asked)
    return redirect(_address(found, old, new))


@require_http_methods(["GET"])
def compare(
    request: SignedInRequest, collaborative: str, reference: str, old: int, new: int
) -> HttpResponse:
    """Show what changed, the summary first; all clauses where ``all`` is asked for."""
    now = timezone.now()
    found = lookups.agreement_or_404(request.user, now, collaborative, reference)
    before, after = pair_or_404(found, old, new)
    everything = request.GET.get("all") == "yes"
    context = {
        "agreement": found,
        "shown": show_comparison(before, after, everything=everything),
        "everything": everything,
        "numbers": numbers_of(found),
        "address": _address(found, old, new),
        "choose": reverse(
            "agreements:choose_comparison", args=[collaborative, reference]
        ),
        "crumbs": crumbs_of(found.collaborative, found),
        "print_reference": f"{found.reference}, versions {old} and {new} compared",
        "as_at": now,
    }
    return render(request, "agreements/compare.jinja", context)


@require_http_methods(["GET"])
def paper(
    request: SignedInRequest, collaborative: str, reference: str, old: int, new: int
) -> HttpResponse:
    """Give the comparison as a tagged PDF to keep."""
    now = timezone.now()
    found = lookups.agreement_or_404(request.user, now, collaborative, reference)
    before, after = pair_or_404(found, old, new)
    is_final = before.signed_at is not None and after.signed_at is not None
    as_at = last_recorded([before, after]) if is_final else now
    content = comparison_pdf(before, after, as_at=as_at)
    note_reading(subject=found, actor=request.user, now=now)
    if is_final:
        issue(request, found, PaperKind.COMPARISON, content)
    name = f"{found.reference}-versions-{old}-and-{new}-compared.pdf"
    return as_pdf(content, name)
