"""Agreements, versions, parties, clauses and signatures."""

from agreements.models.agreements import Agreement, Party
from agreements.models.signatures import DecisionUnder, SignatureRequest, SignOff
from agreements.models.versions import Clause, Version

__all__ = [
    "Agreement",
    "Clause",
    "DecisionUnder",
    "Party",
    "SignOff",
    "SignatureRequest",
    "Version",
]
