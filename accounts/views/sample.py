"""The short way into the sample: one click, on this machine alone."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.adapters import open_session
from accounts.services import signing_in
from audit.door import SystemActor


@login_not_required
@require_http_methods(["POST"])
def continue_as(request: HttpRequest) -> HttpResponse:
    """Sign a newcomer in as one of the invented people."""
    user = signing_in.sign_in_as_sample(
        person_uid=request.POST.get("person", "").replace("\x00", ""),
        address=str(request.META.get("REMOTE_ADDR", "")),
        actor=SystemActor("sample_sign_in"),
        now=timezone.now(),
    )
    return open_session(request, user, method="sample")
