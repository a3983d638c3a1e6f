"""The approval plan of an agreement: who approves, in which order."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.http import SignedInRequest
from agreements import policies
from agreements.enums import ApprovalRule
from agreements.forms.approvals import ApproverForm, GroupForm
from agreements.models import Agreement, ApprovalGroup
from agreements.presenters.approvals import show_plan
from agreements.presenters.crumbs import plan_crumbs
from agreements.selectors import lookups
from agreements.selectors.addresses import plan_address
from agreements.selectors.approving import people_who_may_approve
from agreements.services import approval_plans
from audit.models import StaleRowError
from audit.rules.uids import new_uid

REFUSALS = (approval_plans.PlanInUseError, approval_plans.ApproverCannotBeNamedError)


def _agreement(
    request: SignedInRequest, collaborative: str, reference: str
) -> Agreement:
    now = timezone.now()
    found = lookups.agreement_or_404(request.user, now, collaborative, reference)
    policies.require_can_govern(
        user=request.user, collaborative_id=found.collaborative_id, at=now
    )
    return found


def _group(agreement: Agreement, uid: str) -> ApprovalGroup:
    found: ApprovalGroup = get_object_or_404(agreement.approval_groups, uid=uid)
    return found


@require_http_methods(["GET"])
def plan(request: SignedInRequest, collaborative: str, reference: str) -> HttpResponse:
    """Show who approves this agreement's versions, group after group."""
    now = timezone.now()
    found = lookups.agreement_or_404(request.user, now, collaborative, reference)
    context = {
        "agreement": found,
        "shown": show_plan(found, user=request.user, now=now),
        "crumbs": plan_crumbs(found, inside=False),
    }
    return render(request, "agreements/approval_plan.jinja", context)


def _terms(form: GroupForm) -> approval_plans.GroupTerms:
    typed = form.cleaned_data
    return approval_plans.GroupTerms(
        name=typed["name"],
        rule=typed["rule"],
        needed=typed["needed"],
        due_in_days=typed["due_in_days"],
    )


@require_http_methods(["GET", "POST"])
def add_group(
    request: SignedInRequest, collaborative: str, reference: str
) -> HttpResponse:
    """Add a group at the end of the plan."""
    agreement = _agreement(request, collaborative, reference)
    initial = {"rule": ApprovalRule.ALL, "due_in_days": 7, "uid": new_uid("apg")}
    form = GroupForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            group = approval_plans.add_group(
                agreement_id=agreement.pk,
                uid=form.cleaned_data["uid"] or new_uid("apg"),
                terms=_terms(form),
                actor=request.user,
                now=timezone.now(),
            )
        except REFUSALS as error:
            form.add_error(None, str(error))
        else:
            return redirect(f"{plan_address(agreement)}#{group.uid}")
    context = {"form": form, "agreement": agreement, "crumbs": plan_crumbs(agreement)}
    return render(request, "agreements/approval_group.jinja", context)


@require_http_methods(["GET", "POST"])
def change_group(
    request: SignedInRequest, collaborative: str, reference: str, group: str
) -> HttpResponse:
    """Change what a group is called, its rule and its days."""
    agreement = _agreement(request, collaborative, reference)
    found = _group(agreement, group)
    initial = {
        "name": found.name,
        "rule": found.rule,
        "needed": found.needed,
        "due_in_days": found.due_in_days,
        "revision": found.revision,
    }
    form = GroupForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        revision = form.cleaned_data["revision"]
        try:
            approval_plans.change_group(
                group_id=found.pk,
                revision=-1 if revision is None else revision,
                terms=_terms(form),
                actor=request.user,
                now=timezone.now(),
            )
        except StaleRowError as error:
            form.add_error(None, str(error))
            form.data = request.POST.copy()
            form.data["revision"] = str(found.revision)
        except REFUSALS as error:
            form.add_error(None, str(error))
        else:
            return redirect(f"{plan_address(agreement)}#{found.uid}")
    context = {
        "form": form,
        "group": found,
        "agreement": agreement,
        "crumbs": plan_crumbs(agreement),
    }
    return render(request, "agreements/approval_group.jinja", context)


@require_http_methods(["POST"])
def move_group(
    request: SignedInRequest, collaborative: str, reference: str, group: str
) -> HttpResponse:
    """Let a group be asked one place earlier or later."""
    agreement = _agreement(request, collaborative, reference)
    found = _group(agreement, group)
    try:
        approval_plans.move_group(
            group_id=found.pk,
            up=request.POST.get("direction") == "up",
            actor=request.user,
            now=timezone.now(),
        )
    except REFUSALS:
        return redirect(plan_address(agreement))
    return redirect(f"{plan_address(agreement)}#{found.uid}")


@require_http_methods(["GET", "POST"])
def remove_group(
    request: SignedInRequest, collaborative: str, reference: str, group: str
) -> HttpResponse:
    """Ask once more, then take a group and whoever it names out of the plan."""
    agreement = _agreement(request, collaborative, reference)
    found = _group(agreement, group)
    refusal = ""
    if request.method == "POST":
        try:
            approval_plans.remove_group(
                group_id=found.pk, actor=request.user, now=timezone.now()
            )
        except REFUSALS as error:
            refusal = str(error)
        else:
            return redirect(plan_address(agreement))
    context = {
        "group": found,
        "refusal": refusal,
        "agreement": agreement,
        "crumbs": plan_crumbs(agreement),
    }
    return render(request, "agreements/remove_approval_group.jinja", context)


@require_http_methods(["GET", "POST"])
def name_approver(
    request: SignedInRequest, collaborative: str, reference: str, group: str
) -> HttpResponse:
    """Name one more person, among those who hold power to approve for a member."""
    now = timezone.now()
    agreement = _agreement(request, collaborative, reference)
    found = _group(agreement, group)
    rows = {row.uid: row for row in people_who_may_approve(agreement, now)}
    people = [
        (uid, f"{row.user.name}, {row.organisation}, as {row.capacity}")
        for uid, row in rows.items()
    ]
    form = ApproverForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        row = rows[form.cleaned_data["approver"]]
        try:
            approval_plans.name_approver(
                group_id=found.pk,
                user_id=row.user_id,
                organisation_id=row.organisation_id,
                actor=request.user,
                now=now,
            )
        except REFUSALS as error:
            form.add_error("approver", str(error))
        else:
            return redirect(f"{plan_address(agreement)}#{found.uid}")
    context = {
        "form": form,
        "people": people,
        "group": found,
        "agreement": agreement,
        "crumbs": plan_crumbs(agreement),
    }
    return render(request, "agreements/approver.jinja", context)


@require_http_methods(["POST"])
def remove_approver(
    request: SignedInRequest,
    collaborative: str,
    reference: str,
    group: str,
    approver: str,
) -> HttpResponse:
    """Take a person out of a group."""
    agreement = _agreement(request, collaborative, reference)
    found = _group(agreement, group)
    named = get_object_or_404(found.approvers, uid=approver)
    try:
        approval_plans.remove_approver(
            approver_id=named.pk, actor=request.user, now=timezone.now()
        )
    except REFUSALS:
        return redirect(plan_address(agreement))
    return redirect(f"{plan_address(agreement)}#{found.uid}")
