"""Whether a file is one that was given out here."""

from collab.enums import PaperKind
from collab.models import IssuedPaper


def kind_of_paper(sha256: str) -> str:
    """
    Say what kind of paper has this SHA-256, or "" where none was given out.

    Asked by anybody, so it tells nothing else: neither title, parties nor date.
    """
    kind = (
        IssuedPaper.objects.filter(sha256=sha256).values_list("kind", flat=True).first()
    )
    return PaperKind(kind).label if kind else ""
