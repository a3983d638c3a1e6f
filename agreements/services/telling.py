"""Who is told what about an agreement; every message leads to its page."""

from collections.abc import Iterable

from accounts.enums import Role
from accounts.models import User
from accounts.services.notifying import notify
from agreements.models import Version
from agreements.selectors.addresses import version_address
from audit.door import Record
from collab.grants import holders

KIND_SIGNATURE = "signature"
KIND_AGREEMENT = "agreement"
KIND_APPROVAL = "approval"


def tell(
    record: Record,
    *,
    people: Iterable[User],
    version: Version,
    kind: str,
    subject: str,
    words: str,
    page: str = "version",
    link: str = "",
) -> None:
    """Tell each active person once, with a link to the version or another page."""
    link = link or version_address(version, page)
    once = {person.pk: person for person in people if person.is_active}
    for person in once.values():
        notify(
            record=record,
            user=person,
            kind=kind,
            subject=subject,
            words=words,
            link=link,
            about=version,
        )


def governance_leads(record: Record, *, version: Version) -> list[User]:
    """List who governs the collaborative, and whoever sent the version out."""
    leads = holders(
        role=Role.GOVERNANCE_LEAD,
        on=version.agreement.collaborative,
        at=record.at,
    )
    return [*leads, version.sent_out_by] if version.sent_out_by else leads


def partners(record: Record, *, version: Version) -> list[User]:
    """List the governance leads, everyone who was asked to sign and who signed."""
    requests = version.requests.of_this_round(version).select_related(
        "signatory", "sign_off__signatory"
    )
    people: list[User | None] = [*governance_leads(record, version=version)]
    for request in requests:
        people.append(request.signatory)
        if hasattr(request, "sign_off"):
            people.append(request.sign_off.signatory)
    return [person for person in people if person is not None]
