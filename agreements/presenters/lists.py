"""A collaborative's agreements, page by page."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from agreements.models import Agreement, Version
from agreements.presenters.pages import VersionLine, version_line
from agreements.selectors.addresses import agreement_address
from agreements.selectors.searching import agreements_like
from collab.grants import rights_of
from collab.models import Collaborative
from ui.paging import Page, PageLinks, keyset_page, page_links


@dataclass(frozen=True, kw_only=True)
class AgreementLine:
    """One agreement in a list, with what is in force and what is in hand."""

    reference: str
    title: str
    instrument: str
    href: str
    in_force: VersionLine | None
    latest: VersionLine


@dataclass(frozen=True, kw_only=True)
class AgreementList:
    """One page of a list of agreements."""

    lines: list[AgreementLine]
    page: Page[Agreement]

    def links(self, query: Mapping[str, Any]) -> PageLinks:
        """Give the addresses of the pages on either side."""
        return page_links(self.page, query)


def show_list(
    collaborative: Collaborative,
    *,
    user: Any,
    now: dt.datetime,
    cursor: str,
    **wanted: str,
) -> AgreementList:
    """Gather one page of agreements in two queries; ``wanted`` as `agreements_like`."""
    rights = rights_of(user, now)
    rows = agreements_like(
        collaborative=collaborative, rights=rights, now=now, **wanted
    )
    page = keyset_page(rows, order="-created_at", cursor=cursor)
    by_agreement: dict[int, list[Version]] = {}
    versions = Version.objects.visible_to(rights).filter(agreement__in=page.items)
    for version in versions.defer("content").order_by("-number"):
        by_agreement.setdefault(version.agreement_id, []).append(version)
    lines = [
        _line(agreement, collaborative, by_agreement[agreement.pk], now)
        for agreement in page.items
    ]
    return AgreementList(lines=lines, page=page)


def _line(
    agreement: Agreement,
    collaborative: Collaborative,
    versions: list[Version],
    now: dt.datetime,
) -> AgreementLine:
    agreement.collaborative = collaborative
    for version in versions:
        version.agreement = agreement
    current = next((each for each in versions if each.is_in_force_at(now)), None)
    return AgreementLine(
        reference=agreement.reference,
        title=agreement.title,
        instrument=str(agreement.get_instrument_display()),
        href=agreement_address(agreement),
        in_force=version_line(current) if current else None,
        latest=version_line(versions[0]),
    )
