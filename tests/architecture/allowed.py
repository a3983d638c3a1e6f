"""Exceptions to the rules, each with its reason; one that is no longer needed fails."""

# Services that open no act, or take no actor.
SERVICES_WITHOUT_ACT: dict[str, str] = {
    "audit/services/delivering.py::deliver": (
        "runs what a committed act asked for; the task's own service acts"
    ),
    "audit/services/delivering.py::sweep": "wakes workers and writes nothing",
    "audit/services/migrating.py::record_schema_change": (
        "writes its event by hand: an upgrade has nobody signed in"
    ),
    "audit/services/migrating.py::migration_act": "the door of data migrations",
}

# Reads on pages that do not start from visible_to.
READS_WITHOUT_AUDIENCE: dict[str, str] = {}

# Models whose fields need no privacy class, since their rows enter no event.
MODELS_WITHOUT_PRIVACY: dict[str, str] = {
    "audit.Event": "is the ledger itself",
    "audit.PendingEvent": "is the ledger itself",
    "audit.PersonalValue": "holds what events only commit to",
    "audit.StoredText": "holds what events only name by hash",
    "audit.OutboxMessage": "waits for delivery; what it asks for is in an act",
}

# Files of more than 300 lines that hold one idea all the same.
LONG_FILES: dict[str, str] = {}
