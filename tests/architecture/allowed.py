"""Exceptions to the rules, each with its reason; one that is no longer needed fails."""

# Services that open no act, take no actor, or are called by position.
SERVICES_WITHOUT_ACT: dict[str, str] = {
    "accounts/services/administrators.py::first_administrator_link": (
        "prints a link for the shell and writes nothing"
    ),
    "accounts/services/administrators.py::require_first_link": "writes nothing",
    "accounts/services/digests.py::send_digests": (
        "carries what recorded acts have told"
    ),
    "accounts/services/notifying.py::when_to_mail": "reads choices, writes nothing",
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
    **{
        f"agreements/services/falling_due.py::{hook}": (
            "a hook of the reminder engine, which acts"
        )
        for hook in (
            *("expiry_of", "live", "load", "lock", "message", "notice_of"),
            *("review_of", "whom"),
        )
    },
    **{
        f"agreements/services/{register}.py::{hook}": (
            "a hook of the reminder engine, which acts"
        )
        for register in ("approval_reminding", "reminding")
        for hook in ("due_of", "live", "load", "lock", "message", "whom")
    },
    "agreements/services/locking.py::lock_many": "locks and writes nothing",
    "collab/services/due_things.py::repair_due_things": (
        "rows that say nothing that the records do not say"
    ),
    "agreements/services/links.py::good_link": "reads, and consumes nothing",
    "agreements/services/links.py::link_for_mail": (
        "makes the address that one message carries, and writes nothing"
    ),
    "agreements/services/links.py::open_with_code": (
        "who acts is named by the link; the act is the person's own"
    ),
    "agreements/services/links.py::send_code": (
        "a code to read by: nobody has acted yet who could be recorded"
    ),
    "agreements/services/outside_signing.py::decline_by_link": (
        "who acts is named by the link; the act is the person's own"
    ),
    "agreements/services/outside_signing.py::sign_by_link": (
        "who acts is named by the link; the act is the person's own"
    ),
    "agreements/services/approval_leavers.py::end_requests_of_leaver": (
        "a hook of collab's leavers, who hold the record"
    ),
    "agreements/services/signatories.py::note_leaver": (
        "a hook of collab's leavers, who hold the record"
    ),
    "collab/services/action_changes.py::note_leaver": (
        "a hook of the leavers, who hold the record"
    ),
    **{
        f"collab/services/falling_due_actions.py::{hook}": (
            "a hook of the reminder engine, which acts"
        )
        for hook in (
            *("due_of", "live", "load", "lock", "look_due_of"),
            *("look_message", "message", "whom"),
        )
    },
    "collab/services/seat_ends.py::let_go_of_seats": (
        "a hook of collab's leavers, who hold the record"
    ),
    "agreements/services/signing.py::capacity_of": "words for an authority",
    **{
        f"collab/services/searching.py::{name}": (
            "entries that say nothing that the records do not say"
        )
        for name in ("forget_entries", "rebuild_search")
    },
    "collab/services/readings.py::note_reading": (
        "notes; the quarter-hour's one act is record_readings (settled 20)"
    ),
    "collab/services/readings.py::record_readings": (
        "a job, whose acts are each by the reader"
    ),
    "audit/services/delivering.py::deliver": (
        "runs what a committed act asked for; the task's own service acts"
    ),
    "audit/services/delivering.py::sweep": "wakes workers and writes nothing",
    "audit/services/migrating.py::migration_act": "the door of data migrations",
    "audit/services/migrating.py::record_schema_change": (
        "writes its event by hand: an upgrade has nobody signed in"
    ),
    "audit/services/sample_clock.py::sample_clock": "moves the clock, writes nothing",
}

