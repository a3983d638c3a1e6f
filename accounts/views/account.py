"""A person's own pages: account, preferences and inbox."""

from dataclasses import asdict

from allauth.socialaccount.adapter import get_adapter
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts import policies, registries, selectors
from accounts.forms import HoursForm, NameForm, PreferencesForm
from accounts.http import SignedInRequest
from accounts.models import Notification, SingleSignOn
from accounts.rules.mail_hours import Hours
from accounts.services import hours as own_hours
from accounts.services import notifying, people
from ui.paging import page_links


@require_http_methods(["GET"])
def account(request: SignedInRequest) -> HttpResponse:
    """Show what Concordat knows of the person, and the ways to change it."""
    context = {
        "person": request.user,
        "has_factor": policies.has_second_factor(request.user),
        "mailed": selectors.mailed_labels(request.user),
        "connected": SingleSignOn.objects.visible_to(request.user).filter(
            removed_at=None
        ),
        "providers": [
            {"name": each.name, "href": each.get_login_url(request, process="connect")}
            for each in get_adapter(request).list_providers(request)
        ],
        "now": timezone.now(),
    }
    return render(request, "accounts/account.jinja", context)


@require_http_methods(["GET", "POST"])
def name(request: SignedInRequest) -> HttpResponse:
    """Change how the person is called from today on."""
    form = NameForm(request.POST or None, initial={"name": request.user.name})
    if request.method == "POST" and form.is_valid():
        people.rename_self(
            name=form.cleaned_data["name"], actor=request.user, now=timezone.now()
        )
        messages.success(request, "Your name has been changed.")
        return redirect("accounts:account")
    return render(request, "accounts/name.jinja", {"form": form})


@require_http_methods(["GET", "POST"])
def preferences(request: SignedInRequest) -> HttpResponse:
    """Choose which kinds of notification come by email as well, and how often."""
    form = PreferencesForm(
        request.POST if request.method == "POST" else None,
        initial=PreferencesForm.chosen(
            selectors.mailed_kinds(request.user), selectors.rhythms_of(request.user)
        ),
    )
    if request.method == "POST" and form.is_valid():
        notifying.choose_mail(
            wanted=form.wanted(),
            rhythms=form.rhythms(),
            actor=request.user,
            now=timezone.now(),
        )
        messages.success(request, "Your choices have been saved.")
        return redirect("accounts:preferences")
    always = [kind.label for kind in registries.kinds() if kind.always_mailed]
    return render(
        request, "accounts/preferences.jinja", {"form": form, "always": always}
    )


@require_http_methods(["GET", "POST"])
def hours(request: SignedInRequest) -> HttpResponse:
    """Choose when no email comes."""
    held = selectors.my_mail_hours(request.user)
    form = HoursForm(
        request.POST if request.method == "POST" else None,
        initial=asdict(held.hours() if held else Hours()),
    )
    if request.method == "POST" and form.is_valid():
        own_hours.choose_hours(
            hours=form.hours(), actor=request.user, now=timezone.now()
        )
        messages.success(request, "Your hours without email have been saved.")
        return redirect("accounts:hours")
    return render(request, "accounts/hours.jinja", {"form": form})


@require_http_methods(["POST"])
def remove_single_sign_on(request: SignedInRequest, uid: str) -> HttpResponse:
    """Untie the account from one at an identity provider."""
    try:
        people.remove_single_sign_on(uid=uid, actor=request.user, now=timezone.now())
    except people.AccountClosedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Single sign-on is no longer connected.")
    return redirect("accounts:account")


@require_http_methods(["GET"])
def inbox(request: SignedInRequest) -> HttpResponse:
    """List what the person was told, newest first."""
    page = selectors.inbox_page(request.user, cursor=request.GET.get("at", ""))
    context = {
        "page": page,
        "links": page_links(page, request.GET),
        "unread": selectors.unread_count(request.user),
    }
    return render(request, "accounts/inbox.jinja", context)


@require_http_methods(["GET", "POST"])
def notification(request: SignedInRequest, uid: str) -> HttpResponse:
    """Show one notification; marking it as read is a POST of its own."""
    found = get_object_or_404(Notification.objects.visible_to(request.user), uid=uid)
    if request.method == "POST":
        notifying.mark_read(uid=uid, actor=request.user, now=timezone.now())
        return redirect(found.link or "accounts:inbox")
    return render(request, "accounts/notification.jinja", {"notification": found})


@require_http_methods(["POST"])
def mark_all_read(request: SignedInRequest) -> HttpResponse:
    """Note that the person has seen all there is."""
    notifying.mark_all_read(actor=request.user, now=timezone.now())
    return redirect("accounts:inbox")
