"""Agreements, versions, parties, clauses, conditions, approvals and signatures."""

from agreements.models.agreements import Agreement, Party
from agreements.models.approvals import (
    ApprovalGroup,
    ApprovalRound,
    Approver,
    RoundGroup,
)
from agreements.models.approving import Approval, ApprovalRequest, Authorship
from agreements.models.asked_to_sign import SignatureRequest
from agreements.models.clauses import Clause
from agreements.models.comments import Comment
from agreements.models.conditions import Condition, ConditionMet
from agreements.models.decisions import DecisionUnder
from agreements.models.guests import OutsideSignatory, SigningCode, SigningLink
from agreements.models.notices import Notice
from agreements.models.outside import OutsideRecord, WrittenSignatory
from agreements.models.paper import PaperSignature
from agreements.models.signatures import SignOff
from agreements.models.versions import Version
from agreements.models.withdrawals import PartyWithdrawal

__all__ = [
    "Agreement",
    "Approval",
    "ApprovalGroup",
    "ApprovalRequest",
    "ApprovalRound",
    "Approver",
    "Authorship",
    "Clause",
    "Comment",
    "Condition",
    "ConditionMet",
    "DecisionUnder",
    "Notice",
    "OutsideRecord",
    "OutsideSignatory",
    "PaperSignature",
    "Party",
    "PartyWithdrawal",
    "RoundGroup",
    "SignOff",
    "SignatureRequest",
    "SigningCode",
    "SigningLink",
    "Version",
    "WrittenSignatory",
]
