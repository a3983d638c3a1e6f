"""Addresses of the room, all below one collaborative."""

from django.urls import path

from agreements.views import agreements, decisions, drafting, sending, signing, versions

app_name = "agreements"

LIST = "<slug:collaborative>/agreements"
AGREEMENT = f"{LIST}/<str:reference>"
VERSION = f"{AGREEMENT}/versions/<int:number>"
CLAUSE = f"{VERSION}/clauses/<str:identity>"
PARTY = f"{VERSION}/parties/<str:organisation>"

urlpatterns = [
    path(
        "<slug:collaborative>/decisions/log",
        decisions.log_decision,
        name="log_decision",
    ),
    path(LIST, agreements.agreement_list, name="list"),
    path(f"{LIST}/new", agreements.create, name="create"),
    path(AGREEMENT, agreements.agreement, name="agreement"),
    path(f"{AGREEMENT}/next-version", agreements.next_version, name="next_version"),
    path(VERSION, versions.version, name="version"),
    path(f"{VERSION}/print", versions.printable, name="print"),
    path(f"{VERSION}/paper.pdf", versions.paper, name="paper"),
    path(f"{VERSION}/draft", drafting.draft, name="draft"),
    path(f"{VERSION}/terms", drafting.terms, name="terms"),
    path(f"{VERSION}/parties", drafting.add_party, name="add_party"),
    path(f"{PARTY}/remove", drafting.remove_party, name="remove_party"),
    path(f"{PARTY}/signatory", sending.replace, name="replace"),
    path(f"{VERSION}/clauses", drafting.add_clause, name="add_clause"),
    path(CLAUSE, drafting.change_clause, name="change_clause"),
    path(f"{CLAUSE}/move", drafting.move_clause, name="move_clause"),
    path(f"{CLAUSE}/remove", drafting.remove_clause, name="remove_clause"),
    path(f"{VERSION}/send-out", sending.send_out, name="send_out"),
    path(f"{VERSION}/withdraw", sending.withdraw, name="withdraw"),
    path(f"{VERSION}/sign", signing.sign, name="sign"),
    path(f"{VERSION}/signed", signing.signed, name="signed"),
    path(f"{VERSION}/decline", signing.decline, name="decline"),
]
