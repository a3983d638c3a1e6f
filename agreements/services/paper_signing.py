"""Signatures on paper: one person records what another checks; none is invented."""

import datetime as dt
from dataclasses import dataclass

from accounts.models import User
from agreements import policies
from agreements.enums import Capacity, PaperStatus, SignatureMethod, SigningPlan
from agreements.models import PaperSignature, SignatureRequest, SignOff, Version
from agreements.policies import second_word
from agreements.selectors.addresses import paper_address
from agreements.selectors.bodies import body_acted_for
from agreements.selectors.content import plan_of_party
from agreements.services import telling
from agreements.services.giving import (
    AlreadySignedError,
    NotOutForSignatureError,
    OtherContentError,
    give,
)
from agreements.services.locking import lock_version
from agreements.services.vouching import NoSuchDocumentError
from agreements.transitions import IllegalMoveError
from audit.door import Record, act
from audit.models import StaleRowError
from collab.grants import leads, rights_of
from collab.models import Document
from collab.rules.periods import london_day


class PaperIncompleteError(ValueError):
    """Something that the paper must show was not recorded."""


@dataclass(frozen=True, kw_only=True)
class OnThePaper:
    """What the paper shows, and the scanned original."""

    signatory_name: str
    post: str
    place: str
    signed_on: dt.date
    document_id: int
    witness_name: str = ""
    witness_address: str = ""


def record_paper_signature(
    *,
    version_id: int,
    organisation_id: int,
    shown: OnThePaper,
    actor: User,
    now: dt.datetime,
    capacity: Capacity | str = Capacity.ANY,
) -> PaperSignature:
    """
    Write down a signature that was given on paper, for a second person to check.

    :raises NotGovernanceLeadError: if the person does not govern the collaborative
    :raises NotOutForSignatureError: if this signature is not asked for on paper
    :raises AlreadySignedError: if it was recorded already
    :raises PaperIncompleteError: if a deed has no witness, or the day lies ahead
    :raises NoSuchDocumentError: if the document is not one they can see
    """
    found = Version.objects.select_related("agreement__collaborative").get(
        pk=version_id
    )
    body = body_acted_for(actor, found.agreement.collaborative, now)
    with act(
        "agreements.paper_signature.recorded", by=actor, for_organisation=body, at=now
    ) as record:
        version = lock_version(record, version_id=version_id)
        policies.require_can_govern(
            user=actor, collaborative_id=version.agreement.collaborative_id, at=now
        )
        request = _request_of(version, organisation_id, capacity)
        _require_complete(version, request, shown, now)
        paper: PaperSignature = PaperSignature.objects.create(
            request=request,
            signatory_name=" ".join(shown.signatory_name.split()),
            post=shown.post.strip(),
            witness_name=" ".join(shown.witness_name.split()),
            witness_address=shown.witness_address.strip(),
            place=shown.place.strip(),
            signed_on=shown.signed_on,
            document=_document(actor, shown.document_id, now),
            content_hash=version.content_hash,
            recorded_by=actor,
            recorded_at=now,
        )
        record.about(paper, version)
        _tell_who_checks(record, paper, actor)
        return paper


def _request_of(
    version: Version, organisation_id: int, capacity: str
) -> SignatureRequest:
    request: SignatureRequest | None = (
        version.requests.of_this_round(version)
        .select_for_update(of=("self",))
        .select_related("party__organisation")
        .filter(party__organisation_id=organisation_id, capacity=capacity)
        .order_by("-pk")
        .first()
    )
    if request is None or not version.is_out_for_signature:
        raise NotOutForSignatureError("No signature on paper is waited for.")
    request.version = version
    if not request.is_open or request.method != SignatureMethod.WET_INK:
        raise NotOutForSignatureError(
            f"{request.party.organisation} is not asked to sign on paper. Ask again,"
            " and choose that it signs on paper."
        )
    if request.paper_signatures.exclude(status=PaperStatus.REFUSED).exists():
        raise AlreadySignedError("This signature was recorded already.")
    return request


def _require_complete(
    version: Version, request: SignatureRequest, shown: OnThePaper, now: dt.datetime
) -> None:
    is_deed = plan_of_party(version, request.party) == SigningPlan.DEED
    if is_deed and not shown.witness_name.strip():
        raise PaperIncompleteError("A deed names its witness.")
    if shown.signed_on > london_day(now):
        raise PaperIncompleteError("The day it was signed must not lie ahead.")


