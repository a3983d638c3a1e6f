"""Values one after another: where the line breaks, and what it shows in words."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pathways.rules.progress import Measure


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A figure that counts, for a half-open period."""

    starts_on: dt.date
    ends_on: dt.date
    label: str
    value: int
    is_illustrative: bool = False


def in_runs(readings: Iterable[Reading]) -> list[list[Reading]]:
    """Put readings in order, in runs that follow each other without a day between."""
    runs: list[list[Reading]] = []
    for reading in sorted(readings, key=lambda each: (each.starts_on, each.ends_on)):
        if runs and runs[-1][-1].ends_on == reading.starts_on:
            runs[-1].append(reading)
        else:
            runs.append([reading])
    return runs


def series_words(measure: Measure, runs: Sequence[Sequence[Reading]]) -> str:
    """Say in a few sentences what the line shows, for somebody who does not see it."""
    readings = [reading for run in runs for reading in run]
    if not readings:
        return "No value has been entered yet."
    first, last = readings[0], readings[-1]
    if first is last:
        said = [f"One value: {measure.full(last.value)} in {last.label}."]
    else:
        ends = (
            f"{len(readings)} values. The first is {measure.full(first.value)} in"
            f" {first.label}, the latest {measure.bare(last.value)} in {last.label}."
        )
        said = [ends, _extremes(measure, readings)]
    if len(runs) > 1:
        said.append("There is time between them without a value, shown as a gap.")
    return " ".join([*said, *_illustrative(readings)])


def _extremes(measure: Measure, readings: Sequence[Reading]) -> str:
    values = [reading.value for reading in readings]
    lowest, highest = min(values), max(values)
    if lowest == highest:
        return "It did not change."
    at = {value: _label(readings, value) for value in (lowest, highest)}
    return (
        f"The lowest is {measure.bare(lowest)} in {at[lowest]}, the highest"
        f" {measure.bare(highest)} in {at[highest]}."
    )


def _label(readings: Sequence[Reading], value: int) -> str:
    return next(reading.label for reading in readings if reading.value == value)


def _illustrative(readings: Sequence[Reading]) -> list[str]:
    many = sum(reading.is_illustrative for reading in readings)
    if not many:
        return []
    if many == len(readings):
        return ["All of it is illustrative: it was made up to show a series."]
    return [f"{many} of them are illustrative, and were made up to show a series."]
