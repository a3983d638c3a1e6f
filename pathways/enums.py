"""Closed lists of words about pathways and outcomes."""

from django.db import models


class OutcomeDomain(models.TextChoices):
    """Of what an outcome speaks."""

    CLINICAL = "clinical", "Clinical"
    QUALITY_OF_LIFE = "quality_of_life", "Quality of life"
    SYSTEM_EFFECT = "system_effect", "Effect on the system"
    EQUITY = "equity", "Equity"
    EXPERIENCE = "experience", "Experience"


class Direction(models.TextChoices):
    """Which way a figure should go."""

    INCREASE = "increase", "A rise is better"
    DECREASE = "decrease", "A fall is better"
    NEUTRAL = "neutral", "Neither is better in itself"
