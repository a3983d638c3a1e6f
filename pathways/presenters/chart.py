"""The line of an outcome's values, with its baseline and its target."""

from collections.abc import Iterable
from typing import Final

from pathways.models import Outcome, OutcomeValue
from pathways.rules.series import Reading, in_runs, series_words
from pathways.rules.spans import short_label_of
from ui.charts import Level, LineChart, Mark, line_chart

# Dark enough on white (at least 4.5 to 1); the dashes tell them apart without colour.
_BASELINE: Final = ("Baseline", "7 4", "#4c6272")
_TARGET: Final = ("Target", "2 3", "#006747")
HOLLOW: Final = "Hollow marks are illustrative figures."


def readings_of(values: Iterable[OutcomeValue]) -> list[Reading]:
    """Give the values that count as readings."""
    return [
        Reading(
            starts_on=each.starts_on,
            ends_on=each.ends_on,
            label=each.label,
            value=each.value,
            is_illustrative=each.is_illustrative,
        )
        for each in values
        if each.value is not None
    ]


def chart_of(outcome: Outcome, values: Iterable[OutcomeValue]) -> LineChart | None:
    """Lay out the chart of an outcome's values that count; None without any."""
    measure = outcome.measure
    runs = in_runs(readings_of(values))
    if not runs:
        return None
    first, last = runs[0][0], runs[-1][-1]
    figures = {
        "Baseline": (outcome.baseline_value, _BASELINE),
        "Target": (outcome.target_value, _TARGET),
    }
    return line_chart(
        title=f"Line chart: {outcome.name}, {outcome.unit}",
        words=f"{series_words(measure, runs)} The baseline of"
        f" {measure.bare(measure.baseline)} and the target of"
        f" {measure.bare(measure.target)} are lines across.",
        runs=[[_mark(outcome, each) for each in run] for run in runs],
        levels=[
            Level(value=value, name=name, dashes=dashes, colour=colour)
            for value, (name, dashes, colour) in figures.values()
        ],
        write=measure.bare,
        first=short_label_of(first.starts_on, first.ends_on),
        last=short_label_of(last.starts_on, last.ends_on),
    )


def _mark(outcome: Outcome, reading: Reading) -> Mark:
    said = f"{reading.label}: {outcome.measure.full(reading.value)}"
    return Mark(
        # Twice the middle of the period, so that it is a whole number.
        at=reading.starts_on.toordinal() + reading.ends_on.toordinal(),
        value=reading.value,
        words=f"{said}, illustrative" if reading.is_illustrative else said,
        is_hollow=reading.is_illustrative,
    )
