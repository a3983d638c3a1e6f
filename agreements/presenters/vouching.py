"""Somebody without an account who may sign, as their page shows them."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from agreements import policies
from agreements.models import OutsideSignatory, SigningLink
from agreements.policies import second_word
from collab.grants import rights_of
from ui.formats import date, moment, pounds_short


@dataclass(frozen=True, kw_only=True)
class OutsideShown:
    """Whose word stands, what waits, and what this reader can do."""

    state: str
    colour: str
    facts: list[tuple[str, str]]
    link_words: str
    next: str
    may_confirm: bool
    may_end: bool
    may_send: bool
    may_revoke: bool


def show_outside(
    outside: OutsideSignatory, *, user: Any, at: dt.datetime
) -> OutsideShown:
    """Gather what the page shows."""
    governs = policies.can_govern(
        user=user, collaborative_id=outside.version.agreement.collaborative_id, at=at
    )
    waits = outside.ended_at is None and not outside.is_vouched_for
    state, colour = _state(outside)
    request = outside.requests.order_by("-pk").first()
    link = (
        SigningLink.objects.visible_to(rights_of(user, at))
        .filter(outside=outside)
        .select_related("request__version", "outside")
        .order_by("-pk")
        .first()
    )
    is_asked = request is not None and request.is_open
    return OutsideShown(
        state=state,
        colour=colour,
        facts=_facts(outside),
        link_words=_link_words(link, at) if link else "",
        next=_next(outside, is_asked=is_asked, at=at),
        may_confirm=waits and second_word.may_vouch(user=user, outside=outside, at=at),
        may_end=outside.ended_at is None
        and second_word.may_end_vouching(user=user, outside=outside, at=at),
        may_send=governs and is_asked and outside.is_vouched_for,
        may_revoke=governs and link is not None and link.is_good_at(at),
    )


def _state(outside: OutsideSignatory) -> tuple[str, str]:
    if outside.ended_at is not None:
        return "May no longer sign", "red"
    if outside.is_vouched_for:
        return "May sign", "green"
    return "Waits to be confirmed", "yellow"


def _facts(outside: OutsideSignatory) -> list[tuple[str, str]]:
    limit = (
        "Without a limit in money"
        if outside.limit_pence is None
        else f"Up to {pounds_short(outside.limit_pence)}"
    )
    facts = [
        ("Name", outside.name),
        ("Email address", outside.email),
        ("Signs as", outside.post),
        ("By what authority", outside.source),
        ("Limit", limit),
        ("Named by", f"{outside.named_by.name}, {moment(outside.named_at)}"),
    ]
    for label, person, when in (
        ("First word", outside.first_word_by, outside.first_word_at),
        ("Second word", outside.second_word_by, outside.second_word_at),
        ("Ended by", outside.ended_by, outside.ended_at),
    ):
        if person is not None:
            facts.append((label, f"{person.name}, {moment(when)}"))
    if outside.ended_because:
        facts.append(("Why", outside.ended_because))
    return facts


def _next(outside: OutsideSignatory, *, is_asked: bool, at: dt.datetime) -> str:
    organisation = outside.party.organisation
    if outside.ended_at is not None:
        return ""
    if not outside.is_vouched_for:
        who = (
            f"organisation leads of {organisation}"
            if second_word.vouchers_are_leads(organisation=organisation, at=at)
            else "governance leads"
        )
        left = (
            "two different" if outside.first_word_by_id is None else "one more of the"
        )
        return f"It waits for the word of {left} {who}."
    if is_asked:
        return "They are asked to sign, by a link of their own."
    return "Choose them when the version is sent out, or ask them on its page."


def _link_words(link: SigningLink, at: dt.datetime) -> str:
    words = f"Sent on {moment(link.sent_at)}"
    if link.opened_at is not None:
        words += f"; opened with a code on {moment(link.opened_at)}"
    if link.used_at is not None:
        return f"{words}; used on {moment(link.used_at)}"
    if link.revoked_at is not None:
        return f"{words}; taken back on {moment(link.revoked_at)}"
    if not link.is_good_at(at):
        return f"{words}; no longer works"
    return f"{words}; works until {date(link.request.last_day)}"
