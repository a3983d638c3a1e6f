"""What this room tells the layout, the audit pages and the sign-in about itself."""

import datetime as dt
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from audit.registries import Reach
from collab.grants import rights_of
from collab.rules.organisation_csv import ODS_CODE
from collab.rules.rights import Rights
from collab.selectors.collaboratives import collaboratives
from collab.selectors.decisions import restricted_open_to, withheld_from
from collab.selectors.imports import import_with
from collab.selectors.organisations import organisation_named, organisations
from ui.registries import Link


def home_link(request: HttpRequest) -> Link | None:
    """Give the way home to everyone who is signed in."""
    return _link(request, "Home", "collab:home")


def collaboratives_link(request: HttpRequest) -> Link | None:
    """Give the way to the collaboratives to everyone who is signed in."""
    return _link(request, "Collaboratives", "collab:collaboratives")


def organisations_link(request: HttpRequest) -> Link | None:
    """Give the way to the register to everyone who is signed in."""
    return _link(request, "Organisations", "collab:organisations")


def check_paper_link(request: HttpRequest) -> Link:
    """Give the way to check a paper to everybody: it needs no account."""
    return Link(text="Check a paper", href=reverse("collab:check_paper"))


def _link(request: HttpRequest, text: str, name: str) -> Link | None:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    return Link(text=text, href=reverse(name))


def page_of_ods_code(user: Any, typed: str) -> str | None:
    """Find the organisation with an ODS code."""
    code = typed.strip().upper()
    if not ODS_CODE.fullmatch(code):
        return None
    rights = rights_of(user, timezone.now())
    found = organisations(rights=rights, code=code).first()
    return reverse("collab:organisation", args=[found.uid]) if found else None


def page_of_slug(user: Any, typed: str) -> str | None:
    """Find the collaborative with a short name, among those the person may see."""
    rights = rights_of(user, timezone.now())
    found = collaboratives(rights=rights).filter(slug=typed.strip().lower()).first()
    return reverse("collab:collaborative", args=[found.slug]) if found else None


def reach_of(user: Any, at: dt.datetime) -> Reach:
    """
    Say which events a person may read.

    An auditor's are those of the collaboratives audited, or all of them; a member's
    those for all who take part, of their own organisations, and about themselves.
    """
    rights = rights_of(user, at)
    if not rights.is_active:
        return Reach()
    withheld = withheld_from(user)
    if rights.audits_installation:
        return Reach(everything=True, without=withheld)
    audited = rights.collaboratives_with("audit")
    uids = dict(
        collaboratives(rights=rights)
        .filter(pk__in=rights.collaboratives)
        .values_list("pk", "uid")
    )
    bodies = organisations(rights=rights).filter(pk__in=rights.organisations)
    audiences = {f"person:{user.uid}"}
    audiences |= {
        f"collaborative:{uids[pk]}" for pk in rights.collaboratives if pk in uids
    }
    audiences |= {f"organisation:{uid}" for uid in bodies.values_list("uid", flat=True)}
    audiences |= restricted_open_to(rights)
    if rights.administers_installation:
        audiences.add("installation")
    return Reach(
        collaboratives=frozenset(uids[pk] for pk in audited if pk in uids),
        audiences=frozenset(audiences),
        without=withheld,
    )


def page_of_organisation(uid: str) -> str:
    """Give the page of an organisation that an event names."""
    return reverse("collab:organisation", args=[uid])


def page_of_collaborative(uid: str) -> str | None:
    """Give the page of a collaborative that an event names; the page itself refuses."""
    everything = Rights(is_active=True, administers_installation=True)
    found = collaboratives(rights=everything).filter(uid=uid).first()
    return reverse("collab:collaborative", args=[found.slug]) if found else None


def page_of_import(uid: str) -> str | None:
    """Give the page of an import that an event names; the page itself refuses."""
    everything = Rights(is_active=True, administers_installation=True)
    found = import_with(uid=uid, rights=everything)
    return reverse("collab:import", args=[found.reference]) if found else None


def organisations_called(typed: str) -> list[str]:
    """Give the uids of the bodies that a code or name may mean; the register is open."""
    rights = Rights(is_active=True)
    return [row.uid for row in organisation_named(typed=typed, rights=rights)]
