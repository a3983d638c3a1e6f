"""Links to sign by: sent to one person, sent again, taken back, and their codes."""

import datetime as dt
import secrets

from django.db import transaction
from django.utils.crypto import constant_time_compare

from accounts.models import User
from accounts.services.mailing import post_mail, write_mail
from agreements import policies
from agreements.models import SignatureRequest, SigningCode, SigningLink
from agreements.models.guests import token_hash
from agreements.rules import link_codes
from agreements.selectors.bodies import body_acted_for
from agreements.services.giving import NotOutForSignatureError
from agreements.services.locking import lock_version
from audit.door import Record, act
from collab.rules.periods import midnight
from ui.formats import date

DAY = dt.timedelta(days=1)


class LinkOverError(LookupError):
    """The link leads nowhere: used, taken back, run out, or never one of ours."""


class TooManyCodesError(ValueError):
    """Too many codes were sent for this link; wait."""


class WrongCodeError(ValueError):
    """The code is not the one that was sent last, or is no longer good."""


def send_link(record: Record, *, request: SignatureRequest) -> SigningLink:
    """
    Send whoever is asked a link of their own, inside the caller's open act.

    An earlier link of the request dies. The secret is in the message alone.
    """
    outside = request.outside
    if outside is None:
        raise ValueError("Only somebody without an account is sent a link.")
    revoke_links(record, request=request)
    link = SigningLink(
        request=request,
        outside=outside,
        nonce=secrets.token_hex(32),
        sent_at=record.at,
        expires_at=midnight(request.last_day + DAY),
    )
    link.prepare_new()
    link.token_hash = token_hash(link.token())
    link.save()
    record.about(link)
    version = request.version
    write_mail(
        record=record,
        to=outside.email,
        subject=f"Sign {version.agreement.title} for {request.party.organisation}",
        words=(
            f"Hello {outside.name},\n\n"
            f"you are asked to sign version {version.number} of"
            f" {version.agreement.title} for {request.party.organisation} as"
            f" {outside.post}, by {date(request.due_on)}.\n\n"
            "Open this page. It sends you a code, with which you read the exact text,"
            " and sign it or decline:\n\n{link}\n\n"
            f"The link is yours alone and works until {date(request.last_day)}. Do not"
            " pass it on: without the code it shows nothing, and the code comes to this"
            " address only.\n"
        ),
        link_to=f"signature:{link.uid}",
        is_private=True,
    )
    return link


def revoke_links(record: Record, *, request: SignatureRequest) -> int:
    """Take back whatever link of a request is still good; gives how many."""
    live = request.links.select_for_update().filter(revoked_at=None)
    links = list(live.order_by("pk"))
    for link in links:
        link.revoked_at = record.at
        link.save()
        record.about(link)
    return len(links)


def link_for_mail(link_uid: str, now: dt.datetime) -> str | None:
    """Make the address for the one message that carries it; None if it is over."""
    link = (
        SigningLink.objects.select_related("outside", "request__version")
        .filter(uid=link_uid)
        .first()
    )
    return link.address() if link is not None and link.is_good_at(now) else None


def send_link_again(*, request_id: int, actor: User, now: dt.datetime) -> SigningLink:
    """
    Send somebody without an account a new link; the earlier one dies.

    :raises NotGovernanceLeadError: if the person does not govern the collaborative
    :raises NotOutForSignatureError: if no signature is waited for
    """
    with act(
        "agreements.link.sent_again",
        by=actor,
        for_organisation=_body(request_id, actor, now),
        at=now,
    ) as record:
        request = _governed(record, request_id, actor, now)
        link = send_link(record, request=request)
        record.about(request)
        return link


def revoke_link(*, request_id: int, actor: User, now: dt.datetime) -> SignatureRequest:
    """
    Take a link back: it opens nothing any more.

    :raises NotGovernanceLeadError: if the person does not govern the collaborative
    :raises NotOutForSignatureError: if there is no good link to take back
    """
    with act(
        "agreements.link.revoked",
        by=actor,
        for_organisation=_body(request_id, actor, now),
        at=now,
    ) as record:
        request = _governed(record, request_id, actor, now)
        if not revoke_links(record, request=request):
            raise NotOutForSignatureError("There is no link to take back.")
        record.about(request)
        return request


