"""What a version says besides its clauses: review, notice, readers, conditions."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from agreements import policies
from agreements.enums import EffectFrom, NoticeEffect, NoticeUnit, OpenTo
from agreements.models import ConditionMet, Version
from agreements.rules.content import Content, Notice
from agreements.services.meeting_conditions import FROZEN
from ui.formats import date


@dataclass(frozen=True, kw_only=True)
class ConditionLine:
    """One condition precedent, and how far it is met."""

    number: int
    identity: str
    text: str
    state: str
    colour: str
    detail: str = ""
    document_uid: str = ""
    may_record: bool = False


def terms_in_words(content: Content) -> list[tuple[str, str]]:
    """Give each term that the version says, as a label and words."""
    found = []
    if content.review_on is not None:
        found.append(("Review", date(content.review_on)))
    if content.notice is not None:
        found.append(("Notice", notice_in_words(content.notice)))
    if content.conditions:
        found.append(("Effect once its conditions are met", _effect(content)))
    if content.open_to != OpenTo.COLLABORATIVE:
        found.append(("Who may read it", OpenTo(content.open_to).label))
    return found


def _effect(content: Content) -> str:
    return f"From {_lowered(EffectFrom(content.effect_from).label)}"


def notice_in_words(notice: Notice) -> str:
    """Say how long notice must be, and what it does."""
    unit = NoticeUnit(notice.unit).label
    if notice.length == 1:
        unit = unit.removesuffix("s")
    effect = _lowered(NoticeEffect(notice.effect).label)
    return f"{notice.length} {unit}; when one party gives it, {effect}"


def _lowered(words: str) -> str:
    return words[:1].lower() + words[1:]


def condition_lines(
    version: Version, content: Content, *, user: Any, now: dt.datetime
) -> list[ConditionLine]:
    """Give each condition of the content with what was recorded of it."""
    if not content.conditions:
        return []
    may_record = version.status in FROZEN and policies.can_govern(
        user=user, collaborative_id=version.agreement.collaborative_id, at=now
    )
    rows = version.conditions.filter(met__isnull=False).select_related(
        "met__recorded_by", "met__organisation", "met__document"
    )
    recorded = {row.identity: row.met for row in rows}
    return [
        _line(
            number,
            each.identity,
            each.text,
            recorded.get(each.identity),
            may=may_record,
        )
        for number, each in enumerate(content.conditions, start=1)
    ]


def _line(
    number: int, identity: str, text: str, met: ConditionMet | None, *, may: bool
) -> ConditionLine:
    if met is None:
        return ConditionLine(
            number=number,
            identity=identity,
            text=text,
            state="Open",
            colour="blue",
            may_record=may,
        )
    whose = f" of {met.organisation}" if met.organisation else ""
    return ConditionLine(
        number=number,
        identity=identity,
        text=text,
        state="Met",
        colour="green",
        detail=(
            f"Met on {date(met.met_on)}: {met.evidence} Recorded on"
            f" {date(met.recorded_at)} by {met.recorded_by.name}{whose}."
        ),
        document_uid=met.document.uid if met.document else "",
    )
