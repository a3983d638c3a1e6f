"""Which governed models the search finds nothing of, and why (settled question 40).

Every other one has a source; a generated test compares the two.
"""

from typing import Final

_PART: Final = "It is read on the page of {}, which is found."

WITHOUT: Final[dict[str, str]] = {
    "accounts.User": "People are found by their posts and named roles, where pages show them.",
    "accounts.RoleHolding": "Access is not a record to look for.",
    "accounts.Invitation": "Administrators have a list of them.",
    "accounts.NotificationPreference": "It is a choice on one's own account.",
    "accounts.Absence": "It is a choice on one's own account.",
    "accounts.MailHours": "It is a choice on one's own account.",
    "accounts.SingleSignOn": "It is a way to sign in.",
    "accounts.CalendarFeed": "It is a secret of one person.",
    "accounts.FailedSignIns": "Auditors read its events.",
    "collab.Succession": _PART.format("its organisation"),
    "collab.OrganisationImport": "Administrators have a list of them.",
    "collab.ImportedRow": "The organisations it brought are found.",
    "collab.Presence": _PART.format("its decision"),
    "collab.Recusal": _PART.format("its decision"),
    "collab.Exclusion": _PART.format("its decision"),
    "collab.DecisionLink": _PART.format("its decision"),
    "collab.Reminder": "It says what other records say.",
    "collab.Ladder": "It is a choice of the collaborative.",
    "collab.IssuedPaper": "It is found by its fingerprint, on the page that checks papers.",
    "collab.SeatDeputy": _PART.format("the forum"),
    "collab.Deputy": _PART.format("the appointment"),
    "collab.Delegation": "Each organisation has a register of them.",
    "collab.Engagement": "It is listed with the collaborative's people.",
    "collab.CollaborativeGroupPermission": "Access is not a record to look for.",
    "collab.CollaborativeUserPermission": "Access is not a record to look for.",
    "collab.OrganisationGroupPermission": "Access is not a record to look for.",
    "collab.OrganisationUserPermission": "Access is not a record to look for.",
    "pathways.OutcomeValue": _PART.format("its outcome"),
    "agreements.Version": "Its agreement and its clauses are found.",
    "agreements.Party": _PART.format("its agreement"),
    "agreements.ConditionMet": _PART.format("its condition"),
    "agreements.ApprovalGroup": _PART.format("its agreement"),
    "agreements.Approver": _PART.format("its agreement"),
    "agreements.ApprovalRound": _PART.format("its agreement"),
    "agreements.RoundGroup": _PART.format("its agreement"),
    "agreements.ApprovalRequest": _PART.format("its agreement"),
    "agreements.Approval": _PART.format("its agreement"),
    "agreements.Authorship": _PART.format("its agreement"),
    "agreements.SignatureRequest": _PART.format("its agreement"),
    "agreements.SignOff": _PART.format("its agreement"),
    "agreements.OutsideSignatory": _PART.format("its agreement"),
    "agreements.SigningLink": "It is a way in for one person.",
    "agreements.PaperSignature": _PART.format("its agreement"),
    "agreements.PartyWithdrawal": _PART.format("its agreement"),
    "agreements.OutsideRecord": _PART.format("its agreement"),
    "agreements.WrittenSignatory": _PART.format("its agreement"),
    "agreements.DecisionUnder": _PART.format("its decision"),
}
