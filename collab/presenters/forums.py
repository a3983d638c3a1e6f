"""A forum in words: what it is, what waits, what happens next, who sits there."""

import datetime as dt
from dataclasses import dataclass, field

from collab.enums import ForumForm, MembershipRole, SeatKind
from collab.models import Collaborative, ForumTerms, Membership, Seat
from collab.rules.forums import (
    CANNOT_DECIDE,
    how_it_decides,
    quorum_in_words,
    whom_it_binds,
)
from collab.rules.rights import Rights
from collab.selectors.forums import ForumRecord, rule_of
from ui.formats import date


@dataclass(frozen=True, kw_only=True)
class TermsShown:
    """Terms of reference with their rules in words."""

    terms: ForumTerms
    form: str
    binds: str
    quorum: str
    deciding: str
    until: dt.date | None = None


@dataclass(frozen=True, kw_only=True)
class ForumShown:
    """A forum's page."""

    record: ForumRecord
    state: str
    colour: str
    terms: TermsShown | None
    other_terms: list[TermsShown] = field(default_factory=list)
    waits: list[str] = field(default_factory=list)
    next: list[str] = field(default_factory=list)


def lead_of(collaborative: Collaborative, rights: Rights, day: dt.date) -> str:
    """Name the lead provider of a collaborative on a day, if it has one."""
    leads = (
        Membership.objects.visible_to(rights)
        .filter(collaborative=collaborative, role=MembershipRole.LEAD_PROVIDER)
        .in_effect_on(day)
        .select_related("organisation")
        .order_by("joined_on", "pk")
    )
    return next((part.organisation.name for part in leads), "")


def show_forum(
    record: ForumRecord, *, rights: Rights, day: dt.date, without_post: set[int]
) -> ForumShown:
    """Put a forum into words; ``without_post`` are seats whose holder left the body."""
    bodies = _voting_bodies(record.present)
    lead = lead_of(record.forum.collaborative, rights, day)
    shown = [
        _show_terms(each, until, bodies, lead)
        for each, until in _with_ends(record.terms)
    ]
    present = next((each for each in shown if each.terms.in_effect_from <= day), None)
    state, colour = _state(record, present, day)
    return ForumShown(
        record=record,
        state=state,
        colour=colour,
        terms=present,
        other_terms=[each for each in shown if each is not present],
        waits=_waits(record, present, day, without_post),
        next=_next(record, present, day),
    )


def _voting_bodies(seats: list[Seat]) -> list[str]:
    names = [seat.organisation.name for seat in seats if seat.kind == SeatKind.VOTING]
    return list(dict.fromkeys(names))


def _with_ends(terms: list[ForumTerms]) -> list[tuple[ForumTerms, dt.date | None]]:
    """Pair terms, the newest first, with the day on which the next began."""
    ends = [None, *(each.in_effect_from for each in terms)]
    return list(zip(terms, ends, strict=False))


def _show_terms(
    terms: ForumTerms, until: dt.date | None, bodies: list[str], lead: str
) -> TermsShown:
    return TermsShown(
        terms=terms,
        form=str(terms.get_legal_form_display()),
        binds=whom_it_binds(terms.legal_form, bodies, lead=lead),
        quorum=quorum_in_words(rule_of(terms)),
        deciding=how_it_decides(
            terms.decision_rule,
            abstentions_count=terms.abstentions_count,
            casting_vote=terms.casting_vote,
        ),
        until=until,
    )


def _state(
    record: ForumRecord, present: TermsShown | None, day: dt.date
) -> tuple[str, str]:
    if record.forum.closed_on is not None:
        return f"Closed on {date(record.forum.closed_on)}", "grey"
    if present is None:
        return "Not begun yet", "blue"
    return can_decide(present.terms)


def can_decide(terms: ForumTerms) -> tuple[str, str]:
    """Say whether a forum can decide under its terms, and a colour for that."""
    if terms.quorum is None:
        return "Cannot decide", "yellow"
    if terms.legal_form == ForumForm.ADVISORY:
        return "Recommends", "green"
    return "Can decide", "green"


def _waits(
    record: ForumRecord,
    present: TermsShown | None,
    day: dt.date,
    without_post: set[int],
) -> list[str]:
    if record.forum.closed_on is not None:
        return []
    waits = []
    if present is not None and present.terms.quorum is None:
        waits.append(CANNOT_DECIDE)
    voting = [seat for seat in record.present if seat.kind == SeatKind.VOTING]
    if not voting:
        waits.append("Nobody has a voting seat yet.")
    elif not any(seat.is_chair for seat in voting):
        waits.append("Nobody chairs it.")
    waits += [
        f"{seat.user.name} holds no post at {seat.organisation} any more. End the seat,"
        " or have the post recorded."
        for seat in record.present
        if seat.pk in without_post
    ]
    review = present.terms.review_on if present else None
    if review is not None and review <= day:
        waits.append(f"The review of its terms was due on {date(review)}.")
    return waits


def _next(record: ForumRecord, present: TermsShown | None, day: dt.date) -> list[str]:
    if record.forum.closed_on is not None:
        return []
    coming = [
        f"Terms of reference {each.number} apply from {date(each.in_effect_from)}."
        for each in reversed(record.terms)
        if each.in_effect_from > day
    ]
    review = present.terms.review_on if present else None
    if review is not None and review > day:
        coming.append(f"Its terms are to be reviewed by {date(review)}.")
    coming += [
        f"The seat of {seat.user.name} begins on {date(seat.starts_on)}."
        for seat in record.to_come
    ]
    coming += [
        f"The seat of {seat.user.name} ends on {date(seat.ends_on)}."
        for seat in record.present
        if seat.ends_on is not None
    ]
    return coming
