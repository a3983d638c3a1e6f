"""What is known of an agreement that was signed outside Concordat."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from agreements import policies
from agreements.enums import VersionStatus
from agreements.models import OutsideRecord, Version
from ui.formats import date, fingerprint, moment

MARK: Final = "Signed outside Concordat"
ERASED: Final = "(erased)"


@dataclass(frozen=True, kw_only=True)
class OutsideShown:
    """The copy, who recorded it, who checked it, and the signatories as written."""

    unchecked: bool
    copy_name: str
    copy_uid: str
    copy_sha256: str
    signed_on: str
    recorded: str
    checked: str
    signatories: list[tuple[str, str]]

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Give it as names and values."""
        return [
            ("Signed on", self.signed_on),
            *((f"Signed for {body}", name) for body, name in self.signatories),
            ("Recorded by", self.recorded),
            ("Checked against the original by", self.checked),
            ("SHA-256 of the signed copy", fingerprint(self.copy_sha256)),
        ]


def show_outside(version: Version) -> OutsideShown | None:
    """Gather what the record says, or None for a version that was signed here."""
    if not version.signed_outside:
        return None
    outside = OutsideRecord.objects.select_related(
        "signed_copy", "recorded_by", "checked_by"
    ).get(version=version)
    signatories = outside.signatories.select_related("organisation")
    checked = "Nobody yet: it does not count until somebody has"
    if outside.checked_by is not None:
        checked = f"{outside.checked_by.name}, {moment(outside.checked_at)}"
    return OutsideShown(
        unchecked=outside.checked_by is None
        and version.status == VersionStatus.RECORDED,
        copy_name=outside.signed_copy.name,
        copy_uid=outside.signed_copy.uid,
        copy_sha256=outside.signed_copy.sha256,
        signed_on=date(outside.signed_on),
        recorded=f"{outside.recorded_by.name}, {moment(outside.recorded_at)}",
        checked=checked,
        signatories=[
            (each.organisation.name, each.name or ERASED)
            for each in signatories.order_by("organisation__name", "pk")
        ],
    )


def may_check(version: Version, user: Any, at: dt.datetime) -> bool:
    """Say whether the person may compare the record with the original now."""
    return version.status == VersionStatus.RECORDED and policies.can_check(
        user=user, outside=version.outside, at=at
    )
