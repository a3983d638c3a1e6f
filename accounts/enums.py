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


class MailRhythm(models.TextChoices):
    """How often a person wants mail of one kind."""

    AT_ONCE = "at_once", "At once"
    DAILY = "daily", "Once a day, at 8am"
    WEEKLY = "weekly", "Once a week, on Monday at 8am"
