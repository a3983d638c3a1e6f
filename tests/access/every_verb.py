"""The rows of every verb, by verb and what of it: one table of all rooms."""

from typing import Final

from tests.access import (
    verbs_accounts,
    verbs_actions,
    verbs_agreements,
    verbs_approving,
    verbs_authority,
    verbs_collab,
    verbs_forums,
    verbs_pathways,
    verbs_register,
    verbs_signing,
)

ROWS: Final = {
    row.key: row
    for table in (
        verbs_accounts,
        verbs_register,
        verbs_authority,
        verbs_collab,
        verbs_forums,
        verbs_actions,
        verbs_pathways,
        verbs_agreements,
        verbs_approving,
        verbs_signing,
    )
    for row in table.ROWS
}
