"""Comments on the clauses of a draft: writing, answering and resolving them."""

import datetime as dt

from accounts.models import User
from agreements.models import Comment, Version
from agreements.policies import voices
from agreements.selectors.bodies import body_acted_for
from agreements.services import telling
from agreements.services.locking import lock_version
from agreements.transitions import IllegalMoveError
from audit.door import Record, act


class NotOpenToCommentsError(IllegalMoveError):
    """The version's text is frozen: comments belong to a draft."""


class AlreadyResolvedError(ValueError):
    """Somebody resolved the comment before."""


class ClauseNotThereError(ValueError):
    """The draft has no such clause any more."""


def comment(
    *,
    version_id: int,
    clause_identity: str,
    identity: str,
    text: str,
    actor: User,
    now: dt.datetime,
    thread_uid: str = "",
) -> Comment:
    """
    Say something of a clause, or answer a comment; whoever writes the draft is told.

    :raises MayNotCommentError: if the person takes no part, or may not see it
    :raises NotOpenToCommentsError: if the text is frozen
    :raises ClauseNotThereError: if the draft never had the clause
    :raises AlreadyResolvedError: if the comment that is answered was resolved
    """
    found = Version.objects.select_related("agreement__collaborative").get(
        pk=version_id
    )
    body = body_acted_for(actor, found.agreement.collaborative, now)
    with act(
        "agreements.clause.commented", by=actor, for_organisation=body, at=now
    ) as record:
        version = lock_version(record, version_id=version_id)
        voices.require_can_comment(user=actor, version=version, at=now)
        _require_open(version)
        thread = _thread(version, thread_uid)
        if thread is None:
            _require_clause(version, clause_identity)
        made: Comment | None = version.comments.filter(identity=identity).first()
        if made is None:
            made = Comment.objects.create(
                version=version,
                clause_identity=thread.clause_identity if thread else clause_identity,
                identity=identity,
                thread=thread,
                author=actor,
                organisation=body,
                text=text.strip(),
                written_at=now,
            )
            _tell(record, made, thread, actor)
        record.about(made, version)
        return made


def resolve_comment(
    *, version_id: int, uid: str, resolution: str, actor: User, now: dt.datetime
) -> Comment:
    """
    Settle a comment in words; with its answers it is folded away, and stays on record.

    :raises MayNotResolveError: for anybody but its author and a governance lead
    :raises AlreadyResolvedError: if it was resolved before
    """
    found = Version.objects.select_related("agreement__collaborative").get(
        pk=version_id
    )
    body = body_acted_for(actor, found.agreement.collaborative, now)
    with act(
        "agreements.comment.resolved", by=actor, for_organisation=body, at=now
    ) as record:
        version = lock_version(record, version_id=version_id)
        thread: Comment = version.comments.select_for_update().get(uid=uid, thread=None)
        voices.require_can_resolve(
            user=actor, version=version, author_id=thread.author_id, at=now
        )
        _require_unresolved(thread)
        thread.resolved_at = now
        thread.resolved_by = actor
        thread.resolution = resolution.strip()
        thread.save()
        record.about(thread, version)
        return thread


def _require_open(version: Version) -> None:
    if not version.takes_comments:
        raise NotOpenToCommentsError(
            f"{version} is {version.get_status_display().lower()}: comments are on a"
            " draft, or on a version in review."
        )


def _require_clause(version: Version, identity: str) -> None:
    if not version.clauses.filter(identity=identity).exists():
        raise ClauseNotThereError(
            "Somebody took this clause out. Copy what you typed if you need it."
        )


def _thread(version: Version, uid: str) -> Comment | None:
    if not uid:
        return None
    thread: Comment = version.comments.select_for_update().get(uid=uid, thread=None)
    _require_unresolved(thread)
    return thread


def _require_unresolved(thread: Comment) -> None:
    if thread.resolved_at is not None:
        raise AlreadyResolvedError("This comment was resolved before.")


def _tell(record: Record, made: Comment, thread: Comment | None, actor: User) -> None:
    version = made.version
    people = [version.written_by, *telling.governance_leads(record, version=version)]
    if thread is not None:
        people.append(thread.author)
        people += [each.author for each in thread.replies.select_related("author")]
    telling.tell(
        record,
        people=[person for person in people if person.pk != actor.pk],
        version=version,
        kind=telling.KIND_AGREEMENT,
        subject=f"A comment on {version}"[:200],
        words=(
            f"{actor.name} {'answered a comment' if thread else 'commented'} on a clause"
            f" of {version}. Open the draft to read it, answer it or resolve it."
        ),
    )
