"""Addresses about people, what they hold, and files."""

from django.urls import URLPattern, path

from collab.views import authority, calendar, documents, people, proposing, roles

_ORG = "organisations/<str:uid>"

fixed_urlpatterns: list[URLPattern] = [
    path("calendar/<str:token>.ics", calendar.feed, name="calendar_feed"),
    path("my/authority", people.mine, name="my_authority"),
    path(f"{_ORG}/people", people.people, name="people"),
    path(f"{_ORG}/delegations", people.register, name="delegations"),
    path(
        f"{_ORG}/people/propose",
        proposing.propose_appointment,
        name="propose_appointment",
    ),
    path(
        f"{_ORG}/delegations/propose",
        proposing.propose_delegation,
        name="propose_delegation",
    ),
    path(f"{_ORG}/deputies/propose", proposing.propose_deputy, name="propose_deputy"),
    path(f"{_ORG}/first-lead", proposing.first_lead, name="first_lead"),
    path(f"{_ORG}/people/import", people.import_people, name="import_people"),
    path(f"{_ORG}/people/<str:person>/left", people.left, name="person_left"),
    path(f"{_ORG}/documents/add", documents.add, name="add_document"),
    path("authority/<str:uid>", authority.authority, name="authority"),
    path("authority/<str:uid>/confirm", authority.confirm, name="confirm_authority"),
    path("authority/<str:uid>/refuse", authority.refuse, name="refuse_authority"),
    path("authority/<str:uid>/end", authority.end, name="end_authority"),
    path("documents/<str:uid>", documents.document, name="document"),
    path("documents/<str:uid>/download", documents.download, name="download"),
    path("installation/auditors", roles.installation_auditors, name="auditors"),
    path("engagements/<str:uid>/end", roles.end_engagement, name="end_engagement"),
]
urlpatterns: list[URLPattern] = [
    path("<slug:collaborative>/people", roles.people, name="collaborative_people"),
    path(
        "<slug:collaborative>/people/<str:person>/<slug:role>/take",
        roles.take,
        name="take_role",
    ),
    path("<slug:collaborative>/auditors/engage", roles.engage, name="engage_auditor"),
]
