"""How actions and the evidence for them are found."""

from typing import Any, Final

from collab.presenters.actions import head_of
from collab.registries.search import SearchSource, SearchText
from collab.selectors.actions import action_address


def _action(row: Any) -> SearchText:
    return SearchText(title=f"{row.reference} {head_of(row)}", text=row.what)


def _evidence(row: Any) -> SearchText:
    return SearchText(title=f"Evidence for {row.action.reference}", text=row.words)


SEARCH: Final[dict[str, SearchSource]] = {
    "collab.action": SearchSource(
        kind="Action",
        entry_of=_action,
        address=action_address,
        related=("collaborative", "decision__collaborative"),
        reads=frozenset({"what"}),
    ),
    "collab.actionevidence": SearchSource(
        kind="Evidence",
        entry_of=_evidence,
        address=lambda row: action_address(row.action),
        related=("action__collaborative", "action__decision__collaborative"),
    ),
}
