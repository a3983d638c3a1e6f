"""Noting which papers were given out, so that a file can be told from a forgery."""

import datetime as dt

from django.db import IntegrityError

from accounts.models import User
from audit.door import act
from audit.models import Fact, Governed
from collab.enums import PaperKind
from collab.models import Collaborative, IssuedPaper
from collab.policies.papers import require_can_see


def issue_paper(
    *,
    kind: PaperKind,
    sha256: str,
    subject: Governed | Fact,
    collaborative_id: int,
    actor: User,
    now: dt.datetime,
) -> IssuedPaper:
    """
    Note a final paper by the SHA-256 of its bytes, once for the same bytes.

    :raises MayNotSeePaperError: if the person does not see what it is about
    """
    require_can_see(user=actor, subject=subject, at=now)
    known = _known(sha256)
    if known is not None:
        return known
    try:
        with act("collab.paper.issued", by=actor, at=now) as record:
            require_can_see(user=actor, subject=subject, at=now)
            collaborative = Collaborative.objects.get(pk=collaborative_id)
            paper = IssuedPaper(
                collaborative=collaborative,
                kind=kind,
                sha256=sha256,
                subject_type=subject._meta.label_lower,
                subject_uid=subject.uid,
                token=subject.audience().token,
                issued_at=now,
            )
            paper.save()
            record.about(paper)
            return paper
    except IntegrityError:
        # Somebody was given the same bytes at the same moment.
        known = _known(sha256)
        if known is None:
            raise
        return known


def _known(sha256: str) -> IssuedPaper | None:
    found: IssuedPaper | None = IssuedPaper.objects.filter(sha256=sha256).first()
    return found
