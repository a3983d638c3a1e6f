"""How the state of a version or a signature is said, and in which colour."""

from typing import Final

from agreements.enums import RequestStatus, VersionStatus
from agreements.models import SignatureRequest, Version
from agreements.rules.periods import effect_in_words
from ui.formats import date, period

V = VersionStatus
R = RequestStatus

_VERSION_COLOURS: Final = {
    V.DRAFT: "yellow",
    V.RECORDED: "yellow",
    V.IN_REVIEW: "yellow",
    V.APPROVED: "blue",
    V.OUT_FOR_SIGNATURE: "blue",
    V.SIGNED: "blue",
    V.IN_FORCE: "green",
    V.WITHDRAWN: "red",
}
_REQUEST_COLOURS: Final = {
    R.ASKED: "blue",
    R.SIGNED: "green",
    R.DECLINED: "red",
    R.EXPIRED: "yellow",
}


def version_colour(version: Version) -> str:
    """Choose the colour of a version's state."""
    return _VERSION_COLOURS.get(VersionStatus(version.status), "grey")


def request_colour(request: SignatureRequest) -> str:
    """Choose the colour of a signature's state."""
    return _REQUEST_COLOURS.get(RequestStatus(request.status), "grey")


def effect(version: Version) -> str:
    """Say when a version has effect, as far as that is known."""
    if version.signed_at is not None and version.in_force_from is not None:
        words = effect_in_words(version.signed_at, version.in_force_from)
        said = words[0].upper() + words[1:]
        if version.signed_outside:
            said = said.replace("Signed", "Signed outside Concordat", 1)
        if version.in_force_to is None:
            return f"{said}; no end is set"
        joint = "," if "with effect" in said else "; in force"
        return f"{said}{joint} {period(None, version.in_force_to)}"
    if version.signed_at is not None:
        waits = version.status == V.SIGNED
        follows = "it waits for its conditions" if waits else "it was never in force"
        return f"Signed {date(version.signed_at)}; {follows}"
    if version.status == V.RECORDED:
        return "Signed outside Concordat, as it was recorded; not in force here yet"
    if version.commences_on is None:
        return "No day to commence is set yet"
    first = f"To commence on {date(version.commences_on)}"
    return f"{first}, until {date(version.expires_on)}" if version.expires_on else first
