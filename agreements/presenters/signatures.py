"""Where each party's signature stands, and what can be done about it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse

from agreements import policies
from agreements.enums import Capacity, RequestStatus, SignatureMethod
from agreements.models import SignatureRequest, SignOff, Version
from agreements.presenters.states import request_colour
from agreements.selectors.content import in_capacity
from agreements.services.reminding import DEPUTIES, LADDER, SIGNATORY, SOURCE
from collab.grants import rights_of
from collab.models import Delegation
from collab.rules.periods import london_day
from collab.rules.reminders import Rung, next_reminder
from collab.selectors.authority import all_deputies_of, posts_held
from ui.formats import date, due, moment


@dataclass(frozen=True, kw_only=True)
class SignatureLine:
    """Where one party's signature stands, and what a governance lead can do next."""

    organisation: str
    organisation_uid: str
    role: str
    state: str
    colour: str
    who: str = ""
    detail: str = ""
    authority: str = ""
    # The page of the delegation, for those to whom it is open.
    authority_href: str = ""
    method: str = ""
    reminder: str = ""
    next: str = ""
    may_replace: bool = False
    # Which of a party's signatures a link is about, where it has two.
    query: str = ""
    may_withdraw: bool = False
    may_record: bool = False

    @property
    def is_signed(self) -> bool:
        """Whether nothing is waited for here any more."""
        return self.state == RequestStatus.SIGNED.label


def signature_lines(
    version: Version, *, user: Any, now: dt.datetime
) -> list[SignatureLine]:
    """Say of each party where its signature stands, the latest request of each."""
    requests = _requests(version, user, now)
    may = version.is_out_for_signature and policies.can_govern(
        user=user, collaborative_id=version.agreement.collaborative_id, at=now
    )
    asked: list[Any] = [
        each
        for each in requests
        if version.is_out_for_signature
        and each.status == RequestStatus.ASKED
        and each.signatory_id is not None
    ]
    gone, alone = _gone(asked, now), _alone(asked, london_day(now), now)
    return [
        _line(
            each,
            may=may,
            is_gone=each.pk in gone,
            is_alone=each.pk in alone,
            now=now,
        )
        for each in requests
    ]


def _requests(version: Version, user: Any, now: dt.datetime) -> list[Any]:
    """Read the latest request of each party, with all that is said of it."""
    quoted = Delegation.objects.visible_to(rights_of(user, now)).filter(
        pk=OuterRef("sign_off__delegation")
    )
    return list(
        version.requests.of_this_round(version)
        .exclude(status=RequestStatus.REPLACED)
        .annotate(opens_delegation=Exists(quoted))
        .select_related(
            "party__organisation",
            "signatory",
            "outside",
            "sign_off__delegation",
            "sign_off__outside__first_word_by",
            "sign_off__outside__second_word_by",
            "sign_off__paper__document",
            "sign_off__paper__recorded_by",
            "sign_off__paper__decided_by",
            "version__agreement",
        )
        .order_by("party__organisation__name", "pk")
    )


def _gone(asked: Iterable[Any], now: dt.datetime) -> set[int]:
    """Find the requests to people who have no post at the body any more."""
    pairs = {each.pk: (each.signatory_id, each.party.organisation_id) for each in asked}
    held = posts_held(pairs.values(), at=now) if pairs else set()
    return {pk for pk, pair in pairs.items() if pair not in held}


def _alone(asked: Iterable[Any], today: dt.date, now: dt.datetime) -> set[int]:
    """Find the requests whose next reminder is for deputies that nobody has."""
    waiting = [
        each
        for each in asked
        if (coming := _coming(each, today)) and coming[1].whom == DEPUTIES
    ]
    if not waiting:
        return set()
    deputies = all_deputies_of(holders={each.signatory_id for each in waiting}, at=now)
    covered = {
        (holder, row.organisation_id)
        for holder, rows in deputies.items()
        for row in rows
    }
    return {
        each.pk
        for each in waiting
        if (each.signatory_id, each.party.organisation_id) not in covered
    }


def _coming(
    request: SignatureRequest, today: dt.date, *, is_alone: bool = False
) -> tuple[dt.date, Rung] | None:
    """Give the next reminder of a request; nobody reminds deputies that are none."""
    return next_reminder(
        [rung for rung in LADDER if not (is_alone and rung.whom == DEPUTIES)],
        began_on=london_day(request.asked_at),
        due_on=request.due_on,
        today=today,
    )


