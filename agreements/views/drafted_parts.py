"""Writing the clauses and the conditions precedent of a draft, which go alike."""

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.http import SignedInRequest
from agreements.forms.drafting import ClauseForm, ConditionForm
from agreements.forms.outside import revision_read
from agreements.models import Version
from agreements.presenters.conflicts import (
    initial_of,
    part_conflict,
    typed_in,
    with_both_texts,
)
from agreements.presenters.drafts import part_once_there
from agreements.selectors.addresses import version_address
from agreements.services import clauses, conditions
from agreements.services.drafting import PartChangedError, PartGoneError
from agreements.services.locking import NotADraftError
from agreements.views.drafting import draft_page
from agreements.views.loading import governed_version
from audit.rules.uids import new_uid


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What tells clauses from conditions: their form, rows and services."""

    name: str
    prefix: str
    form: type[ClauseForm | ConditionForm]
    rows: Callable[[Version], Any]
    add: Callable[..., Any]
    change: Callable[..., Any]
    remove: Callable[..., Any]


CLAUSE: Final = Kind(
    name="clause",
    prefix="cl",
    form=ClauseForm,
    rows=attrgetter("clauses"),
    add=clauses.add_clause,
    change=clauses.change_clause,
    remove=clauses.remove_clause,
)
CONDITION: Final = Kind(
    name="condition",
    prefix="cn",
    form=ConditionForm,
    rows=attrgetter("conditions"),
    add=conditions.add_condition,
    change=conditions.change_condition,
    remove=conditions.remove_condition,
)


@require_http_methods(["GET", "POST"])
def add(
    request: SignedInRequest,
    collaborative: str,
    reference: str,
    number: int,
    kind: Kind,
) -> HttpResponse:
    """Add a clause or a condition at the end."""
    version = governed_version(request, collaborative, reference, number)
    form = kind.form(request.POST or None, initial={"identity": new_uid(kind.prefix)})
    if request.method == "POST" and form.is_valid():
        try:
            kind.add(
                version_id=version.pk,
                identity=form.cleaned_data["identity"],
                actor=request.user,
                now=timezone.now(),
                **typed_in(form),
            )
        except NotADraftError as error:
            form.add_error(None, str(error))
        else:
            return redirect(version_address(version, "draft"))
    return draft_page(request, kind.name, version, form=form, part=None)


@require_http_methods(["GET", "POST"])
def change(
    request: SignedInRequest,
    collaborative: str,
    reference: str,
    number: int,
    identity: str,
    kind: Kind,
) -> HttpResponse:
    """Change it; on a conflict both texts stand on the page and none is lost."""
    version = governed_version(request, collaborative, reference, number)
    # What was typed must come back even where somebody took it out meanwhile.
    sent = request.method == "POST"
    find = part_once_there if sent else _part_or_404
    part = find(kind.rows(version), identity)
    form = kind.form(request.POST or None, initial=initial_of(part))
    conflict = None
    if "both" in request.POST and part is not None:
        form.data = with_both_texts(form, part)
    elif sent and form.is_valid():
        try:
            kind.change(
                version_id=version.pk,
                identity=identity,
                revision=form.cleaned_data["revision"] or 0,
                actor=request.user,
                now=timezone.now(),
                **typed_in(form),
            )
        except PartChangedError as error:
            conflict = part_conflict(form, error.stands)
            form.add_error(None, str(error))
        except (NotADraftError, PartGoneError) as error:
            form.add_error(None, str(error))
        else:
            return redirect(version_address(version, "draft"))
    context = {"form": form, "part": part, "conflict": conflict}
    return draft_page(request, kind.name, version, **context)


def _part_or_404(rows: Any, identity: str) -> Any:
    return get_object_or_404(rows, identity=identity)


@require_http_methods(["POST"])
def move_clause(
    request: SignedInRequest,
    collaborative: str,
    reference: str,
    number: int,
    identity: str,
) -> HttpResponse:
    """Move a clause one place up or down."""
    version = governed_version(request, collaborative, reference, number)
    get_object_or_404(version.clauses, identity=identity)
    try:
        clauses.move_clause(
            version_id=version.pk,
            identity=identity,
            up=request.POST.get("direction") == "up",
            actor=request.user,
            now=timezone.now(),
        )
    except (NotADraftError, PartGoneError):
        return redirect(version_address(version, "draft"))
    return redirect(f"{version_address(version, 'draft')}#{identity}")


@require_http_methods(["GET", "POST"])
def remove(
    request: SignedInRequest,
    collaborative: str,
    reference: str,
    number: int,
    identity: str,
    kind: Kind,
) -> HttpResponse:
    """Ask once more, then take it out."""
    version = governed_version(request, collaborative, reference, number)
    part = get_object_or_404(kind.rows(version), identity=identity)
    refusal = ""
    if request.method == "POST":
        try:
            kind.remove(
                version_id=version.pk,
                identity=identity,
                revision=revision_read(request.POST),
                actor=request.user,
                now=timezone.now(),
            )
        except ValueError as error:
            refusal = str(error)
            part.refresh_from_db()
        else:
            return redirect(version_address(version, "draft"))
    context = {"part": part, "refusal": refusal}
    return draft_page(request, f"remove_{kind.name}", version, **context)
