"""Agreements on every step of their way, reached through the real services."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from allauth.mfa.models import Authenticator

from accounts.enums import Role
from accounts.models import User
from accounts.policies import RECORDS, RECORDS_OF
from agreements.enums import Instrument, OpenTo, PartyRole
from agreements.models import (
    Clause,
    Comment,
    PartyWithdrawal,
    SignatureRequest,
    SignOff,
    Version,
)
from agreements.selectors.content import notice_of
from agreements.services import (
    clauses,
    commenting,
    conditions,
    creating,
    declining,
    expiring,
    meeting_conditions,
    parties,
    reopening,
    sending_out,
    signatories,
    signing,
    terms,
)
from audit.door import SystemActor
from audit.rules.uids import new_uid
from collab.models import Collaborative, Organisation
from collab.rules.periods import london_day
from tests.builders import people

FORTNIGHT = dt.timedelta(days=14)


@dataclass
class Partnership:
    """A collaborative, its bodies, who governs it and who signs for each body."""

    collaborative: Collaborative
    bodies: list[Organisation]
    lead: User
    signatories: dict[int, User] = field(default_factory=dict)

    def signatory(self, body: Organisation) -> User:
        return self.signatories[body.pk]


def partnership(
    now: dt.datetime,
    *names: str,
    limit_pence: int | None = None,
    **fields: Any,
) -> Partnership:
    """Bodies that can each sign, and a governance lead at the first of them."""
    names = names or ("Northfield Trust", "Vale Council")
    bodies = [people.organisation_with_two_leads(name, now) for name in names]
    collaborative = people.collaborative_with(bodies, now, **fields)
    lead = people.governance_lead(
        f"Grace of {collaborative.slug}", collaborative, bodies[0], now
    )
    made = Partnership(collaborative=collaborative, bodies=bodies, lead=lead)
    for body in bodies:
        made.signatories[body.pk] = signatory(
            f"Signatory of {body.name} in {collaborative.slug}",
            made,
            body,
            now,
            limit_pence=limit_pence,
        )
    return made


def signatory(
    name: str, made: Partnership, body: Organisation, now: dt.datetime, **given: Any
) -> User:
    """Somebody who takes part and holds a delegation to sign for a body."""
    user = people.person(name, now)
    people.delegate(user, body, now, **given)
    return people.give(Role.MEMBER, user, made.collaborative, now)


def session_of(user: User, now: dt.datetime) -> dict[str, Any]:
    """A session in which the person showed a second factor at that moment."""
    Authenticator.objects.get_or_create(
        user_id=user.pk, type="totp", defaults={"data": {"secret": "x"}}
    )
    proof = {"method": "mfa", "type": "totp", "at": now.timestamp()}
    return {RECORDS_OF: str(user.pk), RECORDS: [proof]}


def draft(
    made: Partnership,
    now: dt.datetime,
    *,
    title: str = "Partnership agreement",
    value_pence: int | None = None,
    commences_on: dt.date | None = None,
    expires_on: dt.date | None = None,
    bodies: list[Organisation] | None = None,
    open_to: str = OpenTo.COLLABORATIVE,
    needs: tuple[str, ...] = (),
) -> Version:
    """A first version with two clauses and every body as a party.

    ``needs`` are its conditions precedent.
    """
    version = creating.create_agreement(
        collaborative_id=made.collaborative.pk,
        title=title,
        instrument=Instrument.COLLABORATION_AGREEMENT,
        open_to=open_to,
        actor=made.lead,
        now=now,
    )
    for organisation in made.bodies if bodies is None else bodies:
        parties.name_party(
            version_id=version.pk,
            organisation_id=organisation.pk,
            role=PartyRole.PARTNER,
            actor=made.lead,
            now=now,
        )
    add_clause(version, made, now, "Purpose", "Care **close to home**.")
    add_clause(version, made, now, "Money", "Each body bears its own costs.")
    for text in needs:
        add_condition(version, made, now, text)
    return with_terms(
        version,
        made,
        now,
        title=title,
        value_pence=value_pence,
        commences_on=commences_on or london_day(now),
        expires_on=expires_on,
    )


def add_clause(
    version: Version, made: Partnership, now: dt.datetime, heading: str, text: str
) -> Any:
    """One more clause at the end of a draft."""
    return clauses.add_clause(
        version_id=version.pk,
        identity=new_uid("cl"),
        heading=heading,
        text=text,
        actor=made.lead,
        now=now,
    )


def add_condition(
    version: Version, made: Partnership, now: dt.datetime, text: str
) -> Any:
    """One more condition precedent of a draft."""
    return conditions.add_condition(
        version_id=version.pk,
        identity=new_uid("cn"),
        text=text,
        actor=made.lead,
        now=now,
    )


def meet(
    condition: Any,
    made: Partnership,
    now: dt.datetime,
    met_on: dt.date | None = None,
    **changed: Any,
) -> Any:
    """Record that a condition was met, today if no other day is given."""
    arguments = {
        "version_id": condition.version_id,
        "identity": condition.identity,
        "met_on": met_on or london_day(now),
        "evidence": "Letter of the board",
        "actor": made.lead,
        "now": now,
    } | changed
    return meeting_conditions.record_condition_met(**arguments)


def with_terms(
    version: Version, made: Partnership, now: dt.datetime, **values: Any
) -> Version:
    """A draft with its dates and value set."""
    current = Version.objects.select_related("agreement").get(pk=version.pk)
    values = {
        "title": current.agreement.title,
        "value_pence": current.value_pence,
        "commences_on": current.commences_on,
        "expires_on": current.expires_on,
        "review_on": current.review_on,
        "notice": notice_of(current),
        "effect_from": current.effect_from,
    } | values
    return terms.set_terms(
        version_id=version.pk,
        revision=current.revision,
        actor=made.lead,
        now=now,
        **values,
    )


def send_out(
    version: Version,
    made: Partnership,
    now: dt.datetime,
    due_on: dt.date | None = None,
    **more: Any,
) -> Version:
    """The version out for signature, each body's signatory asked."""
    arguments = {
        "signatories": {key: user.pk for key, user in made.signatories.items()}
    } | more
    return sending_out.send_out_for_signature(
        version_id=version.pk,
        due_on=due_on or london_day(now + FORTNIGHT),
        actor=made.lead,
        now=now,
        **arguments,
    )


