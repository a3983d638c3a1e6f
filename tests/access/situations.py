"""The situations of settled question 9, and those that come with later parts."""

from typing import Final

# In the order of the columns of docs/reference/access.md.
SITUATIONS: Final[dict[str, str]] = {
    "anonymous": "nobody signed in",
    "member": "takes part, from a member body",
    "governance_lead": "governs the collaborative",
    "finance_lead": "keeps its finances",
    "analyst": "loads and reads its measures",
    "auditor": "engaged to audit this collaborative",
    "installation_auditor": "engaged to audit everything",
    "organisation_lead": "leads the people of a member body, without a role here",
    "administrator": "administers the installation",
    "signatory": "a member who holds a delegation to sign for the body",
    "chair": "chairs a forum of the collaborative, from a member body",
    "excluded": "a member with a seat, from whom one decision is withheld",
    "other_party": "a member from another party of the same collaborative",
    "other_collaborative": "member and governance lead of another collaborative",
    "leaver": "had everything here, and left the body",
    "deactivated": "had everything here; the account is closed",
    "outside_signatory": "has no account; opened their link to sign with its code",
    "barred": "has everything here; somebody else just reset the password",
}

ALL: Final = frozenset(SITUATIONS)
OUT: Final = frozenset({"anonymous", "deactivated", "outside_signatory"})
SIGNED_IN: Final = ALL - OUT
# Who holds a post at the first body of the collaborative.
AT_THE_BODY: Final = frozenset(
    {
        "member",
        "governance_lead",
        "finance_lead",
        "analyst",
        "organisation_lead",
        "signatory",
        "chair",
        "excluded",
        "barred",
    }
)
TAKE_PART: Final = frozenset(
    {
        "member",
        "governance_lead",
        "finance_lead",
        "analyst",
        "signatory",
        "chair",
        "excluded",
        "other_party",
        "barred",
    }
)
AUDITORS: Final = frozenset({"auditor", "installation_auditor"})
INSIDE: Final = TAKE_PART | AUDITORS
# Whom an item that is withheld from one of them leaves.
NOT_EXCLUDED: Final = INSIDE - {"excluded"}
GOVERN: Final = frozenset({"governance_lead", "barred"})
CHAIR: Final = frozenset({"chair"})
LEAD_PEOPLE: Final = frozenset({"organisation_lead", "barred"})
ADMINISTER: Final = frozenset({"administrator"})
NOBODY: Final[frozenset[str]] = frozenset()
