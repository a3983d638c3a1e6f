"""Commenting on a clause of a draft, answering, and resolving."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.http import SignedInRequest
from agreements.forms.notices import CommentForm, ResolutionForm
from agreements.models import Comment, Version
from agreements.policies import voices
from agreements.presenters.comments import show_comments
from agreements.presenters.crumbs import crumbs_to
from agreements.selectors import lookups
from agreements.selectors.addresses import version_address
from agreements.services import commenting
from audit.rules.uids import new_uid


def _version(
    request: SignedInRequest, collaborative: str, reference: str, number: int
) -> Version:
    now = timezone.now()
    version = lookups.version_or_404(
        request.user, now, collaborative, reference, number
    )
    voices.require_can_comment(user=request.user, version=version, at=now)
    return version


def _page(
    request: SignedInRequest, version: Version, title: str, **context: object
) -> HttpResponse:
    shown = show_comments(version, user=request.user, now=timezone.now())
    context |= {
        "page_title": title,
        "version": version,
        "comments": shown,
        "crumbs": crumbs_to(version),
    }
    return render(request, "agreements/comment.jinja", context)


def _form(request: SignedInRequest) -> CommentForm:
    return CommentForm(request.POST or None, initial={"identity": new_uid("cm")})


@require_http_methods(["GET", "POST"])
def comment(
    request: SignedInRequest,
    collaborative: str,
    reference: str,
    number: int,
    identity: str,
) -> HttpResponse:
    """Say something of one clause; it is shown beside the clause."""
    version = _version(request, collaborative, reference, number)
    clause = get_object_or_404(version.clauses, identity=identity)
    form = _form(request)
    if request.method == "POST" and form.is_valid():
        try:
            commenting.comment(
                version_id=version.pk,
                clause_identity=identity,
                identity=form.cleaned_data["identity"],
                text=form.cleaned_data["text"],
                actor=request.user,
                now=timezone.now(),
            )
        except ValueError as error:
            form.add_error(None, str(error))
        else:
            return redirect(f"{version_address(version)}#{identity}")
    title = "Comment on a clause"
    return _page(request, version, title, form=form, clause=clause, thread=None)


def _thread_or_404(version: Version, uid: str) -> Comment:
    found: Comment | None = version.comments.filter(uid=uid, thread=None).first()
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
def answer(
    request: SignedInRequest, collaborative: str, reference: str, number: int, uid: str
) -> HttpResponse:
    """Answer a comment."""
    version = _version(request, collaborative, reference, number)
    thread = _thread_or_404(version, uid)
    form = _form(request)
    form.fields["text"].label = "Answer"
    if request.method == "POST" and form.is_valid():
        try:
            commenting.comment(
                version_id=version.pk,
                clause_identity=thread.clause_identity,
                thread_uid=uid,
                identity=form.cleaned_data["identity"],
                text=form.cleaned_data["text"],
                actor=request.user,
                now=timezone.now(),
            )
        except ValueError as error:
            form.add_error(None, str(error))
        else:
            return redirect(f"{version_address(version)}#{thread.clause_identity}")
    return _page(request, version, "Answer a comment", form=form, thread=thread)


@require_http_methods(["GET", "POST"])
def resolve(
    request: SignedInRequest, collaborative: str, reference: str, number: int, uid: str
) -> HttpResponse:
    """Settle a comment in words; it is folded away and stays on record."""
    version = _version(request, collaborative, reference, number)
    thread = _thread_or_404(version, uid)
    voices.require_can_resolve(
        user=request.user,
        version=version,
        author_id=thread.author_id,
        at=timezone.now(),
    )
    form = ResolutionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            commenting.resolve_comment(
                version_id=version.pk,
                uid=uid,
                resolution=form.cleaned_data["resolution"],
                actor=request.user,
                now=timezone.now(),
            )
        except ValueError as error:
            form.add_error(None, str(error))
        else:
            return redirect(f"{version_address(version)}#{thread.clause_identity}")
    return _page(request, version, "Resolve a comment", form=form, thread=thread)
