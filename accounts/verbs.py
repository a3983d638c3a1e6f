"""The acts of this room."""

from typing import Final

from audit.registries import Verb

VERBS: Final = (
    Verb(name="accounts.person.invited", sentence="invited a person"),
    Verb(name="accounts.invitation.sent_again", sentence="sent an invitation again"),
    Verb(name="accounts.invitation.withdrawn", sentence="withdrew an invitation"),
    Verb(name="accounts.invitation.accepted", sentence="accepted an invitation"),
    Verb(name="accounts.administrator.created", sentence="made a first administrator"),
    Verb(
        name="accounts.person.deactivated",
        sentence="closed an account",
        needs_reason=True,
    ),
    Verb(
        name="accounts.person.reactivated",
        sentence="opened an account again",
        needs_reason=True,
    ),
    Verb(
        name="accounts.person.barred",
        sentence="barred a person from signing",
        needs_reason=True,
    ),
    Verb(name="accounts.person.renamed", sentence="changed their name"),
    Verb(name="accounts.email.verified", sentence="proved an email address"),
    Verb(
        name="accounts.email.changed_for",
        sentence="changed a person's email address",
        needs_reason=True,
    ),
    Verb(name="accounts.password.changed", sentence="changed their password"),
    Verb(name="accounts.password.reset", sentence="reset a forgotten password"),
    Verb(name="accounts.factor.added", sentence="added a second factor"),
    Verb(name="accounts.factor.removed", sentence="removed a second factor"),
    Verb(name="accounts.factor.renewed", sentence="made new recovery codes"),
    Verb(
        name="accounts.factor.removed_for",
        sentence="removed a person's second factor",
        needs_reason=True,
    ),
    Verb(name="accounts.session.opened", sentence="signed in"),
    Verb(name="accounts.session.opened_as_sample", sentence="continued as {object}"),
    Verb(name="accounts.session.confirmed", sentence="confirmed who they are"),
    Verb(name="accounts.session.closed", sentence="signed out"),
    Verb(name="accounts.sign_in.failed", sentence="failed to sign in"),
    Verb(name="accounts.single_sign_on.bound", sentence="connected single sign-on"),
    Verb(name="accounts.single_sign_on.removed", sentence="removed single sign-on"),
    Verb(
        name="accounts.preferences.changed",
        sentence="changed how they are notified",
    ),
    Verb(name="accounts.absence.noted", sentence="said when they are away"),
    Verb(name="accounts.absence.ended", sentence="said that they are back"),
    Verb(name="accounts.mail_hours.chosen", sentence="chose hours without mail"),
    Verb(name="accounts.calendar_feed.made", sentence="made a calendar feed"),
    Verb(name="accounts.calendar_feed.ended", sentence="took their calendar feed back"),
    Verb(name="accounts.mail.tested", sentence="sent a test message"),
)