def sign(
    version: Version,
    body: Organisation,
    user: User,
    now: dt.datetime,
    **changed: Any,
) -> SignOff:
    """One body's signature by a person who has just shown who they are."""
    found = Version.objects.get(pk=version.pk)
    session = changed.get("session")
    arguments = {
        "version_id": version.pk,
        "organisation_id": body.pk,
        "fingerprint": found.content_hash,
        "session": session_of(user, now) if session is None else session,
        "actor": user,
        "now": now,
        "address": "192.0.2.1",
        "agent": "A test",
    } | changed
    return signing.sign_off_version(**arguments)


def out_for_signature(made: Partnership, now: dt.datetime, **fields: Any) -> Version:
    """A first version out for signature."""
    return send_out(draft(made, now, **fields), made, now)


def sign_all(version: Version, made: Partnership, now: dt.datetime) -> Version:
    """The version once every body has signed it."""
    for body in made.bodies:
        sign(version, body, made.signatory(body), now)
    return Version.objects.select_related("agreement__collaborative").get(pk=version.pk)


def in_force(made: Partnership, now: dt.datetime, **fields: Any) -> Version:
    """A version that every body has signed."""
    return sign_all(out_for_signature(made, now, **fields), made, now)


def withdraw_party(
    version: Version,
    made: Partnership,
    body: Organisation,
    now: dt.datetime,
    **changed: Any,
) -> PartyWithdrawal:
    """A party's withdrawal by its own signatory; the version is a draft again."""
    arguments = {
        "version_id": version.pk,
        "organisation_id": body.pk,
        "reason": "Our board did not agree",
        "actor": made.signatory(body),
        "now": now,
    } | changed
    return reopening.withdraw_party(**arguments)


def replace(
    version: Version,
    made: Partnership,
    body: Organisation,
    now: dt.datetime,
    **changed: Any,
) -> SignatureRequest:
    """A new request to a body's signatory, or to ``user_id``."""
    arguments = {
        "version_id": version.pk,
        "organisation_id": body.pk,
        "user_id": made.signatory(body).pk,
        "due_on": london_day(now + FORTNIGHT),
        "actor": made.lead,
        "now": now,
    } | changed
    return signatories.replace_signatory(**arguments)


def decline(
    version: Version,
    made: Partnership,
    body: Organisation,
    now: dt.datetime,
    **changed: Any,
) -> SignatureRequest:
    """A body's no, by its own signatory."""
    arguments = {
        "version_id": version.pk,
        "organisation_id": body.pk,
        "reason": "The money is unclear",
        "actor": made.signatory(body),
        "now": now,
    } | changed
    return declining.decline_to_sign(**arguments)


def expire(now: dt.datetime) -> int:
    """How many requests the sweep let run out at a moment."""
    return expiring.sweep_expiries(actor=SystemActor("calendar"), now=now)


def next_version(made: Partnership, version: Version, now: dt.datetime) -> Version:
    """The next version as a draft."""
    return creating.start_version(
        agreement_id=version.agreement_id, actor=made.lead, now=now
    )


def comment(clause: Clause, actor: User, now: dt.datetime, **changed: Any) -> Comment:
    """What somebody says of a clause."""
    return commenting.comment(
        **{
            "version_id": clause.version_id,
            "clause_identity": clause.identity,
            "identity": new_uid("cm"),
            "text": "Which month?",
            "actor": actor,
            "now": now,
        }
        | changed
    )


def resolve(found: Comment, actor: User, now: dt.datetime) -> Comment:
    """A comment that somebody settled."""
    return commenting.resolve_comment(
        version_id=found.version_id,
        uid=found.uid,
        resolution="It names May now.",
        actor=actor,
        now=now,
    )
