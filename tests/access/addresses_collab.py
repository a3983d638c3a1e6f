"""Pages of the register, of people and what they hold, and of collaboratives."""

from typing import Any, Final

from tests.access import addresses_forums
from tests.access import situations as who
from tests.access.addresses_table import (
    READ_WRITE,
    WRITE,
    PageRow,
    for_administrators,
    page,
    page_or_why,
)

AT_THE_BODY: Final = who.AT_THE_BODY | {"installation_auditor"}
FRONT: Final = who.INSIDE | who.ADMINISTER
KEEP_OR_AUDIT: Final = frozenset({"administrator", "installation_auditor"})


SEE_REMINDERS: Final = who.GOVERN | {"auditor", "installation_auditor"}


def _waiting(world: Any) -> dict[str, Any]:
    thing = world.alpha.collaborative.due_things.filter(closed_at=None).first()
    return _here(world, uid=thing.uid)


def _empty_body(world: Any) -> dict[str, Any]:
    return {"uid": world.empty_body.uid}


def _body(world: Any) -> dict[str, Any]:
    return {"uid": world.alpha.body.uid}


def _here(world: Any, **more: Any) -> dict[str, Any]:
    return {"collaborative": world.alpha.collaborative.slug, **more}


def _thing(name: str) -> Any:
    return lambda world: _here(world, uid=getattr(world.alpha, name).uid)


def _uid(name: str) -> Any:
    return lambda world: {"uid": getattr(world.alpha, name).uid}


def _reference(name: str) -> Any:
    return lambda world: {"reference": getattr(world, name).reference}


def _load(name: str) -> Any:
    return lambda world: _here(world, reference=getattr(world.alpha, name).reference)


def _keep(name: str) -> PageRow:
    return for_administrators(f"collab:{name}", _empty_body, methods=READ_WRITE)


def _governs(name: str, about: Any = _here) -> PageRow:
    return page_or_why(f"collab:{name}", who.GOVERN, FRONT, about, methods=READ_WRITE)


def _leads(name: str) -> PageRow:
    return page_or_why(
        f"collab:{name}", who.LEAD_PEOPLE, AT_THE_BODY, _body, methods=READ_WRITE
    )


def _answer(world: Any) -> dict[str, Any]:
    revision = world.alpha.waiting_delegation.revision
    return {"revision": revision, "reason": "No longer", "agreed": "on"}


