"""Pages of agreements, all below one collaborative."""

from typing import Any, Final

from agreements.models import Version
from tests.access import situations as who
from tests.access.addresses_table import READ_WRITE, WRITE, PageRow, page, page_or_why

PAPER: Final = "The document is made by a typesetter; asked of by few."


def _here(world: Any, **more: Any) -> dict[str, Any]:
    return {"collaborative": world.alpha.collaborative.slug, **more}


def _version(name: str, **more: Any) -> Any:
    def about(world: Any) -> dict[str, Any]:
        version = Version.objects.select_related("agreement").get(
            pk=getattr(world.alpha, name).pk
        )
        filled = {key: value(world) for key, value in more.items()}
        return _here(
            world,
            reference=version.agreement.reference,
            number=version.number,
            **filled,
        )

    return about


def _agreement(world: Any) -> dict[str, Any]:
    return _here(world, reference=world.alpha.in_force.agreement.reference)


def _with_itself(world: Any) -> dict[str, Any]:
    return {**_agreement(world), "old": 1, "new": 1}


def _clause(world: Any) -> str:
    return world.alpha.draft.clauses.order_by("position").first().identity


def _comment(world: Any) -> str:
    return world.alpha.comment.uid


def _leaving(world: Any) -> dict[str, Any]:
    reference = world.alpha.leaving.agreement.reference
    return _here(world, reference=reference, organisation=world.alpha.body.uid)


def _condition(name: str) -> Any:
    return lambda world: getattr(world.alpha, name).conditions.get(met=None).identity


def _body(world: Any) -> str:
    return world.alpha.body.uid


def _plan(**more: Any) -> Any:
    def about(world: Any) -> dict[str, Any]:
        filled = {key: value(world) for key, value in more.items()}
        return _here(world, reference=world.alpha.planned.agreement.reference, **filled)

    return about


def _group(world: Any) -> str:
    return world.alpha.group.uid


def _approver(world: Any) -> str:
    return world.alpha.group.approvers.get().uid


def _approval(world: Any) -> dict[str, Any]:
    return {
        "request": world.alpha.approval_request.uid,
        "fingerprint": world.alpha.round.content_hash,
        "agreed": "on",
        "reason": "Too dear",
    }


def _governs(name: str, about: Any, methods: tuple[str, ...] = READ_WRITE) -> PageRow:
    return page_or_why(
        f"agreements:{name}", who.GOVERN, who.INSIDE, about, methods=methods
    )


def _copy(world: Any) -> dict[str, Any]:
    return _here(world, copy=world.alpha.recorded.outside.signed_copy.uid)


def _compared(world: Any) -> dict[str, Any]:
    return {"fingerprint": world.alpha.recorded.content_hash, "compared": "on"}


def _signature(world: Any) -> dict[str, Any]:
    version = Version.objects.get(pk=world.alpha.out.pk)
    return {
        "organisation": world.alpha.body.uid,
        "fingerprint": version.content_hash,
        "agreed": "on",
        "intent": "on",
        "reason": "Not agreed",
    }


WHO_SEE_OUTSIDE: Final = who.INSIDE | who.AT_THE_BODY


def _outside(name: str, version: str) -> Any:
    return _version(version, uid=lambda world: getattr(world.alpha, name).uid)


def _token(world: Any) -> dict[str, Any]:
    return {"token": world.alpha.link.token()}


