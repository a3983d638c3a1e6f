"""Forums: setting one up, changing its terms of reference, closing it."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from accounts.models import User
from audit.door import Record, act
from collab.enums import DecisionRule
from collab.models import Collaborative, Document, Forum, ForumTerms, Seat
from collab.policies.forums import require_can_keep_forums, require_open
from collab.rules.periods import london_day
from collab.rules.quorum import QuorumRule
from collab.rules.slugs import LONGEST, SHORT_NAME
from collab.services.seat_ends import end_seats
from ui.formats import date

# What stands beside a forum's short name in addresses.
RESERVED: Final = frozenset({"new"})


class ForumSlugError(ValueError):
    """The short name cannot be used, or another forum has it."""


class TermsDayError(ValueError):
    """The terms would take effect before those that they follow."""


class TermsError(ValueError):
    """The terms say two things that cannot both hold."""


class ClosingDayError(ValueError):
    """The forum cannot be closed from that day."""


@dataclass(frozen=True, kw_only=True)
class TermsFacts:
    """What terms of reference say. ``source`` is where they were adopted.

    ``text`` is Markdown. Without a ``quorum`` the forum cannot decide.
    """

    legal_form: str
    purpose: str
    source: str
    in_effect_from: dt.date
    text: str = ""
    review_on: dt.date | None = None
    quorum: QuorumRule | None = None
    decision_rule: str = DecisionRule.CONSENSUS
    abstentions_count: bool = False
    casting_vote: bool = False
    document_id: int | None = None


def add_forum(
    *,
    collaborative_id: int,
    slug: str,
    name: str,
    terms: TermsFacts,
    actor: User,
    now: dt.datetime,
) -> Forum:
    """
    Set up a forum with its first terms of reference, without seats yet.

    :raises NotAGovernanceLeadError: for anybody but a governance lead
    :raises ForumSlugError: if the short name is taken or badly formed
    :raises TermsError: if the terms contradict themselves
    """
    with act("collab.forum.added", by=actor, at=now) as record:
        collaborative = Collaborative.objects.select_for_update().get(
            pk=collaborative_id
        )
        holding = require_can_keep_forums(
            actor=actor, collaborative=collaborative, at=now
        )
        _require_free(collaborative, slug)
        forum = Forum(collaborative=collaborative, slug=slug, name=name)
        forum.save()
        written = _write_terms(forum, 1, terms, now)
        record.about(forum, allowed_by=holding)
        record.related(written)
        return forum


def set_terms(
    *, forum_id: int, terms: TermsFacts, actor: User, now: dt.datetime
) -> ForumTerms:
    """
    Give a forum new terms of reference from a day on; decisions taken stay as they are.

    :raises NotAGovernanceLeadError: for anybody but a governance lead
    :raises ForumClosedError: if the forum is closed
    :raises TermsDayError: if they would begin before the present ones
    :raises TermsError: if the terms contradict themselves
    """
    with act("collab.forum_terms.set", by=actor, at=now) as record:
        forum = lock_forum(record=record, forum_id=forum_id)
        holding = require_can_keep_forums(
            actor=actor, collaborative=forum.collaborative, at=now
        )
        require_open(forum)
        last = forum.terms.order_by("-number").first()
        if last is not None and terms.in_effect_from < last.in_effect_from:
            raise TermsDayError(
                "The new terms must not begin before the present ones, which began on"
                f" {date(last.in_effect_from)}."
            )
        written = _write_terms(forum, last.number + 1 if last else 1, terms, now)
        record.about(written, allowed_by=holding)
        record.related(forum)
        return written


def close_forum(
    *, forum_id: int, closed_on: dt.date, actor: User, now: dt.datetime
) -> Forum:
    """
    Record the first day on which a forum no longer exists; its seats end that day.

    :raises NotAGovernanceLeadError: for anybody but a governance lead
    :raises ForumClosedError: if it is closed already
    :raises ClosingDayError: for a day to come, before its first terms, or not after
        its last decision
    """
    with act("collab.forum.closed", by=actor, at=now) as record:
        forum = lock_forum(record=record, forum_id=forum_id)
        holding = require_can_keep_forums(
            actor=actor, collaborative=forum.collaborative, at=now
        )
        require_open(forum)
        _require_can_close_on(forum, closed_on, today=london_day(now))
        forum.closed_on = closed_on
        forum.save()
        record.about(forum, allowed_by=holding)
        end_seats(record=record, seats=Seat.objects.filter(forum=forum), on=closed_on)
        return forum


def lock_forum(*, record: Record, forum_id: int) -> Forum:
    """Lock a forum for the open act, and with it what changes in it."""
    found: Forum = (
        Forum.objects.select_for_update(of=("self",))
        .select_related("collaborative")
        .get(pk=forum_id)
    )
    return found


def _require_free(collaborative: Collaborative, slug: str) -> None:
    if not SHORT_NAME.fullmatch(slug) or len(slug) > LONGEST or slug in RESERVED:
        raise ForumSlugError(
            "The short name must begin with a small letter and hold only small letters,"
            f" numbers and single hyphens, {LONGEST} at most, like partnership-board."
        )
    if Forum.objects.filter(collaborative=collaborative, slug=slug).exists():
        raise ForumSlugError(f"Another forum has the short name {slug}.")


def _require_can_close_on(forum: Forum, day: dt.date, *, today: dt.date) -> None:
    if day > today:
        raise ClosingDayError("Record that a forum closed on the day or later.")
    first = forum.terms.order_by("number").first()
    if first is not None and day < first.in_effect_from:
        raise ClosingDayError(
            f"{forum} began on {date(first.in_effect_from)}. It cannot close before."
        )
    if forum.decisions.filter(decided_on__gte=day).exists():
        # Which decision is not said: the reader may be kept out of it.
        raise ClosingDayError(f"{forum} still met on that day. Choose a later one.")


def _write_terms(
    forum: Forum, number: int, terms: TermsFacts, now: dt.datetime
) -> ForumTerms:
    _require_whole(terms)
    document = None
    if terms.document_id is not None:
        document = Document.objects.get(
            pk=terms.document_id, collaborative=forum.collaborative
        )
    written = ForumTerms(
        forum=forum,
        number=number,
        legal_form=terms.legal_form,
        purpose=terms.purpose,
        text=terms.text,
        source=terms.source,
        document=document,
        in_effect_from=terms.in_effect_from,
        review_on=terms.review_on,
        quorum=terms.quorum.to_json() if terms.quorum else None,
        decision_rule=terms.decision_rule,
        abstentions_count=terms.abstentions_count,
        casting_vote=terms.casting_vote,
        set_at=now,
    )
    written.save()
    return written


def _require_whole(terms: TermsFacts) -> None:
    if terms.review_on is not None and terms.review_on <= terms.in_effect_from:
        raise TermsError("The review must come after the day from which they apply.")
    by_majority = terms.decision_rule == DecisionRule.MAJORITY
    if (terms.casting_vote or terms.abstentions_count) and not by_majority:
        raise TermsError(
            "A casting vote and counting abstentions belong to decisions by majority."
        )
