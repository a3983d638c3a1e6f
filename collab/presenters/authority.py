"""How an appointment, a deputy or a delegation reads on a page."""

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Any, Final

from django.http import HttpRequest
from django.urls import reverse

from collab.enums import AuthorityStatus, Recurrence
from collab.models import Appointment, Delegation, Deputy
from collab.policies.authority import can_confirm, can_end, can_refuse
from ui.formats import moment, period, pounds_short
from ui.registries import Link

_STATES: Final = {
    AuthorityStatus.PROPOSED: ("Waiting for a second person", "blue"),
    AuthorityStatus.REFUSED: ("Refused", "red"),
    AuthorityStatus.ENDED: ("Ended", "grey"),
}


@dataclass(frozen=True, kw_only=True)
class AuthorityView:
    """One authority in words, with what the reader may do about it."""

    uid: str
    kind: str
    title: str
    who: str
    person_uid: str
    state: str
    colour: str
    period: str
    detail: str
    facts: list[tuple[str, str]] = field(default_factory=list)
    document_uid: str = ""
    is_waiting: bool = False
    why_not_confirm: str = ""
    may_refuse: bool = False
    may_take_back: bool = False
    may_end: bool = False
    revision: int = 0


def view_of(row: Any, *, at: dt.datetime) -> AuthorityView:
    """Put a row into words for a list."""
    state, colour = state_of(row, at)
    return AuthorityView(
        uid=row.uid,
        kind=_kind(row),
        title=title_of(row),
        who=row.user.name,
        person_uid=row.user.uid,
        state=state,
        colour=colour,
        period=_sentence(period(row.starts_at, row.ends_at)),
        detail=_detail(row),
        is_waiting=row.status == AuthorityStatus.PROPOSED,
        revision=row.revision,
    )


def page_of(row: Any, *, user: Any, at: dt.datetime) -> AuthorityView:
    """Put a row into words for its own page: exactly what is to be confirmed."""
    listed = view_of(row, at=at)
    document = row.source_document
    why_not = can_confirm(user=user, row=row, at=at) if listed.is_waiting else ""
    return replace(
        listed,
        facts=_facts(row),
        document_uid=document.uid if document else "",
        why_not_confirm=why_not,
        may_refuse=listed.is_waiting and can_refuse(user=user, row=row, at=at),
        may_take_back=row.proposed_by_id == user.pk,
        may_end=_is_not_over(row, at) and can_end(user=user, row=row, at=at),
    )


def title_of(row: Any) -> str:
    """Say in a few words what is given."""
    if isinstance(row, Appointment):
        return row.post
    if isinstance(row, Deputy):
        return f"Deputy for {row.appointment.user.name}, {row.appointment.post}"
    return f"{row.get_power_display()}, {limit_of(row)}"


def limit_of(row: Delegation) -> str:
    """Say up to what amount."""
    if row.limit_pence is None:
        return "no limit"
    words = f"up to {pounds_short(row.limit_pence)}"
    if row.recurrence == Recurrence.EITHER:
        return words
    return f"{words}, {row.get_recurrence_display().lower()}"


def state_of(row: Any, at: dt.datetime) -> tuple[str, str]:
    """Say how it stands at a moment, and the colour that helps."""
    status = AuthorityStatus(row.status)
    if status in _STATES:
        return _STATES[status]
    if row.starts_at > at:
        return "Begins later", "blue"
    if row.ends_at is not None and row.ends_at <= at:
        return "Lapsed", "grey"
    return "In effect", "green"


def _is_not_over(row: Any, at: dt.datetime) -> bool:
    return row.status == AuthorityStatus.CONFIRMED and (
        row.ends_at is None or row.ends_at > at
    )


def _kind(row: Any) -> str:
    return {Appointment: "Appointment", Deputy: "Deputy", Delegation: "Delegation"}[
        type(row)
    ]


def _detail(row: Any) -> str:
    if isinstance(row, Appointment):
        return "Organisation lead" if row.is_lead else ""
    if isinstance(row, Delegation):
        return row.conditions
    return ""


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _facts(row: Any) -> list[tuple[str, str]]:
    facts = [("Who", row.user.name), ("Organisation", str(row.organisation))]
    facts += _particulars(row)
    facts.append(("Period", _sentence(period(row.starts_at, row.ends_at))))
    if row.ends_at is None:
        facts[-1] = ("Period", f"{facts[-1][1]}, until somebody ends it")
    source = row.source
    if row.source_paragraph:
        source = f"{source}, paragraph {row.source_paragraph}"
    facts.append(("Where it is written", source))
    facts.append(("Proposed", _word(row.proposed_by, row.proposed_at)))
    if row.confirmed_by is not None:
        facts.append(("Confirmed", _word(row.confirmed_by, row.confirmed_at)))
    if row.ended_by is not None:
        word = "Refused" if row.status == AuthorityStatus.REFUSED else "Ended"
        facts.append((word, _word(row.ended_by, row.ended_at)))
        facts.append(("Why", row.ended_because))
    return facts


def _particulars(row: Any) -> list[tuple[str, str]]:
    if isinstance(row, Appointment):
        facts = [("Post", row.post)]
        if row.is_lead:
            facts.append(("Looks after people", "Yes, as organisation lead"))
        if row.is_founding:
            facts.append(("Named by", "The installation's administrator"))
        return facts
    if isinstance(row, Deputy):
        post = row.appointment
        return [("Stands in for", f"{post.user.name}, {post.post}")]
    return [
        ("May", row.get_power_display()),
        ("Limit", _sentence(limit_of(row))),
        ("In what capacity", row.capacity),
        ("Signs", row.get_signs_as_display()),
        ("Conditions", row.conditions or "None"),
    ]


def _word(person: Any, at: dt.datetime | None) -> str:
    return f"{person.name}, {moment(at)}"


def my_authority_link(request: HttpRequest) -> Link | None:
    """Give the way to what one holds to everyone who is signed in."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    return Link(text="My authority", href=reverse("collab:my_authority"))


def page_of_authority(uid: str) -> str:
    """Give the page of an authority that an event names; the page itself refuses."""
    return reverse("collab:authority", args=[uid])


def page_of_document(uid: str) -> str:
    """Give the page of a file that an event names; the page itself refuses."""
    return reverse("collab:document", args=[uid])