ROWS: Final = (
    page("collab:home", who.SIGNED_IN),
    page("collab:search", who.SIGNED_IN),
    page("collab:search_in", who.INSIDE, _here),
    page("collab:check_paper", who.ALL, methods=READ_WRITE, public=True),
    page("collab:organisations", who.SIGNED_IN),
    page("collab:organisation", who.SIGNED_IN, _body),
    for_administrators("collab:new_organisation", methods=READ_WRITE),
    _keep("change_organisation"),
    _keep("rename_organisation"),
    _keep("close_organisation"),
    _keep("merge_organisation"),
    page_or_why("collab:imports", KEEP_OR_AUDIT, who.SIGNED_IN),
    for_administrators("collab:upload_import", methods=READ_WRITE),
    page("collab:import", KEEP_OR_AUDIT, _reference("finished_import")),
    page_or_why(
        "collab:confirm_import",
        who.ADMINISTER,
        KEEP_OR_AUDIT,
        _reference("checked_import"),
        methods=WRITE,
    ),
    page_or_why(
        "collab:undo_import",
        who.ADMINISTER,
        KEEP_OR_AUDIT,
        _reference("finished_import"),
        methods=WRITE,
    ),
    page(
        "collab:calendar_feed",
        who.NOBODY,
        lambda world: {"token": "not-a-token"},
        public=True,
        note="Whoever holds the token; any other is not there.",
    ),
    page("collab:my_authority", who.SIGNED_IN),
    page("collab:people", AT_THE_BODY, _body),
    page("collab:delegations", AT_THE_BODY, _body),
    _leads("propose_appointment"),
    _leads("propose_delegation"),
    _leads("propose_deputy"),
    page("collab:import_people", who.LEAD_PEOPLE, _body, methods=READ_WRITE),
    for_administrators("collab:first_lead", _empty_body, methods=READ_WRITE),
    page_or_why(
        "collab:person_left",
        who.LEAD_PEOPLE,
        AT_THE_BODY,
        lambda world: {**_body(world), "person": world.alpha.holder.uid},
        methods=READ_WRITE,
        data=_answer,
    ),
    page_or_why(
        "collab:add_document",
        who.AT_THE_BODY,
        who.SIGNED_IN,
        _body,
        methods=READ_WRITE,
    ),
    page("collab:authority", AT_THE_BODY, _uid("waiting_delegation")),
    page_or_why(
        "collab:confirm_authority",
        {"organisation_lead"},
        AT_THE_BODY,
        _uid("waiting_delegation"),
        methods=WRITE,
        data=_answer,
    ),
    page_or_why(
        "collab:refuse_authority",
        AT_THE_BODY,
        AT_THE_BODY,
        _uid("waiting_delegation"),
        methods=READ_WRITE,
        data=_answer,
        posts=who.LEAD_PEOPLE,
        refused_posts=AT_THE_BODY - who.LEAD_PEOPLE,
    ),
    page_or_why(
        "collab:end_authority",
        who.LEAD_PEOPLE,
        AT_THE_BODY,
        _uid("delegation"),
        methods=READ_WRITE,
        data=_answer,
    ),
    page("collab:document", AT_THE_BODY, _uid("document")),
    page("collab:download", AT_THE_BODY, _uid("document")),
    for_administrators("collab:auditors", methods=READ_WRITE),
    page_or_why(
        "collab:end_engagement",
        who.GOVERN | {"auditor"},
        who.INSIDE,
        _uid("engagement"),
        methods=READ_WRITE,
        data=_answer,
    ),
    page("collab:collaboratives", who.SIGNED_IN),
    for_administrators("collab:new_collaborative", methods=READ_WRITE),
    page("collab:collaborative", FRONT, _here),
    _governs("change_collaborative"),
    page_or_why(
        "collab:name_governance_lead", who.NOBODY, FRONT, _here, methods=READ_WRITE
    ),
    _governs("add_persona"),
    _governs("change_persona", _thing("persona")),
    _governs("remove_persona", _thing("persona")),
    page("collab:members", FRONT, _here),
    _governs("start_membership"),
    _governs("end_membership", _thing("membership")),
    _governs("give_named_role"),
    _governs("end_named_role", _thing("named_role")),
    page(
        "collab:collaborative_people",
        who.INSIDE,
        _here,
        methods=READ_WRITE,
        posts=who.GOVERN,
        refused_posts=who.INSIDE - who.GOVERN,
    ),
    page(
        "collab:take_role",
        who.INSIDE,
        lambda world: _here(
            world, person=world.actor("finance_lead").uid, role="finance_lead"
        ),
        methods=READ_WRITE,
        data=_answer,
        posts=who.GOVERN | {"finance_lead"},
        refused_posts=who.INSIDE - who.GOVERN - {"finance_lead"},
    ),
    page_or_why(
        "collab:engage_auditor", who.GOVERN, who.INSIDE, _here, methods=READ_WRITE
    ),
    page("collab:next_90_days", who.INSIDE, _here),
    page("collab:next_90_days_file", who.INSIDE, _here),
    page("collab:away", who.SIGNED_IN, methods=READ_WRITE),
    page("collab:end_absence", {"member"}, _uid("absence"), methods=WRITE),
    page_or_why("collab:reminders", SEE_REMINDERS, who.INSIDE, _here),
    page_or_why("collab:reminder_log", SEE_REMINDERS, who.INSIDE, _here),
    page_or_why("collab:ladders", SEE_REMINDERS, who.INSIDE, _here),
    page_or_why(
        "collab:ladder",
        who.GOVERN,
        who.INSIDE,
        lambda world: _here(world, kind="signature"),
        methods=READ_WRITE,
    ),
    page_or_why(
        "collab:reminders_of",
        SEE_REMINDERS,
        who.INSIDE,
        _waiting,
        methods=READ_WRITE,
        posts=who.GOVERN,
        refused_posts=who.INSIDE - who.GOVERN,
    ),
    page_or_why(
        "collab:own_ladder", who.GOVERN, who.INSIDE, _waiting, methods=READ_WRITE
    ),
    page("collab:decisions", who.INSIDE, _here),
    page("collab:register_csv", who.INSIDE, _here),
    page("collab:register_workbook", who.INSIDE, _here),
    page_or_why(
        "collab:load_decisions", who.GOVERN, who.INSIDE, _here, methods=READ_WRITE
    ),
    page_or_why("collab:past_decisions_template", who.GOVERN, who.INSIDE, _here),
    page("collab:decision_import", SEE_REMINDERS, _load("finished_load")),
    page_or_why(
        "collab:confirm_decision_import",
        who.GOVERN,
        SEE_REMINDERS,
        _load("checked_load"),
        methods=WRITE,
    ),
    page(
        "collab:decision",
        who.NOT_EXCLUDED,
        lambda world: _here(world, reference=world.alpha.withheld.reference),
    ),
    page(
        "collab:decision_paper",
        who.NOT_EXCLUDED,
        lambda world: _here(world, reference=world.alpha.withheld.reference),
    ),
    *addresses_forums.ROWS,
)
