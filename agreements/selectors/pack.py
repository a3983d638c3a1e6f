"""The uploaded files that belong to a version, as far as a person may see them."""

from agreements.enums import PaperStatus
from agreements.models import ConditionMet, OutsideRecord, PaperSignature, Version
from collab.models import Document
from collab.rules.rights import Rights


def uploads_of(version: Version, rights: Rights) -> list[tuple[str, Document]]:
    """
    Give each file once, with what it is to the version, in a fixed order.

    The signed copy of a recorded agreement, then signatures on paper that were
    checked, then evidence that conditions were met. Documents of delegations are
    those bodies' own and are not among them.
    """
    linked = [
        *_signed_copies(version, rights),
        *_on_paper(version, rights),
        *_evidence(version, rights),
    ]
    wanted = [pk for _, pk in linked]
    seen = Document.objects.visible_to(rights).in_bulk(wanted)
    words: dict[int, list[str]] = {}
    for what, pk in linked:
        if pk in seen:
            words.setdefault(pk, []).append(what)
    return [("; ".join(named), seen[pk]) for pk, named in words.items()]


def _signed_copies(version: Version, rights: Rights) -> list[tuple[str, int]]:
    rows = OutsideRecord.objects.visible_to(rights).filter(version=version)
    return [("Signed copy", row.signed_copy_id) for row in rows.order_by("pk")]


def _on_paper(version: Version, rights: Rights) -> list[tuple[str, int]]:
    rows = (
        PaperSignature.objects.visible_to(rights)
        .filter(request__version=version, status=PaperStatus.CHECKED)
        .select_related("request__party__organisation")
        .order_by("recorded_at", "pk")
    )
    return [
        (f"Signed on paper for {row.request.party.organisation.name}", row.document_id)
        for row in rows
    ]


def _evidence(version: Version, rights: Rights) -> list[tuple[str, int]]:
    rows = (
        ConditionMet.objects.visible_to(rights)
        .filter(condition__version=version, document__isnull=False)
        .select_related("condition")
        .order_by("condition__position", "pk")
    )
    return [
        (f"Evidence that condition {row.condition.position} was met", row.document_id)
        for row in rows
    ]
