"""What a version says: as frozen once sent out, before that as its rows stand."""

from agreements.models import Party, Version
from agreements.rules import content as rules
from agreements.rules.content import (
    ClauseContent,
    ConditionContent,
    Content,
    Notice,
    PartyContent,
)
from agreements.rules.signing_plan import ANY, ONE, capacities


def content_of(version: Version) -> Content:
    """Give the content of a version, from its frozen text where it has one."""
    if version.content:
        return rules.read(version.content)
    return live_content_of(version)


def live_content_of(version: Version) -> Content:
    """Gather the content from the rows, whatever was frozen."""
    agreement = version.agreement
    return Content.gather(
        agreement=agreement.uid,
        reference=agreement.reference,
        number=version.number,
        title=agreement.title,
        instrument=agreement.instrument,
        clauses=[
            (
                clause.position,
                ClauseContent(
                    identity=clause.identity, heading=clause.heading, text=clause.text
                ),
            )
            for clause in version.clauses.all()
        ],
        parties=[
            PartyContent(
                organisation=party.organisation.uid,
                name=party.organisation.name,
                role=party.role,
                signing=plan_of_party(version, party),
            )
            for party in parties_of(version)
        ],
        commences_on=version.commences_on,
        expires_on=version.expires_on,
        value_pence=version.value_pence,
        review_on=version.review_on,
        notice=notice_of(version),
        conditions=[
            (each.position, ConditionContent(identity=each.identity, text=each.text))
            for each in version.conditions.all()
        ],
        effect_from=version.effect_from,
        open_to=agreement.open_to,
    )


def plan_of_party(version: Version, party: Party) -> str:
    """Give who must sign for a party, by the version's signing plan."""
    return str(version.signing_plan.get(party.organisation.uid, ONE))


def notice_of(version: Version) -> Notice | None:
    """Give the terms of notice of a version, or None where it has none."""
    if version.notice_length is None:
        return None
    return Notice(
        length=version.notice_length,
        unit=version.notice_unit,
        effect=version.notice_effect,
    )


def parties_of(version: Version) -> list[Party]:
    """Give the parties that a version is written for, by name."""
    return list(
        version.agreement.parties.filter(left_on=None)
        .exclude(leaving_with=version)
        .select_related("organisation")
        .order_by("organisation__name", "pk")
    )


def places_of(version: Version) -> list[tuple[Party, str]]:
    """Give each party with each capacity in which it must sign, by name."""
    return [
        (party, capacity)
        for party in parties_of(version)
        for capacity in capacities(plan_of_party(version, party))
    ]


def in_capacity(capacity: str) -> str:
    """Say in what capacity, as the end of a sentence; nothing where any will do."""
    return "" if capacity == ANY else f" as {capacity} signatory"
