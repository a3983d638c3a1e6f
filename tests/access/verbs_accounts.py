"""Acts on accounts and on the ledger itself."""

import datetime as dt
from typing import Any, Final

from accounts.models import Absence
from accounts.rules.mail_hours import Hours
from accounts.services import feeds, hours, invitations, mailing, notifying
from accounts.services import people as accounts
from audit.models import OutboxMessage
from audit.services import delivering
from collab.rules.periods import london_day
from tests.access import situations as who
from tests.access.verbs_table import VerbRow, by_itself

OWN_PAGES: Final = "A page of the sign-in library, for one's own account alone."
SIGN_IN: Final = "Recorded by the sign-in itself."


def _on_the_account_of(name: str, service: Any, **more: Any) -> Any:
    def attempt(world: Any, actor: Any) -> Any:
        person = (
            world.actor(name) if name in world.people else getattr(world.alpha, name)
        )
        return service(person_uid=person.uid, actor=actor, now=world.now, **more)

    return attempt


def _administrators(name: str, attempt: Any) -> VerbRow:
    return VerbRow(name=name, attempt=attempt, may=who.ADMINISTER)


def _everybody_for_themselves(name: str, attempt: Any) -> VerbRow:
    return VerbRow(name=name, attempt=attempt, may=who.SIGNED_IN)


ROWS: Final = (
    _administrators(
        "accounts.person.invited",
        lambda world, actor: invitations.invite_person(
            email="new@example.org", name="New Person", actor=actor, now=world.now
        ),
    ),
    _administrators(
        "accounts.invitation.sent_again",
        _on_the_account_of("invited", invitations.send_again),
    ),
    _administrators(
        "accounts.invitation.withdrawn",
        _on_the_account_of("invited", invitations.withdraw_invitation),
    ),
    _administrators(
        "accounts.person.deactivated",
        _on_the_account_of("holder", accounts.deactivate_person, reason="Left"),
    ),
    _administrators(
        "accounts.person.reactivated",
        _on_the_account_of("deactivated", accounts.reactivate_person, reason="Back"),
    ),
    _administrators(
        "accounts.person.barred",
        _on_the_account_of("holder", accounts.bar_person, reason="Lost a phone"),
    ),
    _administrators(
        "accounts.email.changed_for",
        _on_the_account_of(
            "holder",
            accounts.change_email_for,
            email="changed@example.org",
            reason="Asked",
        ),
    ),
    _administrators(
        "accounts.factor.removed_for",
        _on_the_account_of("holder", accounts.remove_factor_for, reason="Lost"),
    ),
    _administrators(
        "accounts.mail.tested",
        lambda world, actor: mailing.send_test(actor=actor, now=world.now),
    ),
    _administrators(
        "audit.delivery.retried",
        lambda world, actor: delivering.retry_delivery(
            message_uid=OutboxMessage.objects.earliest("pk").uid,
            actor=actor,
            now=world.now,
        ),
    ),
    _everybody_for_themselves(
        "accounts.person.renamed",
        lambda world, actor: accounts.rename_self(
            name="Another Name", actor=actor, now=world.now
        ),
    ),
    _everybody_for_themselves(
        "accounts.calendar_feed.made",
        lambda world, actor: feeds.make_feed(actor=actor, now=world.now),
    ),
    VerbRow(
        name="accounts.calendar_feed.ended",
        attempt=lambda world, actor: feeds.take_feed_back(actor=actor, now=world.now),
        may=frozenset({"member"}),
        not_there=(feeds.NoFeedError,),
    ),
    _everybody_for_themselves(
        "accounts.preferences.changed",
        lambda world, actor: notifying.choose_mail(
            wanted={"authority": True}, actor=actor, now=world.now
        ),
    ),
    _everybody_for_themselves(
        "accounts.absence.noted",
        lambda world, actor: hours.say_away(
            starts_on=london_day(world.now) + dt.timedelta(days=90),
            last_on=london_day(world.now) + dt.timedelta(days=91),
            actor=actor,
            now=world.now,
        ),
    ),
    VerbRow(
        name="accounts.absence.ended",
        attempt=lambda world, actor: hours.end_absence(
            uid=world.alpha.absence.uid, actor=actor, now=world.now
        ),
        may=frozenset({"member"}),
        not_there=(Absence.DoesNotExist,),
    ),
    _everybody_for_themselves(
        "accounts.mail_hours.chosen",
        lambda world, actor: hours.choose_hours(
            hours=Hours(), actor=actor, now=world.now
        ),
    ),
    _everybody_for_themselves(
        "accounts.single_sign_on.bound",
        lambda world, actor: accounts.bind_single_sign_on(
            issuer="https://id.example.org", subject="new", actor=actor, now=world.now
        ),
    ),
    VerbRow(
        name="accounts.single_sign_on.removed",
        attempt=lambda world, actor: accounts.remove_single_sign_on(
            uid=world.alpha.single_sign_on.uid, actor=actor, now=world.now
        ),
        may=frozenset({"member"}),
        not_there=(accounts.AccountClosedError,),
    ),
    by_itself(
        "accounts.invitation.accepted", "Whoever holds the link that was mailed."
    ),
    by_itself(
        "accounts.administrator.created",
        "A shell on the server, or its one-hour link while nobody administers.",
    ),
    by_itself("accounts.email.verified", OWN_PAGES),
    by_itself("accounts.password.changed", OWN_PAGES),
    by_itself("accounts.password.reset", "Whoever reads the mailbox; it bars them."),
    by_itself("accounts.factor.added", OWN_PAGES),
    by_itself("accounts.factor.removed", OWN_PAGES),
    by_itself("accounts.factor.renewed", OWN_PAGES),
    by_itself("accounts.session.opened", SIGN_IN),
    by_itself(
        "accounts.session.opened_as_sample",
        "Invented people, on this machine, where the sample is loaded.",
    ),
    by_itself("accounts.session.confirmed", SIGN_IN),
    by_itself("accounts.session.closed", SIGN_IN),
    by_itself("accounts.sign_in.failed", "A job writes it at the quarter-hour's end."),
    by_itself("audit.schema.migrated", "A command with a shell on the server."),
    by_itself("audit.data.migrated", "A command with a shell on the server."),
    by_itself("audit.sample.loaded", "A command with a shell on the server."),
    by_itself("audit.history.read", "Recorded when an auditor's page is shown."),
)
