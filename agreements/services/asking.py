"""Asking for a signature: a person, somebody without an account, or on paper."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from accounts.models import User
from agreements import policies
from agreements.enums import Capacity, SignatureMethod, SigningPlan
from agreements.models import OutsideSignatory, Party, SignatureRequest, Version
from agreements.selectors.content import in_capacity, plan_of_party
from agreements.services import telling
from agreements.services.links import send_link
from agreements.services.reminding import follow_request
from audit.door import Record
from collab.grants import rights_of
from ui.formats import date, pounds_short

# One party's place for one signature: the organisation's internal id, the capacity.
Place = tuple[int, str]


@dataclass(frozen=True)
class Outside:
    """Somebody without an account, by the internal id of who vouches for them."""

    outside_id: int


@dataclass(frozen=True)
class OnPaper:
    """Whoever signs does so outside Concordat; two people record it."""


ON_PAPER: Final = OnPaper()
Whom = int | Outside | OnPaper | None


class PartyLacksSignatoryError(ValueError):
    """A party has nobody who may sign; ``lacking`` says of each what to do."""

    def __init__(self, lacking: list[str]) -> None:
        super().__init__(" ".join(lacking))
        self.lacking = lacking


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One place for a signature, and whom it is asked of."""

    party: Party
    capacity: str
    person: User | None = None
    outside: OutsideSignatory | None = None
    on_paper: bool = False
    is_deed: bool = False

    @property
    def method(self) -> SignatureMethod:
        """Give how it will be signed."""
        if self.on_paper:
            return SignatureMethod.WET_INK
        if self.outside is not None:
            return SignatureMethod.LINK_AND_CODE
        return SignatureMethod.RE_AUTHENTICATED

    def is_same_person(self, other: "Asked") -> bool:
        """Say whether one person would sign twice for a party."""
        if self.party != other.party:
            return False
        if self.person is not None:
            return self.person == other.person
        return (
            self.outside is not None
            and other.outside is not None
            and (self.outside.email == other.outside.email)
        )


def asked_of(
    record: Record, *, version: Version, party: Party, capacity: str, whom: Whom
) -> Asked:
    """Read whom a place is asked of; a deed is signed on paper whoever is named."""
    is_deed = plan_of_party(version, party) == SigningPlan.DEED
    if is_deed or whom == ON_PAPER:
        return Asked(party=party, capacity=capacity, on_paper=True, is_deed=is_deed)
    if isinstance(whom, Outside):
        found = OutsideSignatory.objects.select_for_update().filter(
            pk=whom.outside_id, version=version, party=party, capacity=capacity
        )
        return Asked(party=party, capacity=capacity, outside=found.first())
    person = User.objects.filter(pk=whom).first()
    return Asked(party=party, capacity=capacity, person=person)


def new_request(
    record: Record, *, version: Version, asked: Asked, days: tuple[dt.date, dt.date]
) -> SignatureRequest:
    """Write down that a signature is asked for, by one day and until another."""
    due_on, last_day = days
    request: SignatureRequest = SignatureRequest.objects.create(
        version=version,
        party=asked.party,
        capacity=asked.capacity,
        signatory=asked.person,
        outside=asked.outside,
        method=asked.method,
        asked_at=record.at,
        due_on=due_on,
        expires_on=last_day,
    )
    return request


def tell_asked(record: Record, *, request: SignatureRequest) -> None:
    """Tell whoever is asked until when and for whom; one without an account by link."""
    version, agreement = request.version, request.version.agreement
    if request.outside is not None:
        send_link(record, request=request)
    if request.signatory is not None:
        telling.tell(
            record,
            people=[request.signatory],
            version=version,
            kind=telling.KIND_SIGNATURE,
            subject=f"Sign {agreement.reference} {agreement.title}"[:200],
            words=(
                f"You are asked to sign version {version.number} of {agreement.title}"
                f" ({agreement.reference}) for {request.party.organisation}"
                f"{in_capacity(request.capacity)}, by {date(request.due_on)}."
                f" You can until {date(request.last_day)}."
                " Open the page to read the exact text, and to sign or decline."
            ),
            page="sign",
        )
    follow_request(record, request=request)


def what_is_lacking(record: Record, *, version: Version, asked: Asked) -> str:
    """Say why a place cannot be asked of somebody, and what to do; else ""."""
    if asked.on_paper:
        return ""
    if asked.outside is not None:
        return _outside_lacks(version, asked.party, asked.outside)
    if asked.person is None:
        organisation = asked.party.organisation
        return f"{organisation}: choose who is to sign{in_capacity(asked.capacity)}."
    return _person_lacks(record, version, asked.party, asked.person, asked.capacity)


def _outside_lacks(version: Version, party: Party, outside: OutsideSignatory) -> str:
    if not outside.is_vouched_for:
        return (
            f"{party.organisation}: two people have not confirmed that"
            f" {outside.name} may sign."
        )
    if not outside.covers(version.value_pence):
        return (
            f"{party.organisation}: the authority of {outside.name} goes up to"
            f" {pounds_short(outside.limit_pence)}; this is worth"
            f" {pounds_short(version.value_pence)}."
        )
    return ""


def _person_lacks(
    record: Record,
    version: Version,
    party: Party,
    person: User,
    capacity: str = Capacity.ANY,
) -> str:
    organisation = party.organisation
    found = policies.authority_to_sign(
        user=person,
        version=version,
        organisation_id=organisation.pk,
        at=record.at,
        capacity=capacity,
    )
    if not found.allows:
        return (
            f"{organisation}: {person.name} cannot sign. {found.sentence}"
            f" An organisation lead of {organisation} can record what is missing."
        )
    rights = rights_of(person, record.at)
    if not Version.objects.visible_to(rights).filter(pk=version.pk).exists():
        return (
            f"{organisation}: {person.name} cannot open the pages of"
            f" {version.agreement.collaborative}. Give them the role of member first."
        )
    return ""
