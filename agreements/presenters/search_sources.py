"""What the search finds of agreements: their titles and the words that count today."""

from collections.abc import Iterator
from typing import Any, Final

from agreements.enums import VersionStatus
from agreements.models import Clause, Condition
from agreements.selectors.addresses import agreement_address, version_address
from collab.registries.search import SearchFollowers, SearchSource, SearchText

# Texts that nobody goes by any more: their agreements are found, and lead to them.
_OLD: Final = (VersionStatus.SUPERSEDED, VersionStatus.WITHDRAWN)
_OF_VERSION: Final = ("version__agreement__collaborative",)


def _agreement(row: Any) -> SearchText:
    return SearchText(
        title=f"{row.reference} {row.title}", text=str(row.get_instrument_display())
    )


def _clause(row: Any) -> SearchText | None:
    if row.version.status in _OLD:
        return None
    return SearchText(title=f"{row.version}: {row.heading}", text=row.text)


def _condition(row: Any) -> SearchText | None:
    if row.version.status in _OLD:
        return None
    return SearchText(title=f"{row.version}: a condition", text=row.text)


def _comment(row: Any) -> SearchText:
    return SearchText(
        title=f"{row.version}: a comment", text=f"{row.text} {row.resolution}".strip()
    )


def _notice(row: Any) -> SearchText:
    return SearchText(
        title=f"{row.agreement.reference}: notice by {row.party.organisation.name}",
        text=row.words,
    )


def _page_of_version(row: Any) -> str:
    return version_address(row.version)


def _page_of_agreement(row: Any) -> str:
    return agreement_address(row.agreement)


SOURCES: Final[dict[str, SearchSource]] = {
    "agreements.agreement": SearchSource(
        kind="Agreement",
        entry_of=_agreement,
        address=agreement_address,
        related=("collaborative",),
        reads=frozenset({"title", "instrument", "open_to"}),
    ),
    "agreements.clause": SearchSource(
        kind="Clause",
        entry_of=_clause,
        address=_page_of_version,
        related=_OF_VERSION,
        reads=frozenset({"heading", "text"}),
    ),
    "agreements.condition": SearchSource(
        kind="Condition",
        entry_of=_condition,
        address=_page_of_version,
        related=_OF_VERSION,
        reads=frozenset({"text"}),
    ),
    "agreements.comment": SearchSource(
        kind="Comment",
        entry_of=_comment,
        address=_page_of_version,
        related=_OF_VERSION,
        reads=frozenset({"text", "resolution"}),
    ),
    "agreements.notice": SearchSource(
        kind="Notice",
        entry_of=_notice,
        address=_page_of_agreement,
        related=("agreement__collaborative", "party__organisation"),
        reads=frozenset({"words"}),
    ),
}


def _of_versions(versions: list[Any]) -> Iterator[Any]:
    if old := [version for version in versions if version.status in _OLD]:
        for model in (Clause, Condition):
            rows = model.objects.filter(version__in=old)
            yield from rows.select_related(*_OF_VERSION)


FOLLOWERS: Final[dict[str, SearchFollowers]] = {
    "agreements.version": SearchFollowers(
        reads=frozenset({"status"}), followers=_of_versions
    ),
}
