"""Events, personal values, the outbox, and the base of every governed model."""

from audit.models.governed import (
    Fact,
    FixedFieldError,
    Governed,
    GovernedBase,
    GovernedQuerySet,
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