def _line(
    request: Any, *, may: bool, is_gone: bool, is_alone: bool, now: dt.datetime
) -> SignatureLine:
    organisation = request.party.organisation
    line: dict[str, Any] = {
        "organisation": f"{organisation.name}{in_capacity(request.capacity)}",
        "query": "" if request.capacity == Capacity.ANY else f"?as={request.capacity}",
        "organisation_uid": organisation.uid,
        "role": str(request.party.get_role_display()),
        "state": RequestStatus(request.status).label,
        "colour": request_colour(request),
        "may_replace": may and request.status != RequestStatus.SIGNED,
        "may_withdraw": may,
        "may_record": may
        and request.status == RequestStatus.ASKED
        and request.method == SignatureMethod.WET_INK,
    }
    if hasattr(request, "sign_off"):
        return SignatureLine(**line, **_signed(request))
    if request.status == RequestStatus.ASKED:
        said = _asked(request, is_gone=is_gone, is_alone=is_alone, now=now)
        return SignatureLine(**line, **said)
    if request.status == RequestStatus.DECLINED:
        return SignatureLine(**line, **_declined(request))
    if request.status == RequestStatus.EXPIRED:
        return SignatureLine(**line, **_expired(request))
    return SignatureLine(**line, who=request.asked_name)


def _signed(request: Any) -> dict[str, Any]:
    sign_off = request.sign_off
    paper = sign_off.paper
    if paper is None:
        detail = f"Signed on {moment(sign_off.signed_at)}"
    else:
        detail = f"Signed on paper on {date(paper.signed_on)} at {paper.place}"
        if paper.witness_name:
            detail += f", before {paper.witness_name} as witness"
    if request.status == RequestStatus.WITHDRAWN:
        detail += f"; withdrawn on {moment(request.decided_at)}"
    return {
        "who": f"{sign_off.signatory_name}, {sign_off.capacity}",
        "detail": detail,
        "authority": authority_of(sign_off),
        "authority_href": (
            reverse("collab:authority", args=[sign_off.delegation.uid])
            if request.opens_delegation
            else ""
        ),
        "method": (
            ""
            if sign_off.method == SignatureMethod.RE_AUTHENTICATED
            else str(sign_off.get_method_display())
        ),
    }


def authority_of(sign_off: SignOff) -> str:
    """Say by what authority a signature was given, whichever way it was."""
    if sign_off.paper is not None:
        paper: Any = sign_off.paper
        return (
            f"a paper recorded by {paper.recorded_by.name} on"
            f" {date(paper.recorded_at)} and checked by {paper.decided_by.name};"
            f" scanned original with the fingerprint {paper.document.sha256}"
        )
    if sign_off.outside is not None:
        outside: Any = sign_off.outside
        return (
            f"{outside.source}: as {outside.post}, confirmed by"
            f" {outside.first_word_by.name} and {outside.second_word_by.name}"
        )
    return authority_in_words(sign_off.delegation)


def _declined(request: SignatureRequest) -> dict[str, Any]:
    return {
        "who": request.asked_name,
        "detail": f"Declined on {moment(request.decided_at)}: {request.decline_reason}",
        "next": (
            "Talk with them. Then ask again, the same person or another, or withdraw"
            " the version and write the next one."
        ),
    }


def _expired(request: SignatureRequest) -> dict[str, Any]:
    return {
        "who": request.asked_name,
        "detail": (
            f"Asked on {date(request.asked_at)}; could be signed until"
            f" {date(request.last_day)}"
        ),
        "next": "Ask again, the same person or another.",
    }


def _asked(
    request: SignatureRequest, *, is_gone: bool, is_alone: bool, now: dt.datetime
) -> dict[str, Any]:
    today = london_day(now)
    reminder = ""
    if coming := _coming(request, today, is_alone=is_alone):
        day, rung = coming
        whom = (
            request.asked_name if rung.whom == SIGNATORY else SOURCE.people[rung.whom]
        )
        reminder = f"Next reminder on {date(day)}, to {whom}"
    return {
        "who": request.asked_name,
        "detail": (
            f"Asked on {date(request.asked_at)}; due {date(request.due_on)}"
            f" ({due(request.due_on, today)}); can be signed until"
            f" {date(request.last_day)}"
        ),
        "reminder": reminder,
        "next": (
            f"{request.asked_name} has no post there any more. Ask somebody else."
            if is_gone
            else ""
        ),
    }


def authority_in_words(delegation: Any) -> str:
    """Quote a delegation: the source, the paragraph, the limit and the period."""
    limit = (
        "without a limit in money"
        if delegation.limit_pence is None
        else f"up to £{delegation.limit_pence // 100:,}"
    )
    paragraph = (
        f", paragraph {delegation.source_paragraph}"
        if delegation.source_paragraph
        else ""
    )
    until = f" until {moment(delegation.ends_at)}" if delegation.ends_at else ""
    return (
        f"{delegation.source}{paragraph}: as {delegation.capacity}, {limit},"
        f" from {date(delegation.starts_at)}{until}"
    )
