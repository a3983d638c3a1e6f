"""What a version says: as frozen once sent out, before that as its rows stand."""

from agreements.models import Party, Version
from agreements.rules import content as rules
from agreements.rules.content import ClauseContent, Content, PartyContent


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
            )
            for party in parties_of(version)
        ],
        commences_on=version.commences_on,
        expires_on=version.expires_on,
        value_pence=version.value_pence,
    )


def parties_of(version: Version) -> list[Party]:
    """Give the parties that a version is written for, by name."""
    return list(
        version.agreement.parties.filter(left_on=None)
        .exclude(leaving_with=version)
        .select_related("organisation")
        .order_by("organisation__name", "pk")
    )