ROWS: Final = (
    page_or_why("agreements:choose_forum", who.TAKE_PART, who.INSIDE, _here),
    page_or_why(
        "agreements:log_decision",
        who.TAKE_PART,
        who.INSIDE,
        lambda world: _here(world) | {"forum": world.alpha.forum.slug},
        methods=READ_WRITE,
    ),
    page("agreements:list", who.INSIDE, _here),
    _governs("create", _here),
    page("agreements:all_in_force", who.INSIDE, _here),
    page("agreements:in_force", who.INSIDE, _agreement),
    _governs("add_copy", _here),
    _governs("record", _copy),
    page_or_why(
        "agreements:check_record",
        who.TAKE_PART - {"governance_lead"},
        who.INSIDE,
        _version("recorded"),
        methods=READ_WRITE,
        data=_compared,
    ),
    page("agreements:agreement", who.INSIDE, _agreement),
    _governs("next_version", _agreement, WRITE),
    page("agreements:choose_comparison", who.INSIDE, _agreement),
    page("agreements:compare", who.INSIDE, _with_itself),
    page("agreements:comparison_paper", who.INSIDE, _with_itself),
    page("agreements:version", who.INSIDE, _version("out")),
    page("agreements:print", who.INSIDE, _version("in_force")),
    page("agreements:paper", who.INSIDE, _version("in_force")),
    page("agreements:pack", who.INSIDE, _version("in_force")),
    page("agreements:certificate", who.INSIDE, _version("in_force")),
    page("agreements:certificate_paper", who.INSIDE, _version("in_force")),
    _governs("draft", _version("draft"), ("GET",)),
    _governs("terms", _version("draft")),
    _governs("add_party", _version("draft")),
    _governs("remove_party", _version("draft", organisation=_body)),
    _governs("replace", _version("out", organisation=_body)),
    page_or_why(
        "agreements:withdraw_party",
        who.GOVERN | {"signatory"},
        who.INSIDE,
        _version("out", organisation=_body),
        methods=READ_WRITE,
    ),
    _governs("name_outside", _version("draft", organisation=_body)),
    page("agreements:outside", WHO_SEE_OUTSIDE, _outside("waiting_outside", "draft")),
    page_or_why(
        "agreements:confirm_outside",
        {"organisation_lead"},
        WHO_SEE_OUTSIDE,
        _outside("waiting_outside", "draft"),
        methods=WRITE,
    ),
    page_or_why(
        "agreements:end_outside",
        who.GOVERN | who.LEAD_PEOPLE,
        WHO_SEE_OUTSIDE,
        _outside("outside", "by_link"),
        methods=READ_WRITE,
    ),
    page_or_why(
        "agreements:send_link_again",
        who.GOVERN,
        WHO_SEE_OUTSIDE,
        _outside("outside", "by_link"),
        methods=WRITE,
    ),
    page_or_why(
        "agreements:revoke_link",
        who.GOVERN,
        WHO_SEE_OUTSIDE,
        _outside("outside", "by_link"),
        methods=WRITE,
    ),
    _governs("record_paper", _version("on_paper", organisation=_body)),
    page(
        "agreements:paper_signature",
        WHO_SEE_OUTSIDE,
        _outside("signed_on_paper", "on_paper"),
    ),
    page_or_why(
        "agreements:check_paper",
        {"organisation_lead"},
        WHO_SEE_OUTSIDE,
        _outside("signed_on_paper", "on_paper"),
        methods=WRITE,
    ),
    page_or_why(
        "agreements:refuse_paper",
        {"organisation_lead"},
        WHO_SEE_OUTSIDE,
        _outside("signed_on_paper", "on_paper"),
        methods=READ_WRITE,
    ),
    page("agreements:outside_link", who.ALL, _token, methods=READ_WRITE, public=True),
    page("agreements:outside_code", who.ALL, _token, methods=READ_WRITE, public=True),
    page(
        "agreements:outside_text",
        {"outside_signatory"},
        methods=READ_WRITE,
        public=True,
        gone=True,
    ),
    page(
        "agreements:outside_decline",
        {"outside_signatory"},
        methods=READ_WRITE,
        public=True,
        gone=True,
    ),
    page("agreements:outside_done", {"outside_signatory"}, public=True, gone=True),
    _governs("add_clause", _version("draft")),
    _governs("change_clause", _version("draft", identity=_clause)),
    _governs("move_clause", _version("draft", identity=_clause), WRITE),
    _governs("remove_clause", _version("draft", identity=_clause)),
    _governs("signing_plan", _version("draft")),
    page_or_why(
        "agreements:comment",
        who.TAKE_PART,
        who.INSIDE,
        _version("draft", identity=_clause),
        methods=READ_WRITE,
    ),
    page_or_why(
        "agreements:answer",
        who.TAKE_PART,
        who.INSIDE,
        _version("draft", uid=_comment),
        methods=READ_WRITE,
    ),
    page_or_why(
        "agreements:resolve",
        who.GOVERN | {"member"},
        who.INSIDE,
        _version("draft", uid=_comment),
        methods=READ_WRITE,
    ),
    page(
        "agreements:give_notice",
        who.INSIDE,
        _agreement,
        methods=READ_WRITE,
    ),
    page(
        "agreements:withdraw_notice",
        who.INSIDE,
        _leaving,
        methods=READ_WRITE,
        data=lambda world: {"reason": "We stay"},
        posts=frozenset({"signatory"}),
        refused_posts=who.INSIDE - {"signatory"},
    ),
    _governs("add_condition", _version("draft")),
    _governs("change_condition", _version("draft", identity=_condition("draft"))),
    _governs("remove_condition", _version("draft", identity=_condition("draft"))),
    _governs("condition_met", _version("out", identity=_condition("out"))),
    _governs("send_out", _version("draft")),
    _governs("withdraw", _version("out")),
    page("agreements:approval_plan", who.INSIDE, _plan()),
    _governs("add_group", _plan()),
    _governs("change_group", _plan(group=_group)),
    _governs("move_group", _plan(group=_group), WRITE),
    _governs("remove_group", _plan(group=_group)),
    _governs("name_approver", _plan(group=_group)),
    _governs("remove_approver", _plan(group=_group, approver=_approver), WRITE),
    _governs("ask_approval", _version("planned")),
    _governs("back_to_draft", _version("in_review")),
    page(
        "agreements:approve",
        who.INSIDE,
        _version("in_review"),
        methods=READ_WRITE,
        data=_approval,
        posts=frozenset({"signatory"}),
        refused_posts=who.INSIDE - {"signatory"},
    ),
    page(
        "agreements:refuse_approval",
        who.INSIDE,
        _version("in_review"),
        methods=READ_WRITE,
        data=_approval,
        posts=frozenset({"signatory"}),
        refused_posts=who.INSIDE - {"signatory"},
    ),
    page(
        "agreements:sign",
        who.INSIDE,
        _version("out"),
        methods=READ_WRITE,
        data=_signature,
        posts=frozenset({"signatory"}),
        refused_posts=who.INSIDE - {"signatory"},
    ),
    page("agreements:signed", who.INSIDE, _version("in_force")),
    page_or_why(
        "agreements:decline",
        {"signatory"},
        who.INSIDE,
        _version("out"),
        methods=READ_WRITE,
        data=_signature,
    ),
)
