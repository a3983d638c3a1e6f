"""The orders in which the register of decisions is walked, one for each filter."""

from typing import Final

from django.db import models

REGISTER_INDEXES: Final = (
    models.Index(
        fields=["collaborative", "forum", "-decided_on", "-id"],
        name="collab_decision_of_forum",
    ),
    models.Index(
        fields=["collaborative", "outcome", "-decided_on", "-id"],
        name="collab_decision_of_outcome",
    ),
    models.Index(
        fields=["collaborative", "forum", "outcome", "-decided_on", "-id"],
        name="collab_decision_forum_outcome",
    ),
)
