"""Pages of accounts, of the ledger, and those that belong to no room."""

from typing import Any, Final

from audit.models import Event, OutboxMessage
from tests.access import situations as who
from tests.access.addresses_table import (
    READ_WRITE,
    WRITE,
    PageRow,
    for_administrators,
    page,
)


def _public(name: str, **more: Any) -> PageRow:
    return page(name, who.ALL, public=True, **more)


def _person(name: str) -> Any:
    return lambda world: {"uid": getattr(world.alpha, name).uid}


def _event(world: Any) -> Any:
    return Event.objects.get(object_uid=world.alpha.decision.uid, position=0)


ROWS: Final = (
    _public("ui:healthz"),
    _public("ui:accessibility"),
    _public("ui:privacy"),
    _public("ui:cookies"),
    _public("ui:contact"),
    _public("ui:version"),
    page("ui:go", who.SIGNED_IN),
    page("accounts:account", who.SIGNED_IN),
    page("accounts/3rdparty/", who.SIGNED_IN),
    page("accounts:name", who.SIGNED_IN, methods=READ_WRITE),
    page("accounts:preferences", who.SIGNED_IN, methods=READ_WRITE),
    page("accounts:hours", who.SIGNED_IN, methods=READ_WRITE),
    page("accounts:calendar", who.SIGNED_IN, methods=READ_WRITE),
    page("accounts:take_calendar_back", who.SIGNED_IN, methods=WRITE),
    page("accounts:second_factor", who.SIGNED_IN),
    page("accounts:confirm", who.SIGNED_IN),
    PageRow(
        name="accounts:confirm_as_sample",
        methods=WRITE,
        refused=who.SIGNED_IN,
        note="For invented people, where the sample is loaded.",
    ),
    page(
        "accounts:remove_single_sign_on",
        who.SIGNED_IN,
        lambda world: {"uid": world.alpha.single_sign_on.uid},
        methods=WRITE,
        note="Says that it is not connected where it is somebody else's.",
    ),
    page("accounts:inbox", who.SIGNED_IN),
    page("accounts:mark_all_read", who.SIGNED_IN, methods=WRITE),
    page(
        "accounts:notification",
        {"member"},
        lambda world: {"uid": world.alpha.notification.uid},
        methods=READ_WRITE,
    ),
    _public(
        "accounts:invitation",
        about=lambda world: {"token": world.alpha.invitation.token()},
        methods=READ_WRITE,
        note="Whoever holds the link that was mailed.",
    ),
    PageRow(
        name="accounts:first_administrator",
        about=lambda world: {"token": "used"},
        methods=READ_WRITE,
        public=True,
        gone=True,
        note="Over for everybody once somebody administers.",
    ),
    PageRow(
        name="accounts:continue_as_sample",
        methods=WRITE,
        public=True,
        refused=who.ALL,
        note="For invented people, where the sample is loaded.",
    ),
    for_administrators("accounts:people"),
    for_administrators("accounts:invite", methods=READ_WRITE),
    for_administrators("accounts:person", _person("member")),
    for_administrators("accounts:send_again", _person("invited"), methods=WRITE),
    for_administrators("accounts:withdraw", _person("invited"), methods=WRITE),
    for_administrators(
        "accounts:person_step",
        lambda world: {"uid": world.alpha.member.uid, "step": "close"},
        methods=READ_WRITE,
    ),
    for_administrators("accounts:state"),
    for_administrators("accounts:send_test", methods=WRITE),
    PageRow(
        name="accounts:outbox",
        refused=who.SIGNED_IN - who.ADMINISTER,
        note="For administrators, where mail is written to files.",
    ),
    PageRow(
        name="accounts:outbox_message",
        about=lambda world: {"name": "1.eml"},
        refused=who.SIGNED_IN - who.ADMINISTER,
        note="For administrators, where mail is written to files.",
    ),
    page("audit:history", who.SIGNED_IN, note="Each with the events they may read."),
    page("audit:event", who.INSIDE, lambda world: {"uid": _event(world).uid}),
    page(
        "audit:object",
        who.INSIDE,
        lambda world: {
            "object_type": "collab.decision",
            "uid": world.alpha.decision.uid,
        },
    ),
    page("audit:deliveries", who.ADMINISTER),
    page(
        "audit:retry",
        who.ADMINISTER,
        lambda world: {"uid": OutboxMessage.objects.earliest("pk").uid},
        methods=WRITE,
    ),
)
