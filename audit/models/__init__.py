"""Events, personal values, the outbox, and the base of every governed model."""

from audit.models.governed import (
    Fact,
    FixedFieldError,
    Governed,
    GovernedBase,
    PartialSaveError,
    StaleRowError,
)
from audit.models.history import AuditedHistory
from audit.models.ledger import (
    Event,
    OutboxMessage,
    PendingEvent,
    PersonalValue,
    StoredText,
    is_append_only,
)
from audit.models.naming import Audience, Named, Privacy
from audit.models.open_act import OutsideAnActError
from audit.models.querysets import GovernedQuerySet

__all__ = [
    "Audience",
    "AuditedHistory",
    "Event",
    "Fact",
    "FixedFieldError",
    "Governed",
    "GovernedBase",
    "GovernedQuerySet",
    "Named",
    "OutboxMessage",
    "OutsideAnActError",
    "PartialSaveError",
    "PendingEvent",
    "PersonalValue",
    "Privacy",
    "StaleRowError",
    "StoredText",
    "is_append_only",
]
