"""What the notices on an agreement do to it, as they run now."""

import datetime as dt

from agreements.enums import AgreementStatus, NoticeEffect
from agreements.models import Agreement, Notice, Party, Version
from agreements.rules.giving_notice import Outcome, outcome
from agreements.selectors.content import content_of

NOTHING = Outcome(ends_on=None, leaves={})


def running_notices(agreement: Agreement) -> list[Notice]:
    """Give the notices that run, the one that ends first at the top."""
    rows = agreement.notices.running()
    return list(
        rows.select_related("party__organisation", "version", "given_by").order_by(
            "last_on", "pk"
        )
    )


def bound_parties(agreement: Agreement) -> list[Party]:
    """Give the parties that are bound: they joined and have not left."""
    rows = agreement.parties.filter(joined_on__isnull=False, left_on=None)
    return list(rows.select_related("organisation").order_by("organisation__name"))


def outcome_of(agreement: Agreement) -> Outcome:
    """Work out what the running notices come to, by organisation uid."""
    notices = running_notices(agreement)
    if not notices:
        return NOTHING
    return outcome(
        [party.organisation.uid for party in bound_parties(agreement)],
        {each.party.organisation.uid: each.last_on for each in notices},
        others_go_on=_lets_others_go_on(notices[-1].version),
    )


def ends_by_notice(agreement: Agreement) -> dt.date | None:
    """Give the last day of an agreement that notice ends, or None."""
    if agreement.status != AgreementStatus.IN_NOTICE:
        return None
    return outcome_of(agreement).ends_on


def _lets_others_go_on(version: Version) -> bool:
    terms = content_of(version).notice
    return terms is not None and terms.effect == NoticeEffect.LEAVES
