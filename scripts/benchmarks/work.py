"""My work, the list of agreements and the next 90 days, at 1,000 and 100,000 agreements.

Who governs one of the collaboratives asks, and who signs for one of its bodies.
"""

from functools import cache

from django.test import Client

from benchmarks import register
from benchmarks.live_agreements import FEW, MANY, seed
from benchmarks.pages import Visit, compared, signed_in
from benchmarks.partners import SLUG, governance_lead, signatory

PAGES = {
    "my work": "/",
    "my work, signatures": "/?kind=signature",
    "agreement list": f"/{SLUG}/agreements",
    "next 90 days": f"/{SLUG}/next-90-days",
}


@cache
def lead() -> Client:
    """Let the governance lead's browser in."""
    return signed_in(governance_lead())


@cache
def signer() -> Client:
    """Let the signatory's browser in."""
    return signed_in(signatory())


for _what, _address in PAGES.items():
    for _who, _client in (("governance lead", lead), ("signatory", signer)):
        for _row in compared(
            f"{_what}, {_who}",
            Visit(_address, _client, seed),
            few=(f"{FEW:,} agreements", FEW),
            many=(f"{MANY:,} agreements", MANY),
            stage=3,
        ):
            register(_row)
