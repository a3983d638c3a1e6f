"""Where everything of a plain line chart stands: pure sums, no colours, no script.

The picture is an SVG of a fixed size that the page scales (``ui/charts.jinja``). It is
small, so that its letters can still be read on a phone of 320 pixels. Coordinates are
worked out exactly and written to a tenth.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from typing import Final

WIDTH: Final = 320
HEIGHT: Final = 220
TOP: Final = 22
BOTTOM: Final = HEIGHT - 34
RIGHT_MARGIN: Final = 66
LETTER: Final = 8
MOST_STEPS: Final = 4
APART: Final = 16


@dataclass(frozen=True, kw_only=True)
class Mark:
    """One value: where it stands in time (any whole number), and in words."""

    at: int
    value: int
    words: str
    is_hollow: bool = False


@dataclass(frozen=True, kw_only=True)
class Level:
    """A line right across, such as a target; ``dashes`` tell it from the others."""

    value: int
    name: str
    dashes: str
    colour: str


@dataclass(frozen=True, kw_only=True)
class DrawnMark:
    """A mark with its place; ``label`` is written beside it where it is not empty."""

    x: str
    y: str
    words: str
    is_hollow: bool
    label: str
    label_y: str
    anchor: str


@dataclass(frozen=True, kw_only=True)
class DrawnLevel:
    """A level with its height, and the height of its name beside the plot."""

    y: str
    name: str
    name_y: str
    dashes: str
    colour: str


@dataclass(frozen=True, kw_only=True)
class Tick:
    """A step of the scale."""

    y: str
    text: str
    text_y: str


@dataclass(frozen=True, kw_only=True)
class LineChart:
    """Everything that the picture draws. ``lines`` are runs of at least two marks."""

    title: str
    words: str
    left: str
    right: str
    ticks: list[Tick]
    levels: list[DrawnLevel]
    lines: list[str]
    marks: list[DrawnMark]
    first: str
    last: str
    begins_at_nought: bool
    width: int = WIDTH
    height: int = HEIGHT
    ends_y: int = HEIGHT - 10


def line_chart(
    *,
    title: str,
    words: str,
    runs: Sequence[Sequence[Mark]],
    levels: Sequence[Level],
    write: Callable[[int], str],
    first: str,
    last: str,
) -> LineChart:
    """
    Lay a chart out. A gap is where one run ends and the next begins.

    ``words`` say what the picture shows; ``write`` puts a value into digits; ``first``
    and ``last`` name the ends of the time.
    """
    marks = list(chain.from_iterable(runs))
    steps = scale([*(each.value for each in marks), *(each.value for each in levels)])
    texts = [write(step) for step in steps]
    left = max(len(text) for text in texts) * LETTER + 8
    place = _Place(
        left=left,
        right=WIDTH - RIGHT_MARGIN,
        low=steps[0],
        high=steps[-1],
        start=min((each.at for each in marks), default=0),
        end=max((each.at for each in marks), default=0),
    )
    return LineChart(
        title=title,
        words=words,
        left=str(left),
        right=str(place.right),
        ticks=[
            Tick(y=tenth(place.y(step)), text=text, text_y=tenth(place.y(step) + 5))
            for step, text in zip(steps, texts, strict=True)
        ],
        levels=_drawn_levels(levels, place),
        lines=[_line(run, place) for run in runs if len(run) > 1],
        marks=[_drawn(each, marks, place, write) for each in marks],
        first=first,
        last=last if len(marks) > 1 else "",
        begins_at_nought=steps[0] == 0,
    )


@dataclass(frozen=True, kw_only=True)
class _Place:
    """Turns time and value into places inside the plot."""

    left: int
    right: int
    low: int
    high: int
    start: int
    end: int

    def x(self, at: int) -> Fraction:
        inner = self.right - self.left - 16
        if self.start == self.end:
            return Fraction(self.left + 8) + Fraction(inner, 2)
        return (
            self.left + 8 + Fraction((at - self.start) * inner, self.end - self.start)
        )

    def y(self, value: int) -> Fraction:
        share = Fraction(self.high - value, self.high - self.low)
        return TOP + share * (BOTTOM - TOP)


def scale(values: Sequence[int]) -> list[int]:
    """
    Choose the steps of the scale: 1, 2 or 5 times a power of ten, at most four of them.

    It begins at 0 where the values differ by a quarter of the highest or more, so that
    a small change is not made to look large; else it would hide every change.
    """
    low, high = (min(values), max(values)) if values else (0, 1)
    if low > 0 and (high - low) * 4 >= high:
        low = 0
    elif high < 0 and (high - low) * 4 >= -low:
        high = 0
    step = 1
    for step in _nice():
        bottom, top = step * (low // step), step * -(-high // step)
        if bottom == top:
            top += step
        if top - bottom <= step * MOST_STEPS:
            return list(range(bottom, top + 1, step))
    return [low, high + step]


def _nice() -> list[int]:
    return [size * 10**power for power in range(19) for size in (1, 2, 5)]


def tenth(place: Fraction | int) -> str:
    """Write a coordinate to a tenth, halves up."""
    tenths = (Fraction(place) * 10 + Fraction(1, 2)).__floor__()
    sign = "-" if tenths < 0 else ""
    return f"{sign}{abs(tenths) // 10}.{abs(tenths) % 10}"


def _line(run: Sequence[Mark], place: _Place) -> str:
    return " ".join(
        f"{tenth(place.x(each.at))},{tenth(place.y(each.value))}" for each in run
    )


def _drawn_levels(levels: Sequence[Level], place: _Place) -> list[DrawnLevel]:
    """Write the names beside the plot, moved apart where they would touch."""
    from_above = sorted(levels, key=lambda each: -each.value)
    heights: list[Fraction] = []
    for each in from_above:
        wanted = place.y(each.value) + 5
        heights.append(max(wanted, heights[-1] + APART) if heights else wanted)
    if heights and (beyond := heights[-1] - (BOTTOM + 5)) > 0:
        heights = [height - beyond for height in heights]
    return [
        DrawnLevel(
            y=tenth(place.y(each.value)),
            name=each.name,
            name_y=tenth(height),
            dashes=each.dashes,
            colour=each.colour,
        )
        for each, height in zip(from_above, heights, strict=True)
    ]


def _drawn(
    mark: Mark, marks: Sequence[Mark], place: _Place, write: Callable[[int], str]
) -> DrawnMark:
    x, y = place.x(mark.at), place.y(mark.value)
    is_end = mark in (marks[0], marks[-1])
    anchor = "middle"
    if is_end and len(marks) > 1:
        anchor = "start" if mark is marks[0] else "end"
    return DrawnMark(
        x=tenth(x),
        y=tenth(y),
        words=mark.words,
        is_hollow=mark.is_hollow,
        label=write(mark.value) if is_end else "",
        label_y=tenth(_beside(mark, marks, y)),
        anchor=anchor,
    )


def _beside(mark: Mark, marks: Sequence[Mark], y: Fraction) -> Fraction:
    """Put a label above its mark, or below where the line or the frame is above."""
    above, below = y - 9, y + 19
    beside = marks[1:2] if mark is marks[0] else marks[-2:-1]
    line_is_above = any(each.value > mark.value for each in beside)
    if above <= TOP - 6 or (line_is_above and below < BOTTOM):
        return below
    return above
