"""How far a figure has come from its baseline to its target, and in which words."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from pathways.rules.numbers import written


class Standing(StrEnum):
    """Where a figure stands between its baseline and its target."""

    NO_VALUE = "no_value"
    REACHED = "reached"
    ON_THE_WAY = "on_the_way"
    AT_BASELINE = "at_baseline"
    WORSE = "worse"
    NOT_JUDGED = "not_judged"


@dataclass(frozen=True, kw_only=True)
class Measure:
    """What a figure is judged by; figures are whole numbers of the smallest step.

    ``direction`` is increase, decrease or neutral.
    """

    unit: str
    decimals: int
    direction: str
    baseline: int
    target: int

    def bare(self, value: int) -> str:
        """Write a figure without its unit."""
        return written(value, decimals=self.decimals)

    def full(self, value: int) -> str:
        """Write a figure with its unit."""
        return f"{self.bare(value)} {self.unit}"


def achieved(*, baseline: int, target: int, actual: int) -> Fraction | None:
    """
    Give the achieved share of the way from baseline to target, exact, from 0 to 1.

    clip((actual - baseline) / (target - baseline), 0, 1), which works for a rise and
    for a fall: from 20 to 5, 8 is four fifths. None where the two are the same.
    """
    if target == baseline:
        return None
    share = Fraction(actual - baseline, target - baseline)
    return min(max(share, Fraction(0)), Fraction(1))


def standing(measure: Measure, actual: int | None) -> Standing:
    """Say where a figure stands; where neither way is better it is not judged."""
    if actual is None:
        return Standing.NO_VALUE
    if measure.direction == "neutral":
        return Standing.NOT_JUDGED
    if actual == measure.baseline:
        return Standing.AT_BASELINE
    share = achieved(baseline=measure.baseline, target=measure.target, actual=actual)
    if share == 1:
        return Standing.REACHED
    return Standing.ON_THE_WAY if share else Standing.WORSE


def why_not_better(*, direction: str, baseline: int, target: int) -> str:
    """Say why a target cannot go with a baseline; nothing if it can."""
    if direction == "increase" and target <= baseline:
        return "The target must be higher than the baseline, since a rise is better"
    if direction == "decrease" and target >= baseline:
        return "The target must be lower than the baseline, since a fall is better"
    return ""


def progress_words(measure: Measure, actual: int | None) -> str:
    """Say in a sentence how a figure compares with its baseline and its target."""
    start, goal = measure.bare(measure.baseline), measure.full(measure.target)
    match standing(measure, actual):
        case Standing.REACHED:
            return f"The target of {goal} is reached."
        case Standing.ON_THE_WAY:
            return (
                f"{_share_words(measure, actual or 0)} of the way from the baseline of"
                f" {start} to the target of {goal}."
            )
        case Standing.AT_BASELINE:
            return f"The same as the baseline; the target is {goal}."
        case Standing.WORSE:
            better = "rise" if measure.direction == "increase" else "fall"
            return (
                f"Worse than the baseline of {start}, since a {better} is better;"
                f" the target is {goal}."
            )
        case Standing.NOT_JUDGED:
            return _compared(measure, actual or 0)
    return f"No value yet. The baseline is {start}; the target is {goal}."


def _share_words(measure: Measure, actual: int) -> str:
    share = achieved(baseline=measure.baseline, target=measure.target, actual=actual)
    per_cent = (share or Fraction(0)) * 100
    # Rounded down: nobody is told that a target is reached when it is not.
    whole = per_cent.numerator // per_cent.denominator
    if per_cent == whole:
        return f"{whole} per cent"
    return f"About {whole} per cent" if whole else "Less than 1 per cent"


def _compared(measure: Measure, actual: int) -> str:
    start = measure.bare(measure.baseline)
    goal = measure.full(measure.target)
    if actual == measure.baseline:
        return f"The same as the baseline of {start}; what is aimed at is {goal}."
    way = "Above" if actual > measure.baseline else "Below"
    return f"{way} the baseline of {start}; what is aimed at is {goal}."
