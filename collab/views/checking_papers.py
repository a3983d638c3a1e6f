"""The public page that tells a paper of this installation from any other file."""

from allauth.core import ratelimit
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from collab.forms.papers import CheckPaperForm, Fingerprinting
from collab.selectors.papers import kind_of_paper
from ui.views.errors import too_many_requests


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "POST"])
def check_paper(request: HttpRequest) -> HttpResponse:
    """Read the upload by a handler that keeps nothing; the token is checked after."""
    request.upload_handlers = [Fingerprinting(request)]
    return _check_paper(request)


@csrf_protect
def _check_paper(request: HttpRequest) -> HttpResponse:
    if request.method == "POST" and not ratelimit.consume(
        request, action="check_paper"
    ):
        return too_many_requests(request)
    sent = request.method == "POST"
    form = CheckPaperForm(request.POST, request.FILES) if sent else CheckPaperForm()
    checked, kind = "", ""
    if sent and form.is_valid():
        checked = form.sha256
        kind = kind_of_paper(checked)
    context = {"form": form, "checked": checked, "kind": kind}
    return render(request, "collab/check_paper.jinja", context)
