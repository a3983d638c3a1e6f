"""The list of pathways, one pathway, and its stages."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.http import SignedInRequest
from collab.views.loading import Asking, asking
from pathways import policies
from pathways.forms.pathways import PathwayForm, StageForm
from pathways.models import Pathway
from pathways.presenters.crumbs import crumbs_of, pathway_crumbs
from pathways.presenters.pathways import show_list, show_pathway
from pathways.selectors.addresses import pathway_address
from pathways.selectors.lookups import (
    collaborative_or_404,
    pathway_or_404,
    stage_or_404,
)
from pathways.services import pathways as keeping
from pathways.views.saving import save_and_go


def kept_or_403(who: Asking, slug: str, reference: str) -> Pathway:
    """
    Find a pathway that the person may see, and may change.

    :raises NotAKeeperError: if they may not change it
    """
    found = pathway_or_404(who.rights, slug, reference)
    policies.require_can_keep(
        user=who.user, collaborative_id=found.collaborative_id, at=who.now
    )
    return found


@require_http_methods(["GET"])
def pathway_list(request: SignedInRequest, collaborative: str) -> HttpResponse:
    """List a collaborative's pathways with their outcomes."""
    who = asking(request)
    found = collaborative_or_404(who.rights, collaborative)
    shown = show_list(
        found, user=request.user, now=who.now, cursor=request.GET.get("at", "")
    )
    context = {
        "collaborative": found,
        "shown": shown,
        "links": shown.links(request.GET),
        "crumbs": crumbs_of(found, inside=False),
    }
    return render(request, "pathways/list.jinja", context)


@require_http_methods(["GET", "POST"])
def add(request: SignedInRequest, collaborative: str) -> HttpResponse:
    """Write a pathway down."""
    who = asking(request)
    found = collaborative_or_404(who.rights, collaborative)
    policies.require_can_keep(user=who.user, collaborative_id=found.pk, at=who.now)
    form = PathwayForm(request.POST or None)

    def save() -> None:
        keeping.add_pathway(
            collaborative_id=found.pk,
            name=form.cleaned_data["name"],
            cohort=form.cleaned_data["cohort"],
            actor=request.user,
            now=who.now,
        )

    return save_and_go(
        request,
        form,
        save,
        said="The pathway is written down. Open it and add its stages.",
        title="Add a pathway",
        caption=found.name,
        button="Add pathway",
        crumbs=crumbs_of(found),
    )


@require_http_methods(["GET"])
def pathway(
    request: SignedInRequest, collaborative: str, reference: str
) -> HttpResponse:
    """Show a pathway with its stages and its outcomes."""
    who = asking(request)
    found = pathway_or_404(who.rights, collaborative, reference)
    context = {
        "shown": show_pathway(found, user=request.user, now=who.now),
        "pathway": found,
        "crumbs": pathway_crumbs(found, inside=False),
        "print_reference": found.reference,
        "as_at": who.now,
    }
    return render(request, "pathways/pathway.jinja", context)


@require_http_methods(["GET", "POST"])
def change(
    request: SignedInRequest, collaborative: str, reference: str
) -> HttpResponse:
    """Change what a pathway is called and for whom it is."""
    who = asking(request)
    found = kept_or_403(who, collaborative, reference)
    initial = {name: getattr(found, name) for name in ("name", "cohort", "revision")}
    form = PathwayForm(request.POST or None, initial=initial)

    def save() -> None:
        keeping.change_pathway(
            pathway_id=found.pk, actor=request.user, now=who.now, **form.cleaned_data
        )

    return save_and_go(
        request,
        form,
        save,
        row=found,
        said="The pathway is changed.",
        title="Change the pathway",
        caption=str(found),
        button="Save",
        crumbs=pathway_crumbs(found),
    )


@require_http_methods(["GET", "POST"])
def add_stage(
    request: SignedInRequest, collaborative: str, reference: str
) -> HttpResponse:
    """Add a stage at the end."""
    who = asking(request)
    found = kept_or_403(who, collaborative, reference)
    form = StageForm(request.POST or None)

    def save() -> None:
        keeping.add_stage(
            pathway_id=found.pk,
            name=form.cleaned_data["name"],
            what_happens=form.cleaned_data["what_happens"],
            actor=request.user,
            now=who.now,
        )

    return save_and_go(
        request,
        form,
        save,
        said="The stage is added.",
        title="Add a stage",
        caption=str(found),
        button="Add stage",
        crumbs=pathway_crumbs(found),
    )


@require_http_methods(["GET", "POST"])
def change_stage(
    request: SignedInRequest, collaborative: str, reference: str, uid: str
) -> HttpResponse:
    """Change what a stage is called and what happens there."""
    who = asking(request)
    found = kept_or_403(who, collaborative, reference)
    stage = stage_or_404(who.rights, found, uid)
    names = ("name", "what_happens", "revision")
    initial = {name: getattr(stage, name) for name in names}
    form = StageForm(request.POST or None, initial=initial)

    def save() -> None:
        keeping.change_stage(
            pathway_id=found.pk,
            uid=uid,
            actor=request.user,
            now=who.now,
            **form.cleaned_data,
        )

    return save_and_go(
        request,
        form,
        save,
        row=stage,
        said="The stage is changed.",
        title="Change a stage",
        caption=str(found),
        button="Save",
        crumbs=pathway_crumbs(found),
    )


@require_http_methods(["POST"])
def move_stage(
    request: SignedInRequest, collaborative: str, reference: str, uid: str
) -> HttpResponse:
    """Move a stage one place up or down."""
    who = asking(request)
    found = kept_or_403(who, collaborative, reference)
    stage = stage_or_404(who.rights, found, uid)
    try:
        keeping.move_stage(
            pathway_id=found.pk,
            uid=stage.uid,
            up=request.POST.get("direction") == "up",
            actor=request.user,
            now=who.now,
        )
    except keeping.StageGoneError:
        return redirect(pathway_address(found))
    return redirect(f"{pathway_address(found)}#{stage.uid}")


@require_http_methods(["GET", "POST"])
def remove_stage(
    request: SignedInRequest, collaborative: str, reference: str, uid: str
) -> HttpResponse:
    """Ask once more, then take a stage out."""
    who = asking(request)
    found = kept_or_403(who, collaborative, reference)
    stage = stage_or_404(who.rights, found, uid)
    refusal = ""
    if request.method == "POST":
        try:
            keeping.remove_stage(
                pathway_id=found.pk, uid=uid, actor=request.user, now=who.now
            )
        except ValueError as error:
            refusal = str(error)
        else:
            return redirect(pathway_address(found))
    context = {
        "pathway": found,
        "stage": stage,
        "refusal": refusal,
        "crumbs": pathway_crumbs(found),
    }
    return render(request, "pathways/remove_stage.jinja", context)
