"""Figures as people type them, kept as whole numbers of their smallest step.

With one decimal place 12.5 is kept as 125: nothing is rounded and no floating point
number ever holds a figure.
"""

import re
from typing import Final

MOST_DECIMALS: Final = 3
LARGEST: Final = 10**15
_NUMBER: Final = re.compile(
    r"(-?)([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.([0-9]+))?", re.ASCII
)


class NotANumberError(ValueError):
    """What was typed is no number, or has more decimal places than are kept."""


def parse_scaled(typed: str, *, decimals: int) -> int:
    """
    Read a typed figure into whole numbers of its smallest step: "12.5" into 125.

    Commas between thousands, spaces, a minus sign and a per cent sign may stand there.

    :raises NotANumberError: with a sentence that says how to write it
    """
    bare = re.sub(r"\s", "", typed).replace("\N{MINUS SIGN}", "-", 1).removesuffix("%")
    found = _NUMBER.fullmatch(bare)
    if found is None or len(bare) > 30:
        raise NotANumberError(how_to_write(decimals))
    sign, whole, rest = found.group(1), found.group(2), (found.group(3) or "")
    rest = rest.rstrip("0")
    if len(rest) > decimals:
        raise NotANumberError(how_to_write(decimals))
    scaled = int(whole.replace(",", "") + rest.ljust(decimals, "0"))
    if scaled > LARGEST:
        raise NotANumberError("Write a smaller value: this one is too large to keep")
    return -scaled if sign else scaled


def how_to_write(decimals: int) -> str:
    """Say in a sentence how a figure is to be typed."""
    if decimals == 0:
        return "Write the value as a whole number, such as 12"
    places = {1: "one decimal place", 2: "two decimal places"}.get(
        decimals, "three decimal places"
    )
    return (
        f"Write the value as a number with at most {places},"
        f" such as {written(125 * 10 ** (decimals - 1), decimals=decimals)}"
    )


def written(scaled: int, *, decimals: int) -> str:
    """Write a figure with its decimal places: 125 with one is 12.5."""
    whole, rest = divmod(abs(scaled), 10**decimals)
    text = f"{whole:,}.{rest:0{decimals}d}" if decimals else f"{whole:,}"
    return f"-{text}" if scaled < 0 else text
