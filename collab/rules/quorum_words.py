"""The reckoning of a quorum, in words that somebody who was not there can check."""

from collections.abc import Iterable
from typing import Final

from collab.rules.quorum_facts import CHAIR, QuorumRule, Tally

MISSING: Final = (
    "No quorum is on record for this forum, so nothing can be decided."
    " Record its terms of reference with a quorum first."
)
SECTORS: Final = {
    "nhs_trust_acute": "an NHS acute trust",
    "nhs_trust_mental_health": "an NHS mental health or community trust",
    "nhs_trust_community": "an NHS community trust",
    "nhs_trust_ambulance": "an NHS ambulance trust",
    "nhs_trust": "an NHS trust",
    "icb": "an integrated care board",
    "primary_care": "primary care",
    "local_authority": "a local authority",
    "social_care_provider": "a social care provider",
    "vcse": "the voluntary, community or social enterprise sector",
    "independent_provider": "an independent provider",
    "criminal_justice": "criminal justice",
    "housing": "housing",
    "university": "a university",
    "national_body": "a national body",
    "other": "another kind of body",
}
_SMALL: Final = (
    *("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen"),
    *("seventeen", "eighteen", "nineteen", "twenty"),
)
_SHARES: Final = {(1, 2): "half", (1, 3): "a third", (2, 3): "two thirds"}


def number(count: int) -> str:
    """Give a number in words up to twenty, in figures above."""
    return _SMALL[count] if count < len(_SMALL) else f"{count:,}"


def listed(parts: Iterable[str]) -> str:
    """Join parts as a sentence does: "a, b and c"."""
    *first, last = parts
    return f"{', '.join(first)} and {last}" if first else last


def said(rule: QuorumRule, tally: Tally, *, is_quorate: bool) -> str:
    """Say what was needed, who was there, who took no part, and what follows."""
    verdict = "Quorate" if is_quorate else "Not quorate for this item"
    parts = [f"{verdict}. {_first_up(asked(rule, tally))}.", f"{_there(tally)}."]
    if tally.there and (kinds := _found(rule, tally)):
        parts[-1] = f"{parts[-1][:-1]}, {kinds}."
    if tally.observers:
        parts.append("Observers were there and do not count.")
    return " ".join(parts)


def asked(rule: QuorumRule, tally: Tally) -> str:
    """Say what the rule asks of the seats in effect on the day."""
    return f"{_seats(tally)}; {wanted(rule, tally.needed)}"


def wanted(rule: QuorumRule, needed: int | None = None) -> str:
    """Say what a rule asks, with the number it came to where the seats are known."""
    how_many = _how_many(rule, needed)
    conditions = [
        *(f"{number(n)} of them from {SECTORS[s]}" for s, n in _sectors(rule)),
        *([_bodies(rule.organisations)] if rule.organisations else []),
        *(["the chair among them"] if CHAIR in rule.roles else []),
    ]
    return ", ".join([f"at least {how_many} must take part", *conditions])


def _how_many(rule: QuorumRule, needed: int | None) -> str:
    share = _share(rule.share)
    if needed is not None:
        is_by_share = share and needed > (rule.members or 0)
        return (
            f"{number(needed)} ({share}, rounded up)" if is_by_share else number(needed)
        )
    if share and rule.members:
        return f"{number(rule.members)}, and {share} of those with a seat,"
    if share:
        return f"{share} of those with a seat"
    return number(rule.members or 1)


def _share(share: tuple[int, int] | None) -> str:
    if share is None:
        return ""
    return _SHARES.get(share, f"{share[0]} in {share[1]}")


def _bodies(count: int) -> str:
    return f"from at least {number(count)} organisation{'' if count == 1 else 's'}"


def _sectors(rule: QuorumRule) -> list[tuple[str, int]]:
    return sorted(rule.sectors.items())


def _seats(tally: Tally) -> str:
    plural = "" if tally.seats == 1 else "s"
    vacant = tally.seats - tally.filled
    empty = f", {number(vacant)} of them vacant" if vacant else ""
    return f"{number(tally.seats)} voting seat{plural}{empty}"


def _there(tally: Tally) -> str:
    if not tally.there:
        return "Nobody with a vote was there"
    was = "was" if tally.there == 1 else "were"
    there = _first_up(number(tally.there))
    if tally.there == tally.taking_part:
        return f"{there} {was} there and took part"
    out = number(tally.there - tally.taking_part)
    so = "nobody" if not tally.taking_part else number(tally.taking_part)
    return f"{there} {was} there; {out} took no part ({_why(tally)}), so {so} took part"


def _why(tally: Tally) -> str:
    return "; ".join(
        f"{each.name}: {each.no_part}" if each.name else each.no_part
        for each in tally.took_no_part
    )


def _found(rule: QuorumRule, tally: Tally) -> str:
    """Say what was found of each thing that the rule asks for besides the number."""
    kinds = []
    for sector, _ in _sectors(rule):
        count = tally.by_sector.get(sector, 0)
        kinds.append(f"{number(count) if count else 'none'} from {SECTORS[sector]}")
    if rule.organisations:
        bodies = tally.organisations
        plural = "" if bodies == 1 else "s"
        kinds.append(f"from {number(bodies)} organisation{plural}")
    if CHAIR in rule.roles:
        kinds.append("the chair among them" if tally.has_chair else "not the chair")
    return ", ".join(kinds)


def _first_up(text: str) -> str:
    return text[:1].upper() + text[1:]
