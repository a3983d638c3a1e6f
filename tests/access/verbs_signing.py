"""Acts of signing: sending out, signatures in each way, and taking them back."""

import datetime as dt
from typing import Any, Final

from agreements.enums import SigningPlan
from agreements.models import Version
from agreements.services import (
    declining,
    links,
    meeting_conditions,
    paper_signing,
    planning,
    reopening,
    sending_out,
    signatories,
    signing,
    vouching,
    withdrawing,
)
from collab.rules.periods import london_day
from tests.access import situations as who
from tests.access.verbs_table import VerbRow, by_itself, governs, row_of
from tests.builders.agreements import session_of

IN_A_WEEK: Final = dt.timedelta(days=7)


def _draft(world: Any) -> Any:
    return Version.objects.get(pk=world.alpha.draft.pk)


def _draft_id(world: Any) -> int:
    return world.alpha.draft.pk


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


def _withdraw_party(world: Any, actor: Any, document_id: Any) -> Any:
    return reopening.withdraw_party(
        version_id=world.alpha.out.pk,
        organisation_id=world.alpha.body.pk,
        reason="The board said no",
        document_id=document_id,
        actor=actor,
        now=world.now,
    )


ROWS: Final = (
    governs(
        "agreements.condition.met",
        meeting_conditions.record_condition_met,
        version_id=lambda world: world.alpha.out.pk,
        identity=lambda world: world.alpha.out.conditions.get(met=None).identity,
        met_on=lambda world: london_day(world.now),
        evidence="Minute 4",
    ),
    governs(
        "agreements.signing_plan.set",
        planning.set_signing_plan,
        version_id=_draft_id,
        plans=lambda world: {world.alpha.body.uid: SigningPlan.CLINICAL_AND_MANAGERIAL},
        revision=lambda world: _draft(world).revision,
    ),
    governs(
        "agreements.version.sent_out",
        sending_out.send_out_for_signature,
        version_id=_draft_id,
        signatories=lambda world: {
            key: user.pk for key, user in world.alpha.made.signatories.items()
        },
        due_on=lambda world: london_day(world.now + IN_A_WEEK),
    ),
    governs(
        "agreements.outside_signatory.named",
        vouching.name_outside_signatory,
        version_id=_draft_id,
        organisation_id=lambda world: world.alpha.other_body.pk,
        named=lambda world: vouching.Named(
            name="Oscar",
            email="oscar@example.org",
            post="Trustee",
            source="Minute 1",
            document_id=world.alpha.shared_document.pk,
        ),
    ),
    row_of(
        "agreements.outside_signatory.confirmed",
        {"organisation_lead"},
        vouching.confirm_outside_signatory,
        outside_id=lambda world: world.alpha.waiting_outside.pk,
        revision=lambda world: world.alpha.waiting_outside.revision,
    ),
    row_of(
        "agreements.outside_signatory.ended",
        who.GOVERN | who.LEAD_PEOPLE,
        vouching.end_outside_signatory,
        outside_id=lambda world: world.alpha.outside.pk,
        reason="Left",
    ),
    governs(
        "agreements.link.sent_again",
        links.send_link_again,
        request_id=lambda world: world.alpha.link.request_id,
    ),
    governs(
        "agreements.link.revoked",
        links.revoke_link,
        request_id=lambda world: world.alpha.link.request_id,
    ),
    by_itself(
        "agreements.link.opened",
        "By a link and its code alone: tests/agreements/test_outside_signing.py.",
    ),
    governs(
        "agreements.paper_signature.recorded",
        paper_signing.record_paper_signature,
        version_id=lambda world: world.alpha.on_paper.pk,
        organisation_id=lambda world: world.alpha.other_body.pk,
        shown=lambda world: paper_signing.OnThePaper(
            signatory_name="Percy",
            post="Director",
            place="Vale",
            signed_on=london_day(world.now),
            document_id=world.alpha.shared_document.pk,
        ),
    ),
    row_of(
        "agreements.paper_signature.checked",
        {"organisation_lead"},
        paper_signing.check_paper_signature,
        paper_id=lambda world: world.alpha.signed_on_paper.pk,
        revision=lambda world: world.alpha.signed_on_paper.revision,
    ),
    row_of(
        "agreements.paper_signature.refused",
        {"organisation_lead"},
        paper_signing.refuse_paper_signature,
        paper_id=lambda world: world.alpha.signed_on_paper.pk,
        revision=lambda world: world.alpha.signed_on_paper.revision,
        reason="Not the same name",
    ),
    governs(
        "agreements.signatory.replaced",
        signatories.replace_signatory,
        version_id=lambda world: world.alpha.out.pk,
        organisation_id=lambda world: world.alpha.body.pk,
        user_id=lambda world: world.alpha.holder.pk,
        due_on=lambda world: london_day(world.now + IN_A_WEEK),
    ),
    governs(
        "agreements.version.withdrawn",
        withdrawing.withdraw_version,
        version_id=lambda world: world.alpha.out.pk,
        reason="Not needed",
    ),
    VerbRow(
        name="agreements.party.withdrawn",
        what="by whoever signs for it",
        attempt=lambda world, actor: _withdraw_party(world, actor, None),
        may=frozenset({"signatory"}),
        not_there=(reopening.DocumentNeededError,),
    ),
    VerbRow(
        name="agreements.party.withdrawn",
        what="on a document",
        attempt=lambda world, actor: _withdraw_party(
            world, actor, world.alpha.shared_document.pk
        ),
        may=who.GOVERN | {"signatory"},
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
    by_itself(
        "agreements.signature.expired", "A job follows the last day of a request."
    ),
)
