"""Acts on agreements: writing them, sending them out, signing them."""

import datetime as dt
from typing import Any, Final

from agreements.enums import Instrument, PartyRole
from agreements.models import Version
from agreements.services import (
    clauses,
    creating,
    declining,
    parties,
    sending_out,
    signatories,
    signing,
    terms,
    withdrawing,
)
from collab.rules.periods import london_day
from tests.access import situations as who
from tests.access.verbs_table import VerbRow, by_itself, row_of
from tests.builders.agreements import session_of

IN_A_WEEK: Final = dt.timedelta(days=7)


def _governs(name: str, service: Any, /, **given: Any) -> VerbRow:
    return row_of(name, who.GOVERN, service, **given)


def _draft(world: Any) -> Any:
    return Version.objects.get(pk=world.alpha.draft.pk)


def _draft_id(world: Any) -> int:
    return world.alpha.draft.pk


def _clause(world: Any) -> Any:
    return world.alpha.draft.clauses.order_by("position").first()


def _sign(world: Any, actor: Any) -> Any:
    session = session_of(actor, world.now) if actor.is_authenticated else {}
    return signing.sign_off_version(
        version_id=world.alpha.out.pk,
        organisation_id=world.alpha.body.pk,
        fingerprint=Version.objects.get(pk=world.alpha.out.pk).content_hash,
        session=session,
        actor=actor,
        now=world.now,
    )


ROWS: Final = (
    _governs(
        "agreements.agreement.created",
        creating.create_agreement,
        collaborative_id=lambda world: world.alpha.collaborative.pk,
        title="Another agreement",
        instrument=Instrument.COLLABORATION_AGREEMENT,
    ),
    _governs(
        "agreements.version.started",
        creating.start_version,
        agreement_id=lambda world: world.alpha.in_force.agreement_id,
    ),
    _governs(
        "agreements.party.named",
        parties.name_party,
        version_id=_draft_id,
        organisation_id=lambda world: world.alpha.observer.pk,
        role=PartyRole.PARTNER,
    ),
    _governs(
        "agreements.party.removed",
        parties.remove_party,
        version_id=_draft_id,
        organisation_id=lambda world: world.alpha.other_body.pk,
    ),
    _governs(
        "agreements.clause.added",
        clauses.add_clause,
        version_id=_draft_id,
        identity="cl_new",
        heading="Data",
        text="Shared.",
    ),
    _governs(
        "agreements.clause.changed",
        clauses.change_clause,
        version_id=_draft_id,
        identity=lambda world: _clause(world).identity,
        revision=lambda world: _clause(world).revision,
        heading="Purpose",
        text="Changed.",
    ),
    _governs(
        "agreements.clause.moved",
        clauses.move_clause,
        version_id=_draft_id,
        identity=lambda world: _clause(world).identity,
        up=False,
    ),
    _governs(
        "agreements.clause.removed",
        clauses.remove_clause,
        version_id=_draft_id,
        identity=lambda world: _clause(world).identity,
        revision=lambda world: _clause(world).revision,
    ),
    _governs(
        "agreements.terms.set",
        terms.set_terms,
        version_id=_draft_id,
        revision=lambda world: _draft(world).revision,
        title="Another title",
        commences_on=lambda world: london_day(world.now),
        expires_on=None,
        value_pence=None,
    ),
    _governs(
        "agreements.version.sent_out",
        sending_out.send_out_for_signature,
        version_id=_draft_id,
        signatories=lambda world: {
            key: user.pk for key, user in world.alpha.made.signatories.items()
        },
        due_on=lambda world: london_day(world.now + IN_A_WEEK),
    ),
    _governs(
        "agreements.signatory.replaced",
        signatories.replace_signatory,
        version_id=lambda world: world.alpha.out.pk,
        organisation_id=lambda world: world.alpha.body.pk,
        user_id=lambda world: world.alpha.holder.pk,
        due_on=lambda world: london_day(world.now + IN_A_WEEK),
    ),
    _governs(
        "agreements.version.withdrawn",
        withdrawing.withdraw_version,
        version_id=lambda world: world.alpha.out.pk,
        reason="Not needed",
    ),
    VerbRow(
        name="agreements.version.signed_off",
        attempt=_sign,
        may=frozenset({"signatory"}),
    ),
    VerbRow(
        name="agreements.signature.declined",
        attempt=lambda world, actor: declining.decline_to_sign(
            version_id=world.alpha.out.pk,
            organisation_id=world.alpha.body.pk,
            reason="Not agreed",
            actor=actor,
            now=world.now,
        ),
        may=frozenset({"signatory"}),
    ),
    by_itself(
        "agreements.signature.refused", "What a refused signature leaves on record."
    ),
    by_itself("agreements.version.came_into_force", "A job follows the calendar."),
    by_itself("agreements.version.ended", "A job follows the calendar."),
)