# Reads on pages that do not start from visible_to.
READS_WITHOUT_AUDIENCE: dict[str, str] = {
    "agreements/selectors/approving.py::people_who_may_approve": (
        "what the members say of their people, for the governance lead who names them"
    ),
    "agreements/selectors/authors.py::authors_of": (
        "who stands in for whom, for policies: not what a reader may see"
    ),
    "agreements/presenters/outside.py::show_outside": (
        "of a version or agreement that was loaded as visible"
    ),
    "agreements/selectors/record.py::record_of": (
        "of a version or agreement that was loaded as visible"
    ),
    "agreements/selectors/record.py::_events": (
        "of a version or agreement that was loaded as visible"
    ),
    "agreements/selectors/record.py::_about": (
        "of a version or agreement that was loaded as visible"
    ),
    "agreements/selectors/in_force.py::in_force_at": (
        "of a version or agreement that was loaded as visible"
    ),
    "agreements/selectors/in_force.py::proof_of": (
        "of a version or agreement that was loaded as visible"
    ),
    "collab/presenters/seating.py::seating_of": "of a forum loaded as visible",
    "collab/presenters/decision_page.py::parts_of": "of a decision loaded as visible",
    "collab/selectors/decisions.py::withheld_from": (
        "one person's own exclusions, to take them out of what the person reads"
    ),
    **{
        f"{room}/presenters/search_sources.py::{name}": (
            "whose entries follow a change, inside its act: nothing is shown to a reader"
        )
        for room, name in (
            ("collab", "_of_people"),
            ("collab", "_of_organisations"),
            ("collab", "_of_forums"),
            ("collab", "_seats"),
            ("agreements", "_of_versions"),
        )
    },
    "collab/selectors/searching.py::few_uids": (
        "narrows records that are visible already"
    ),
    "collab/selectors/searching.py::_visible": (
        "asks the visible_to of every record before an entry is shown"
    ),
    "pathways/selectors/addresses.py::pages_of_records": (
        "gives an address alone; the page itself refuses"
    ),
    "collab/selectors/papers.py::kind_of_paper": (
        "open to anybody, by the whole fingerprint, and tells only a kind"
    ),
    "agreements/selectors/addresses.py::pages_of_records": (
        "gives an address alone; the page itself refuses"
    ),
    "agreements/selectors/outside.py::link_in_session": (
        "the session was opened by that link and its code: the right to see it"
    ),
    "agreements/selectors/outside.py::names_of_outside": (
        "puts names to ids in events that the reader may already see"
    ),
    "accounts/selectors.py::names_of": (
        "puts names to ids in events that the reader may already see"
    ),
    "accounts/selectors.py::absences_of": (
        "for who is told in somebody's place: not what a reader may see"
    ),
    "accounts/selectors.py::mail_choices": (
        "for when mail goes out: not what a reader may see"
    ),
    "accounts/selectors.py::delivery_of": (
        "whether a reminder arrived, for those who may see that it was sent"
    ),
    "accounts/selectors.py::reader_of": "the token is the right to see it",
    "accounts/selectors.py::state": (
        "the installation's heartbeats and queue, behind administrators_only"
    ),
    "accounts/views/invitations.py::accept": "the signed link is the right to see it",
    "accounts/selectors.py::people_called": (
        "turns a name into ids that narrow events, which start from visible_to"
    ),
    "audit/selectors/events.py::_between": "turns days into keys, shows no row",
    "audit/selectors/events.py::_holding": "narrows events that are visible already",
    "audit/selectors/events.py::_stopped_at": "tells a time, shows no row",
    "audit/selectors/events.py::_stretch": "tells a key, shows no row",
    "audit/selectors/events.py::labels_of": "for uids out of visible events",
    "audit/selectors/events.py::personal_values": "for refs out of visible events",
    "audit/selectors/events.py::stored_texts": "for hashes out of visible events",
    "audit/selectors/newest.py::_few": (
        "visible_to, one audience at a time, so that each is read by its own index"
    ),
    "audit/selectors/outbox.py::counts": "for administrators; counts only",
    "audit/selectors/outbox.py::undelivered": "for administrators",
    "collab/selectors/authority.py::_book": (
        "what an organisation says, for policies: not what a reader may see"
    ),
    "collab/selectors/authority.py::deputies_of": (
        "what an organisation says, for policies: not what a reader may see"
    ),
    "collab/selectors/authority.py::posts_held": (
        "says of people already shown whether they still hold a post"
    ),
    "collab/selectors/authority.py::all_deputies_of": (
        "what organisations say, for who is told: not what a reader may see"
    ),
    "collab/selectors/forums.py::seats_on": "of a forum loaded as visible",
    "collab/selectors/forums.py::_latest_terms": (
        "leaves out of visible terms those that newer ones follow"
    ),
    "collab/selectors/forums.py::pages_of_forums": (
        "gives an address alone; the page itself refuses"
    ),
    "collab/selectors/foreseeing.py::slugs_of": (
        "gives an address alone; the page itself refuses"
    ),
    "collab/selectors/ladders.py::ladder_book": (
        "of a collaborative loaded as visible, and for the engine itself"
    ),
    "collab/selectors/reaching.py::circle_of": (
        "whom the reminder engine tells: nothing is shown to a reader"
    ),
    "collab/selectors/rungs.py::standing_of": (
        "what the reminder engine has sent: nothing is shown to a reader"
    ),
    "collab/selectors/actions.py::pages_of_actions": (
        "gives an address alone; the page itself refuses"
    ),
    "collab/selectors/decision_imports.py::pages_of_imports": (
        "gives an address alone; the page itself refuses"
    ),
    "collab/selectors/decisions.py::pages_of_decisions": (
        "gives an address alone; the page itself refuses"
    ),
    "collab/selectors/people.py::account_with": (
        "who gives a role names the person by their whole address"
    ),
    "collab/selectors/people.py::roles_on": "of a collaborative loaded as visible",
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
LONG_FILES: dict[str, str] = {
    "accounts/adapters.py": "the library asks for its answers in two classes",
    "audit/guards.py": "the triggers of both databases, side by side",
    "collab/grants.py": "the one module that reads and writes grants",
}
