"""Which version was in force, as a sentence that can be quoted."""

import datetime as dt

from agreements.models import Agreement
from agreements.presenters.outside import MARK
from agreements.rules.periods import effect_in_words
from agreements.selectors.in_force import InForce
from ui.formats import moment, period


def sentence_of(
    agreement: Agreement,
    found: InForce | None,
    *,
    at: dt.datetime,
    now: dt.datetime,
    known_until: dt.datetime | None,
) -> str:
    """Say which version was, is or will be in force, and how that is known."""
    ahead = at > now
    was = "is to be" if ahead else "was"
    known = "as recorded today"
    if known_until is not None:
        known = f"as recorded before {moment(known_until)}"
    when = f"On {moment(at)}"
    if found is None:
        return f"{when} no version of {agreement} {was} in force, {known}."
    version = found.version
    words = ""
    if version.signed_at is not None:
        words = effect_in_words(version.signed_at, found.starts_at)
        if version.signed_outside:
            words = f"{MARK.lower().replace('concordat', 'Concordat')}, {words}"
        words = f"{words}; "
    until = period(found.starts_at, found.ends_at)
    return (
        f"{when} version {version.number} of {agreement} {was} in force, {known}:"
        f" {words}{until}."
    )
