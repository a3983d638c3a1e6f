"""Exceptions to the rules, each with its reason; one that is no longer needed fails."""

# Services that open no act, or take no actor.
SERVICES_WITHOUT_ACT: dict[str, str] = {
    "accounts/services/administrators.py::first_administrator_link": (
        "prints a link for the shell and writes nothing"
    ),
    "accounts/services/administrators.py::require_first_link": "writes nothing",
    "accounts/services/mailing.py::note_heartbeat": "a sign of life is no act",
    "accounts/services/mailing.py::post_mail": (
        "a code to sign in: nobody has acted yet who could be recorded"
    ),
    "accounts/services/mailing.py::send_mail": "delivers what an act asked for",
    "accounts/services/notifying.py::mark_all_read": "opening one's inbox is no act",
    "accounts/services/notifying.py::mark_read": "opening one's inbox is no act",
    "accounts/services/signing_in.py::note_failure": (
        "counts; the quarter-hour's one act is record_failures (settled 20)"
    ),
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
READS_WITHOUT_AUDIENCE: dict[str, str] = {
    "accounts/selectors.py::names_of": (
        "puts names to ids in events that the reader may already see"
    ),
    "accounts/selectors.py::state": (
        "the installation's heartbeats and queue, behind administrators_only"
    ),
    "accounts/views/invitations.py::accept": "the signed link is the right to see it",
}

# Models whose fields need no privacy class, since their rows enter no event.
MODELS_WITHOUT_PRIVACY: dict[str, str] = {
    "collab.ReferenceCounter": "says nothing that the numbered records do not say",
    "audit.Event": "is the ledger itself",
    "audit.PendingEvent": "is the ledger itself",
    "audit.PersonalValue": "holds what events only commit to",
    "audit.StoredText": "holds what events only name by hash",
    "audit.OutboxMessage": "waits for delivery; what it asks for is in an act",
}

# Files of more than 300 lines that hold one idea all the same.
LONG_FILES: dict[str, str] = {}