def _document(actor: User, document_id: int, now: dt.datetime) -> Document:
    found: Document | None = (
        Document.objects.visible_to(rights_of(actor, now))
        .filter(pk=document_id)
        .first()
    )
    if found is None:
        raise NoSuchDocumentError("Add the scanned original.")
    return found


def check_paper_signature(
    *, paper_id: int, revision: int, actor: User, now: dt.datetime
) -> SignOff:
    """
    Say that the paper shows what was recorded: from now on the signature counts.

    :raises MayNotVouchError: for whoever recorded it, and whoever may not check
    :raises StaleRowError: if it is not as the person read it
    :raises IllegalMoveError: if it does not wait to be checked
    :raises OtherContentError: if another text is out for signature now
    """
    with act("agreements.paper_signature.checked", by=actor, at=now) as record:
        paper = _hold(record, paper_id)
        second_word.require_can_check_paper(user=actor, paper=paper, at=now)
        request = paper.request
        _require_waiting(paper, revision)
        if paper.content_hash != request.version.content_hash:
            raise OtherContentError("Another text is out for signature now.")
        _decide(paper, PaperStatus.CHECKED, actor, now)
        record.for_organisation = request.party.organisation.named()
        return give(
            record,
            request=request,
            allowed_by=paper,
            resting_on={
                "method": SignatureMethod.WET_INK,
                "paper": paper,
                "signatory_name": paper.signatory_name,
                "capacity": paper.post,
            },
        )


def refuse_paper_signature(
    *, paper_id: int, revision: int, reason: str, actor: User, now: dt.datetime
) -> PaperSignature:
    """
    Say that the paper does not show what was recorded; it can be recorded anew.

    :raises ReasonNeededError: without a reason
    :raises MayNotVouchError: for whoever recorded it, and whoever may not check
    :raises StaleRowError: if it is not as the person read it
    :raises IllegalMoveError: if it does not wait to be checked
    """
    with act(
        "agreements.paper_signature.refused", by=actor, at=now, reason=reason
    ) as record:
        paper = _hold(record, paper_id)
        second_word.require_can_check_paper(user=actor, paper=paper, at=now)
        _require_waiting(paper, revision)
        paper.refused_because = record.reason[:300]
        _decide(paper, PaperStatus.REFUSED, actor, now)
        record.about(paper)
        telling.tell(
            record,
            people=[paper.recorded_by],
            version=paper.request.version,
            kind=telling.KIND_SIGNATURE,
            subject=f"Refused: {paper}"[:200],
            words=f"{actor.name} checked what you recorded: {record.reason}",
            link=paper_address(paper),
        )
        return paper


def _hold(record: Record, paper_id: int) -> PaperSignature:
    version_id = PaperSignature.objects.values_list(
        "request__version_id", flat=True
    ).get(pk=paper_id)
    version = lock_version(record, version_id=version_id)
    paper: PaperSignature = (
        PaperSignature.objects.select_for_update(of=("self",))
        .select_related("request__party__organisation", "recorded_by")
        .get(pk=paper_id)
    )
    paper.request = (
        version.requests.select_for_update(of=("self",))
        .select_related("party__organisation")
        .get(pk=paper.request_id)
    )
    paper.request.version = version
    return paper


def _require_waiting(paper: PaperSignature, revision: int) -> None:
    if paper.revision != revision:
        raise StaleRowError("This changed after you read it. Read it again.")
    if paper.status != PaperStatus.RECORDED or not paper.request.is_open:
        raise IllegalMoveError("This does not wait to be checked any more.")


def _decide(
    paper: PaperSignature, status: PaperStatus, actor: User, now: dt.datetime
) -> None:
    paper.status = status
    paper.decided_by, paper.decided_at = actor, now
    paper.save()


def _tell_who_checks(record: Record, paper: PaperSignature, actor: User) -> None:
    request = paper.request
    version, organisation = request.version, request.party.organisation
    people = [
        *leads(organisation=organisation, at=record.at),
        *telling.governance_leads(record, version=version),
    ]
    telling.tell(
        record,
        people=[person for person in people if person.pk != actor.pk],
        version=version,
        kind=telling.KIND_SIGNATURE,
        subject=f"Check a signature on paper of {organisation}"[:200],
        words=(
            f"{actor.name} recorded that {paper.signatory_name} signed {version} on"
            f" paper for {organisation}. Compare it with the scanned original."
        ),
        link=paper_address(paper),
    )
