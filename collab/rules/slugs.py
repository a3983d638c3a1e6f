"""Short names of collaboratives in addresses, and those that pages need."""

import re
from typing import Final

SHORT_NAME: Final = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
LONGEST: Final = 40

# First parts of addresses that are, or may become, pages of the service itself.
_PAGES: Final = """
    about accessibility accessibility-statement account accounts actions admin
    administration agreements api appointments audit auth authority calendar cases
    collaboratives contact cookies dashboard data decisions delegations deliveries
    documents engagements events export exports favicon feedback files
first-administrator forums go
    guidance healthz help history home import imports inbox installation invitations
    invite login logout me measures media meetings metrics my new notifications
    organisations outside pathways people person persons policies privacy profile records
    reference references register reminders reports robots roles sample search
    security service settings setup sign-in sign-out signin signout sitemap state
    static status system tasks terms tokens undelivered users verify version webhooks
    welcome well-known work
"""
RESERVED: Final = frozenset(_PAGES.split())


def why_not(slug: str) -> str:
    """Say in a sentence why a short name cannot be used; nothing if it can."""
    if not SHORT_NAME.fullmatch(slug) or len(slug) > LONGEST:
        return (
            "The short name must begin with a small letter and hold only small"
            f" letters, numbers and single hyphens, {LONGEST} at most, like impact"
        )
    if slug in RESERVED:
        return f"The short name {slug} is the address of another page. Choose another"
    return ""
