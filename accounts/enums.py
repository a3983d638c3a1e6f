"""Closed lists of words about people."""

from django.db import models


class Role(models.TextChoices):
    """What a person may do on the pages; never authority to sign or decide (ADR 3)."""

    MEMBER = "member", "Member"
    GOVERNANCE_LEAD = "governance_lead", "Governance lead"
    FINANCE_LEAD = "finance_lead", "Finance lead"
    ANALYST = "analyst", "Analyst"
    AUDITOR = "auditor", "Auditor"
    ORGANISATION_LEAD = "organisation_lead", "Organisation lead"
    ADMINISTRATOR = "administrator", "Installation administrator"
