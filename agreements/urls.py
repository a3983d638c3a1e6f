"""Addresses of the room, all below one collaborative."""

from django.urls import path

from agreements.views import (
    agreements,
    approval_plans,
    approving,
    comments,
    comparing,
    conditions,
    decisions,
    drafted_parts,
    drafting,
    in_force,
    notices,
    outside_signing,
    paper_signing,
    papers,
    planning,
    recording,
    sending,
    signing,
    versions,
    vouching,
    withdrawing,
)

app_name = "agreements"

LIST = "<slug:collaborative>/agreements"
AGREEMENT = f"{LIST}/<str:reference>"
COMPARISON = f"{AGREEMENT}/compare/<int:old>/<int:new>"
VERSION = f"{AGREEMENT}/versions/<int:number>"
CLAUSE = f"{VERSION}/clauses/<str:identity>"
COMMENT = f"{VERSION}/comments/<str:uid>"
CONDITION = f"{VERSION}/conditions/<str:identity>"
PLAN = f"{AGREEMENT}/approval-plan"
GROUP = f"{PLAN}/groups/<str:group>"
PARTY = f"{VERSION}/parties/<str:organisation>"
OUTSIDE = f"{VERSION}/outside/<str:uid>"
PAPER = f"{VERSION}/paper-signatures/<str:uid>"
A_CLAUSE = {"kind": drafted_parts.CLAUSE}
A_CONDITION = {"kind": drafted_parts.CONDITION}

urlpatterns = [
    path(
        "<slug:collaborative>/decisions/log",
        decisions.choose_forum,
        name="choose_forum",
    ),
    path(
        "<slug:collaborative>/forums/<slug:forum>/log",
        decisions.log_decision,
        name="log_decision",
    ),
    path(LIST, agreements.agreement_list, name="list"),
    path(f"{LIST}/new", agreements.create, name="create"),
    path(f"{LIST}/in-force", in_force.of_collaborative, name="all_in_force"),
    path(f"{LIST}/record", recording.add_copy, name="add_copy"),
    path(f"{LIST}/record/<str:copy>", recording.record, name="record"),
    path(AGREEMENT, agreements.agreement, name="agreement"),
    path(f"{AGREEMENT}/next-version", agreements.next_version, name="next_version"),
    path(f"{AGREEMENT}/in-force", in_force.of_agreement, name="in_force"),
    path(f"{AGREEMENT}/compare", comparing.choose, name="choose_comparison"),
    path(COMPARISON, comparing.compare, name="compare"),
    path(f"{COMPARISON}/comparison.pdf", comparing.paper, name="comparison_paper"),
    path(VERSION, versions.version, name="version"),
    path(f"{VERSION}/print", versions.printable, name="print"),
    path(f"{VERSION}/paper.pdf", papers.paper, name="paper"),
    path(f"{VERSION}/pack.pdf", papers.pack, name="pack"),
    path(f"{VERSION}/check", recording.check, name="check_record"),
    path(f"{VERSION}/certificate", papers.certificate, name="certificate"),
    path(
        f"{VERSION}/certificate.pdf", papers.certificate_paper, name="certificate_paper"
    ),
    path(f"{VERSION}/draft", drafting.draft, name="draft"),
    path(f"{VERSION}/terms", drafting.terms, name="terms"),
    path(f"{CLAUSE}/comments", comments.comment, name="comment"),
    path(f"{COMMENT}/answer", comments.answer, name="answer"),
    path(f"{COMMENT}/resolve", comments.resolve, name="resolve"),
    path(f"{AGREEMENT}/notice", notices.give, name="give_notice"),
    path(
        f"{AGREEMENT}/notice/<str:organisation>/withdraw",
        notices.withdraw,
        name="withdraw_notice",
    ),
    path(f"{VERSION}/conditions", drafted_parts.add, A_CONDITION, name="add_condition"),
    path(CONDITION, drafted_parts.change, A_CONDITION, name="change_condition"),
    path(
        f"{CONDITION}/remove",
        drafted_parts.remove,
        A_CONDITION,
        name="remove_condition",
    ),
    path(f"{CONDITION}/met", conditions.condition_met, name="condition_met"),
    path(f"{VERSION}/parties", drafting.add_party, name="add_party"),
    path(f"{PARTY}/remove", drafting.remove_party, name="remove_party"),
    path(f"{PARTY}/signatory", sending.replace, name="replace"),
    path(f"{PARTY}/withdraw", withdrawing.withdraw_party, name="withdraw_party"),
    path(
        f"{PARTY}/outside-signatory",
        vouching.name_outside,
        name="name_outside",
    ),
    path(OUTSIDE, vouching.outside, name="outside"),
    path(f"{OUTSIDE}/confirm", vouching.confirm_outside, name="confirm_outside"),
    path(f"{OUTSIDE}/end", vouching.end_outside, name="end_outside"),
    path(f"{OUTSIDE}/link", vouching.send_link_again, name="send_link_again"),
    path(f"{OUTSIDE}/link/revoke", vouching.revoke_link, name="revoke_link"),
    path(f"{PARTY}/paper-signature", paper_signing.record, name="record_paper"),
    path(PAPER, paper_signing.paper, name="paper_signature"),
    path(f"{PAPER}/check", paper_signing.check, name="check_paper"),
    path(f"{PAPER}/refuse", paper_signing.refuse, name="refuse_paper"),
    path("outside/text", outside_signing.text, name="outside_text"),
    path("outside/decline", outside_signing.decline, name="outside_decline"),
    path("outside/done", outside_signing.done, name="outside_done"),
    path("outside/<str:token>", outside_signing.link, name="outside_link"),
    path("outside/<str:token>/code", outside_signing.code, name="outside_code"),
    path(f"{VERSION}/clauses", drafted_parts.add, A_CLAUSE, name="add_clause"),
    path(CLAUSE, drafted_parts.change, A_CLAUSE, name="change_clause"),
    path(f"{CLAUSE}/move", drafted_parts.move_clause, name="move_clause"),
    path(f"{CLAUSE}/remove", drafted_parts.remove, A_CLAUSE, name="remove_clause"),
    path(f"{VERSION}/signing-plan", planning.signing_plan, name="signing_plan"),
    path(f"{VERSION}/send-out", sending.send_out, name="send_out"),
    path(PLAN, approval_plans.plan, name="approval_plan"),
    path(f"{PLAN}/groups", approval_plans.add_group, name="add_group"),
    path(GROUP, approval_plans.change_group, name="change_group"),
    path(f"{GROUP}/move", approval_plans.move_group, name="move_group"),
    path(f"{GROUP}/remove", approval_plans.remove_group, name="remove_group"),
    path(f"{GROUP}/approvers", approval_plans.name_approver, name="name_approver"),
    path(
        f"{GROUP}/approvers/<str:approver>/remove",
        approval_plans.remove_approver,
        name="remove_approver",
    ),
    path(f"{VERSION}/ask-approval", approving.ask, name="ask_approval"),
    path(f"{VERSION}/approve", approving.approve, name="approve"),
    path(f"{VERSION}/refuse", approving.refuse, name="refuse_approval"),
    path(f"{VERSION}/back-to-draft", approving.back_to_draft, name="back_to_draft"),
    path(f"{VERSION}/withdraw", sending.withdraw, name="withdraw"),
    path(f"{VERSION}/sign", signing.sign, name="sign"),
    path(f"{VERSION}/signed", signing.signed, name="signed"),
    path(f"{VERSION}/decline", signing.decline, name="decline"),
]
