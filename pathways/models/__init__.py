"""Pathways and their stages, outcomes and their values."""

from pathways.models.outcomes import Outcome, OutcomeValue
from pathways.models.pathways import Pathway, PathwayStage

__all__ = ["Outcome", "OutcomeValue", "Pathway", "PathwayStage"]
