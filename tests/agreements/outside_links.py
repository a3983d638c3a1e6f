"""What tests of signing without an account do with a link and its code."""

from accounts.models import MailMessage
from agreements.models import SigningLink, Version
from agreements.services import links, outside_signing
from tests.builders import guests as guest


def link_of(version):
    return SigningLink.objects.filter(request__version=version).order_by("-pk").first()


def good(version):
    link = link_of(version)
    return SigningLink.objects.for_token(link.token())


def code_sent(token, at):
    """The code as it stands in the message: nowhere else."""
    links.send_code(token=token, now=at)
    return guest.code_in(MailMessage.objects.order_by("-pk").first())


def opened(version, at):
    token = link_of(version).token()
    return links.open_with_code(token=token, code=code_sent(token, at), now=at)


def sign(version, at, **changed):
    link = link_of(version)
    arguments = {
        "link_uid": link.uid,
        "opened_at": at,
        "fingerprint": Version.objects.get(pk=version.pk).content_hash,
        "now": at,
        "address": "192.0.2.7",
        "agent": "A phone",
    } | changed
    return outside_signing.sign_by_link(**arguments)