def _body(request_id: int, actor: User, now: dt.datetime) -> object:
    request = SignatureRequest.objects.select_related(
        "version__agreement__collaborative"
    ).get(pk=request_id)
    return body_acted_for(actor, request.version.agreement.collaborative, now)


def _governed(
    record: Record, request_id: int, actor: User, now: dt.datetime
) -> SignatureRequest:
    version_id = SignatureRequest.objects.values_list("version_id", flat=True).get(
        pk=request_id
    )
    version = lock_version(record, version_id=version_id)
    policies.require_can_govern(
        user=actor, collaborative_id=version.agreement.collaborative_id, at=now
    )
    request: SignatureRequest = (
        version.requests.select_for_update(of=("self",))
        .select_related("party__organisation", "outside")
        .get(pk=request_id)
    )
    request.version = version
    if not request.is_open or request.outside is None:
        raise NotOutForSignatureError("No signature is waited for by a link.")
    return request


def good_link(*, token: str, now: dt.datetime) -> SigningLink:
    """
    Find a link by its secret; reads, and consumes nothing.

    :raises LinkOverError: if it leads nowhere, whatever the reason
    """
    link = SigningLink.objects.for_token(token)
    if link is None or not link.is_good_at(now):
        raise LinkOverError
    return link


def send_code(*, token: str, now: dt.datetime) -> None:
    """
    Send a code to the address the link was sent to; the earlier code dies.

    :raises LinkOverError: if the link leads nowhere
    :raises TooManyCodesError: after five codes in an hour
    """
    link = good_link(token=token, now=now)
    code = f"{secrets.randbelow(10**6):06d}"
    with transaction.atomic():
        SigningLink.objects.select_for_update().get(pk=link.pk)
        row = SigningCode.objects.filter(link=link).first()
        count = row.count() if row else link_codes.Count()
        if not link_codes.may_send(count, now):
            raise TooManyCodesError(
                "Several codes were sent in the last hour. Use the newest one, or"
                " wait an hour and ask for another."
            )
        after = link_codes.sent(count, now)
        SigningCode.objects.update_or_create(
            link=link,
            defaults={
                "code_hash": link.hash_of_code(code),
                "window_from": after.window_from,
                "sent": after.sent,
                "sent_at": after.sent_at,
                "tries": after.tries,
            },
        )
    post_mail(
        to=link.outside.email,
        subject="Your code to read and sign",
        words=(
            f"Hello {link.outside.name},\n\nyour code is {code}. It works for ten"
            " minutes. Nobody from here will ever ask you for it.\n"
        ),
        user=None,
        now=now,
        is_private=True,
    )


def open_with_code(*, token: str, code: str, now: dt.datetime) -> SigningLink:
    """
    Let the person in who has both the link and the newest code; a code works once.

    :raises LinkOverError: if the link leads nowhere
    :raises WrongCodeError: for another code, one too old, or after five tries
    """
    link = good_link(token=token, now=now)
    if not _takes(link, code, now):
        raise WrongCodeError(
            "That is not the code, or it no longer works. Check the newest message,"
            " or ask for another code."
        )
    with act(
        "agreements.link.opened",
        by=link.outside,
        for_organisation=link.request.party.organisation,
        at=now,
    ) as record:
        held = SigningLink.objects.select_for_update().get(pk=link.pk)
        held.opened_at = now
        held.save()
        record.about(held)
    return link


def _takes(link: SigningLink, code: str, now: dt.datetime) -> bool:
    """Count one try, and say whether it was right; a right one is used up."""
    with transaction.atomic():
        row = SigningCode.objects.select_for_update().filter(link=link).first()
        if row is None or not link_codes.may_try(row.count(), now):
            return False
        row.tries += 1
        is_right = constant_time_compare(row.code_hash, link.hash_of_code(code))
        if is_right:
            row.tries = link_codes.TRIES
        row.save()
        return is_right
