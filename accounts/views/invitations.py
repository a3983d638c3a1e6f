"""Accepting an invitation, and the first administrator's link.

Mail gateways open every link, so a GET only shows a page; the POST consumes.
"""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.adapters import open_session
from accounts.forms import FirstAdministratorForm, PasswordForm
from accounts.models import Invitation
from accounts.services import administrators, invitations


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Show who is invited by whom; take the password, and let the person in."""
    now = timezone.now()
    invitation = Invitation.objects.for_token(token)
    if invitation is None or not invitation.is_open_at(now):
        return render(request, "accounts/link_over.jinja", {}, status=410)
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = invitations.accept_invitation(
                token=token, password=form.cleaned_data["password"], now=now
            )
        except ValidationError as error:
            form.add_error("password", error)
        except invitations.InvitationOverError:
            return render(request, "accounts/link_over.jinja", {}, status=410)
        else:
            return open_session(
                request, user, method="password", to=reverse("accounts:second_factor")
            )
    return render(
        request, "accounts/invitation.jinja", {"form": form, "invitation": invitation}
    )


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def first_administrator(request: HttpRequest, token: str) -> HttpResponse:
    """Let whoever was given the link at the server make the first account."""
    now = timezone.now()
    try:
        administrators.require_first_link(token=token, now=now)
    except administrators.LinkOverError:
        return render(request, "accounts/link_over.jinja", {}, status=410)
    form = FirstAdministratorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = administrators.become_first_administrator(
                token=token, now=now, **form.cleaned_data
            )
        except ValidationError as error:
            form.add_error("password", error)
        except ValueError as error:
            form.add_error(None, str(error))
        else:
            return open_session(
                request, user, method="password", to=reverse("accounts:second_factor")
            )
    return render(request, "accounts/first_administrator.jinja", {"form": form})
