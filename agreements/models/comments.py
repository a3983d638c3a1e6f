"""Comments on the clauses of a draft, in threads, and how each was settled."""

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from agreements.models.agreements import open_to
from agreements.models.versions import Version
from audit import models as ledger
from collab.models import Organisation
from collab.rules.rights import Rights

PERSON = settings.AUTH_USER_MODEL


class CommentQuerySet(ledger.GovernedQuerySet):
    """Ways to narrow comments."""

    def visible_to(self, rights: Rights) -> Self:
        """Narrow to comments on agreements that are open to the person."""
        return self.filter(open_to(rights, "version__agreement__"))


class Comment(ledger.Governed):
    """What somebody said of one clause of a draft.

    It is bound to the clause's identity, so that it stays whatever the clause comes to
    say. ``thread`` is the comment that it answers; only that one is resolved, in words.
    ``identity`` comes with the form, so that a form sent twice leaves one comment.
    """

    uid_prefix = "cmt"

    version = models.ForeignKey(
        Version, on_delete=models.PROTECT, related_name="comments"
    )
    clause_identity = models.CharField(max_length=32)
    identity = models.CharField(max_length=32)
    thread = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replies"
    )
    author = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    text = models.TextField()
    written_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    resolution = models.CharField(max_length=1000, blank=True)

    objects: ClassVar = CommentQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["version", "identity"], name="agreements_comment_identity"
            ),
            models.CheckConstraint(
                condition=Q(resolved_at=None, resolved_by=None, resolution="")
                | (
                    Q(
                        resolved_at__isnull=False,
                        resolved_by__isnull=False,
                        thread=None,
                    )
                    & ~Q(resolution="")
                ),
                name="agreements_comment_resolved_in_words",
            ),
        ]
        indexes = [
            models.Index(fields=["version", "id"], name="agreements_comment_order")
        ]

    class Privacy(ledger.Privacy):
        """How each field may enter an event."""

        open = (
            "version",
            "clause_identity",
            "identity",
            "thread",
            "author",
            "organisation",
            "written_at",
            "resolved_at",
            "resolved_by",
        )
        personal = ("text", "resolution")

    def __str__(self) -> str:
        return f"a comment on {self.version}"

    def audience(self) -> ledger.Audience:
        """Say that a comment concerns the agreement's people."""
        return self.version.audience()
