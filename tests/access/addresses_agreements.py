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


def _clause(world: Any) -> str:
    return world.alpha.draft.clauses.order_by("position").first().identity


def _body(world: Any) -> str:
    return world.alpha.body.uid


def _governs(name: str, about: Any, methods: tuple[str, ...] = READ_WRITE) -> PageRow:
    return page_or_why(
        f"agreements:{name}", who.GOVERN, who.INSIDE, about, methods=methods
    )


def _signature(world: Any) -> dict[str, Any]:
    version = Version.objects.get(pk=world.alpha.out.pk)
    return {
        "organisation": world.alpha.body.uid,
        "fingerprint": version.content_hash,
        "agreed": "on",
        "intent": "on",
        "reason": "Not agreed",
    }


ROWS: Final = (
    page_or_why(
        "agreements:log_decision",
        who.TAKE_PART,
        who.INSIDE,
        _here,
        methods=READ_WRITE,
    ),
    page("agreements:list", who.INSIDE, _here),
    _governs("create", _here),
    page("agreements:agreement", who.INSIDE, _agreement),
    _governs("next_version", _agreement, WRITE),
    page("agreements:version", who.INSIDE, _version("out")),
    page("agreements:print", who.INSIDE, _version("in_force")),
    page("agreements:paper", who.INSIDE, _version("in_force")),
    _governs("draft", _version("draft"), ("GET",)),
    _governs("terms", _version("draft")),
    _governs("add_party", _version("draft")),
    _governs("remove_party", _version("draft", organisation=_body)),
    _governs("replace", _version("out", organisation=_body)),
    _governs("add_clause", _version("draft")),
    _governs("change_clause", _version("draft", identity=_clause)),
    _governs("move_clause", _version("draft", identity=_clause), WRITE),
    _governs("remove_clause", _version("draft", identity=_clause)),
    _governs("send_out", _version("draft")),
    _governs("withdraw", _version("out")),
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
