"""What an import of past decisions would do with each row of its file."""

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.urls import reverse

from collab.enums import DecisionOutcome
from collab.models import (
    Collaborative,
    Decision,
    DecisionImport,
    DecisionImportRow,
    Forum,
    Organisation,
)
from collab.rules.decision_csv import PastDecisions, read_past_decisions
from collab.rules.decisions import Body
from collab.rules.past_decisions import Known, PastDecision
from collab.rules.rights import Rights
from collab.selectors.imports import MissingFileError

LOOK_UP_PORTION: Final = 500
MOST_LINES: Final = 500


def rights_within(collaborative: Collaborative) -> Rights:
    """
    Give the rights by which a load itself sees the collaborative's own records.

    A service has asked by then who may; nothing of this is shown to a reader.
    """
    own = {collaborative.pk: frozenset({"govern"})}
    return Rights(is_active=True, on_collaboratives=own)


def read_file(
    content: bytes, *, collaborative: Collaborative, today: dt.date
) -> PastDecisions:
    """Read a file with a collaborative's own forums and members, past ones too."""
    rights = rights_within(collaborative)
    forums = Forum.objects.visible_to(rights).filter(collaborative=collaborative)
    bodies = Organisation.objects.visible_to(rights).filter(
        memberships__collaborative=collaborative
    )
    known = Known(
        outcomes={
            words: code
            for code, label in DecisionOutcome.choices
            for words in (str(label).lower(), code.replace("_", " "))
        },
        forums={each.name.casefold(): each.pk for each in forums},
        bodies=[
            Body(id=each.pk, name=each.name, ods_code=each.ods_code or "")
            for each in bodies.distinct().order_by("name", "pk")
        ],
        today=today,
    )
    return read_past_decisions(content, known)


def known_already(
    rows: list[PastDecision], collaborative: Collaborative
) -> dict[tuple[str, dt.date, str], Decision]:
    """Give the decisions that were loaded before, by source, day and title.

    One query for every 500 rows.
    """
    known: dict[tuple[str, dt.date, str], Decision] = {}
    for start in range(0, len(rows), LOOK_UP_PORTION):
        portion = rows[start : start + LOOK_UP_PORTION]
        found = Decision.objects.visible_to(rights_within(collaborative)).filter(
            collaborative=collaborative,
            is_imported=True,
            decided_on__in={row.decided_on for row in portion},
        )
        for each in found.only("reference", "source", "decided_on", "title"):
            known[each.source, each.decided_on, each.title] = each
    return known


@dataclass(frozen=True, kw_only=True)
class ImportPlan:
    """A file before it is loaded: what is new, what is there already, every fault."""

    reading: PastDecisions
    new: list[PastDecision]
    already: list[tuple[PastDecision, Decision]]


def plan_of(
    content: bytes, *, collaborative: Collaborative, today: dt.date
) -> ImportPlan:
    """Say what loading a file would do."""
    reading = read_file(content, collaborative=collaborative, today=today)
    known = known_already(reading.rows, collaborative)
    return ImportPlan(
        reading=reading,
        new=[row for row in reading.rows if row.key not in known],
        already=[(row, known[row.key]) for row in reading.rows if row.key in known],
    )


def path_of(sha256: str) -> str:
    """Say where the store keeps a file of past decisions."""
    return f"decisions/{sha256[:2]}/{sha256}.csv"


def kept_file(found: DecisionImport) -> bytes:
    """
    Read the file of an import again, and check that it is the same.

    :raises MissingFileError: if it is not
    """
    path = path_of(found.sha256)
    if default_storage.exists(path):
        with default_storage.open(path, "rb") as file:
            content: bytes = file.read()
        if hashlib.sha256(content).hexdigest() == found.sha256:
            return content
    raise MissingFileError(
        "The file of this load is no longer in the store. Choose the file again."
    )


def import_of(
    *, collaborative: Collaborative, reference: str, rights: Rights
) -> DecisionImport | None:
    """Find one load of a collaborative's among those the person may see."""
    found: DecisionImport | None = (
        DecisionImport.objects.visible_to(rights)
        .filter(collaborative=collaborative, reference=reference)
        .select_related("collaborative", "organisation", "checked_by")
        .first()
    )
    return found


def imports_of(
    *, collaborative: Collaborative, rights: Rights
) -> QuerySet[DecisionImport]:
    """Give a collaborative's loads, for a list by key."""
    found: QuerySet[DecisionImport] = (
        DecisionImport.objects.visible_to(rights)
        .filter(collaborative=collaborative)
        .select_related("checked_by")
    )
    return found


def lines_of(found: DecisionImport) -> list[DecisionImportRow]:
    """Give the first lines of a load's report, in the order of the file."""
    lines = found.lines.select_related("decision__collaborative")
    return list(lines.order_by("row_number", "pk")[:MOST_LINES])


def pages_of_imports(uids: Iterable[str]) -> dict[str, str]:
    """Give the pages of loads that events name; the pages themselves refuse."""
    return {
        found.uid: reverse(
            "collab:decision_import", args=[found.collaborative.slug, found.reference]
        )
        for found in DecisionImport.objects.filter(uid__in=uids).select_related(
            "collaborative"
        )
    }
