"""Comments as the pages of a draft show them, beside the clause they are about."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from agreements import policies
from agreements.models import Comment, Version
from agreements.policies import voices


@dataclass(frozen=True, kw_only=True)
class Said:
    """What one person said, and when."""

    who: str
    text: str
    when: dt.datetime


@dataclass(frozen=True, kw_only=True)
class Thread:
    """A comment with its answers; ``settled`` is how, in words, or empty."""

    uid: str
    first: Said
    answers: list[Said] = field(default_factory=list)
    settled: str = ""
    settled_by: str = ""
    settled_at: dt.datetime | None = None
    may_resolve: bool = False


@dataclass(frozen=True, kw_only=True)
class Comments:
    """Every thread of a draft by the identity of its clause."""

    by_clause: dict[str, list[Thread]]
    may_comment: bool

    @property
    def open(self) -> int:
        """Count the threads that nobody has settled."""
        threads = [each for found in self.by_clause.values() for each in found]
        return sum(not thread.settled for thread in threads)

    def of(self, identity: str) -> list[Thread]:
        """Give the threads of one clause, the oldest first."""
        return self.by_clause.get(identity, [])

    def elsewhere(self, identities: list[str]) -> list[Thread]:
        """Give the threads of clauses that were taken out."""
        gone = [key for key in self.by_clause if key not in identities]
        return [thread for key in gone for thread in self.by_clause[key]]


def show_comments(version: Version, *, user: Any, now: dt.datetime) -> Comments:
    """Gather what was said of a version, in one query and who may do what."""
    rows = list(
        version.comments.select_related(
            "author", "organisation", "resolved_by"
        ).order_by("pk")
    )
    opened = version.takes_comments
    governs = opened and policies.can_govern(
        user=user, collaborative_id=version.agreement.collaborative_id, at=now
    )
    answers: dict[int, list[Said]] = {}
    for row in rows:
        if row.thread_id is not None:
            answers.setdefault(row.thread_id, []).append(_said(row))
    by_clause: dict[str, list[Thread]] = {}
    for row in rows:
        if row.thread_id is None:
            may = opened and (governs or row.author_id == user.pk)
            thread = _thread(row, answers.get(row.pk, []), may=may)
            by_clause.setdefault(row.clause_identity, []).append(thread)
    return Comments(
        by_clause=by_clause,
        may_comment=opened and voices.can_comment(user=user, version=version, at=now),
    )


def _said(row: Comment) -> Said:
    whose = f" ({row.organisation})" if row.organisation else ""
    return Said(who=f"{row.author.name}{whose}", text=row.text, when=row.written_at)


def _thread(row: Comment, answers: list[Said], *, may: bool) -> Thread:
    return Thread(
        uid=row.uid,
        first=_said(row),
        answers=answers,
        settled=row.resolution,
        settled_by=row.resolved_by.name if row.resolved_by else "",
        settled_at=row.resolved_at,
        may_resolve=may and row.resolved_at is None,
    )
