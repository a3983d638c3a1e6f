"""Saying who must sign a draft for each party."""

import datetime as dt
from collections.abc import Mapping

from accounts.models import User
from agreements.enums import SigningPlan
from agreements.models import Version
from agreements.selectors.content import parties_of
from agreements.services.drafting import writing
from agreements.services.parties import NotAPartyError


def set_signing_plan(
    *,
    version_id: int,
    plans: Mapping[str, SigningPlan | str],
    revision: int,
    actor: User,
    now: dt.datetime,
) -> Version:
    """
    Say for each party, by its organisation's uid, who must sign for it.

    A party that is left out keeps what it has. The plan is part of what the version
    says, and so of its fingerprint.

    :raises NotGovernanceLeadError: if the person does not govern the collaborative
    :raises NotADraftError: if the version was sent out
    :raises NotAPartyError: if a body is not a party to it
    :raises StaleRowError: if somebody changed it since it was read
    """
    with writing(
        verb="agreements.signing_plan.set",
        version_id=version_id,
        revision=revision,
        actor=actor,
        now=now,
    ) as (record, version):
        bodies = {party.organisation.uid for party in parties_of(version)}
        if set(plans) - bodies:
            raise NotAPartyError("This organisation is not a party any more.")
        kept = {
            uid: plan for uid, plan in version.signing_plan.items() if uid in bodies
        }
        chosen = {uid: SigningPlan(plan).value for uid, plan in plans.items()}
        version.signing_plan = {
            uid: plan
            for uid, plan in sorted({**kept, **chosen}.items())
            if plan != SigningPlan.ONE
        }
        version.save()
        record.about(version)
        return version
