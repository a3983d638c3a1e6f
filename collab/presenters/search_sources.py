"""What the search finds of this room's records, and what it leaves out, with reasons."""

from collections.abc import Iterator
from typing import Any, Final

from django.urls import reverse

from collab.enums import AuthorityStatus
from collab.models import Appointment, ForumTerms, Membership, NamedRole, Seat
from collab.presenters.decisions import address_of
from collab.registries.search import SearchFollowers, SearchSource, SearchText


def _collaborative(row: Any) -> SearchText:
    return SearchText(
        title=row.name,
        text=f"{row.purpose} {row.persona_question} {row.footprint}",
    )


def _home_of(row: Any) -> str:
    return reverse("collab:collaborative", args=[row.slug])


def _persona(row: Any) -> SearchText:
    return SearchText(title=row.name, text=row.story)


def _membership(row: Any) -> SearchText:
    return SearchText(
        title=row.organisation.name,
        text=f"{row.get_role_display()}. {row.source}",
    )


def _members_of(row: Any) -> str:
    return reverse("collab:members", args=[row.collaborative.slug])


def _named_role(row: Any) -> SearchText:
    return SearchText(title=f"{row.get_role_display()}: {row.user.name}")


def _organisation(row: Any) -> SearchText:
    parts = (
        row.ods_code or "",
        row.get_sector_display(),
        row.town,
        row.postcode,
    )
    return SearchText(title=row.name, text=", ".join(part for part in parts if part))


def _page_of_organisation(row: Any) -> str:
    return reverse("collab:organisation", args=[row.uid])


def _appointment(row: Any) -> SearchText | None:
    if row.status == AuthorityStatus.REFUSED:
        return None
    return SearchText(
        title=f"{row.post}: {row.user.name}",
        text=f"{row.organisation.name}. {row.source}",
    )


def _page_of_authority(row: Any) -> str:
    return reverse("collab:authority", args=[row.uid])


def _decision(row: Any) -> SearchText:
    return SearchText(
        title=f"{row.reference} {row.title}",
        text=" ".join(
            part
            for part in (
                row.proposal,
                row.rationale,
                row.options,
                row.conditions,
                row.dissent,
                row.binds,
            )
            if part
        ),
    )


def _page_of_decision(row: Any) -> str:
    return address_of(row, row.collaborative)


def _forum(row: Any) -> SearchText:
    return SearchText(title=row.name)


def _terms(row: Any) -> SearchText:
    return SearchText(
        title=f"{row.forum.name}: terms of reference {row.number}",
        text=f"{row.get_legal_form_display()}. {row.purpose} {row.text}",
    )


def _seat(row: Any) -> SearchText:
    return SearchText(
        title=f"{row.title}: {row.user.name}",
        text=f"{row.forum.name}. {row.organisation.name}",
    )


def _page_of_forum(row: Any) -> str:
    return reverse("collab:forum", args=[row.collaborative.slug, row.slug])


def _document(row: Any) -> SearchText:
    return SearchText(title=row.name)


def _page_of_document(row: Any) -> str:
    return reverse("collab:document", args=[row.uid])


SOURCES: Final[dict[str, SearchSource]] = {
    "collab.collaborative": SearchSource(
        kind="Collaborative",
        entry_of=_collaborative,
        address=_home_of,
        reads=frozenset({"name", "purpose", "persona_question", "footprint"}),
    ),
    "collab.persona": SearchSource(
        kind="Persona",
        entry_of=_persona,
        address=lambda row: _home_of(row.collaborative),
        related=("collaborative",),
    ),
    "collab.membership": SearchSource(
        kind="Member",
        entry_of=_membership,
        address=_members_of,
        related=("collaborative", "organisation"),
        reads=frozenset({"role", "source"}),
    ),
    "collab.namedrole": SearchSource(
        kind="Named role",
        entry_of=_named_role,
        address=_members_of,
        related=("collaborative", "user"),
        reads=frozenset({"role", "user_id"}),
    ),
    "collab.organisation": SearchSource(
        kind="Organisation",
        entry_of=_organisation,
        address=_page_of_organisation,
        reads=frozenset({"name", "ods_code", "sector", "town", "postcode"}),
    ),
    "collab.appointment": SearchSource(
        kind="Appointment",
        entry_of=_appointment,
        address=_page_of_authority,
        related=("organisation", "user"),
        reads=frozenset({"post", "user_id", "source", "status"}),
    ),
    "collab.decision": SearchSource(
        kind="Decision",
        entry_of=_decision,
        address=_page_of_decision,
        related=("collaborative",),
    ),
    "collab.forum": SearchSource(
        kind="Forum",
        entry_of=_forum,
        address=_page_of_forum,
        related=("collaborative",),
        reads=frozenset({"name"}),
    ),
    "collab.forumterms": SearchSource(
        kind="Terms of reference",
        entry_of=_terms,
        address=lambda row: _page_of_forum(row.forum),
        related=("forum__collaborative",),
    ),
    "collab.seat": SearchSource(
        kind="Seat",
        entry_of=_seat,
        address=lambda row: _page_of_forum(row.forum),
        related=("forum__collaborative", "organisation", "user"),
        reads=frozenset({"title", "user_id", "organisation_id"}),
    ),
    "collab.document": SearchSource(
        kind="Document",
        entry_of=_document,
        address=_page_of_document,
        related=("collaborative", "organisation"),
    ),
}


def _of_people(users: list[Any]) -> Iterator[Any]:
    roles = NamedRole.objects.filter(user__in=users)
    yield from roles.select_related("collaborative", "user")
    posts = Appointment.objects.filter(user__in=users)
    yield from posts.select_related("organisation", "user")
    yield from _seats(user__in=users)


def _of_organisations(bodies: list[Any]) -> Iterator[Any]:
    members = Membership.objects.filter(organisation__in=bodies)
    yield from members.select_related("collaborative", "organisation")
    posts = Appointment.objects.filter(organisation__in=bodies)
    yield from posts.select_related("organisation", "user")
    yield from _seats(organisation__in=bodies)


def _of_forums(forums: list[Any]) -> Iterator[Any]:
    terms = ForumTerms.objects.filter(forum__in=forums)
    yield from terms.select_related("forum__collaborative")
    yield from _seats(forum__in=forums)


def _seats(**held: Any) -> Any:
    rows = Seat.objects.filter(**held)
    return rows.select_related("forum__collaborative", "organisation", "user")


FOLLOWERS: Final[dict[str, SearchFollowers]] = {
    "accounts.user": SearchFollowers(reads=frozenset({"name"}), followers=_of_people),
    "collab.organisation": SearchFollowers(
        reads=frozenset({"name"}), followers=_of_organisations
    ),
    "collab.forum": SearchFollowers(reads=frozenset({"name"}), followers=_of_forums),
}
