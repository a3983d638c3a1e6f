"""An outcome in one line: how it is going, in words."""

from dataclasses import dataclass
from typing import Final

from pathways.models import OutcomeValue
from pathways.rules.progress import Measure, Standing, progress_words, standing
from pathways.selectors.addresses import outcome_address
from pathways.selectors.latest import OutcomeNow

# Words first; the colour only helps (ui/macros.jinja).
TAGS: Final[dict[Standing, tuple[str, str]]] = {
    Standing.NO_VALUE: ("No value yet", "grey"),
    Standing.REACHED: ("Target reached", "green"),
    Standing.ON_THE_WAY: ("On the way", "blue"),
    Standing.AT_BASELINE: ("As at the baseline", "grey"),
    Standing.WORSE: ("Worse than the baseline", "yellow"),
    Standing.NOT_JUDGED: ("Not judged", "grey"),
}


@dataclass(frozen=True, kw_only=True)
class OutcomeLine:
    """One outcome in a list."""

    title: str
    href: str
    stage: str
    tag: str
    colour: str
    going: str
    answers: str


def line_of(now: OutcomeNow) -> OutcomeLine:
    """Put an outcome into one line."""
    outcome, latest = now.outcome, now.latest
    tag, colour = tag_of(outcome.measure, latest)
    return OutcomeLine(
        title=str(outcome),
        href=outcome_address(outcome),
        stage=outcome.stage.name if outcome.stage else "",
        tag=tag,
        colour=colour,
        going=going_words(outcome.measure, latest),
        answers=outcome.organisation.name,
    )


def tag_of(measure: Measure, latest: OutcomeValue | None) -> tuple[str, str]:
    """Give the words of the tag, and the colour that goes with them."""
    return TAGS[standing(measure, latest.value if latest else None)]


def going_words(measure: Measure, latest: OutcomeValue | None) -> str:
    """Say the latest figure and how it compares; one made up is called so."""
    if latest is None or latest.value is None:
        return progress_words(measure, None)
    said = f"{measure.full(latest.value)} in {latest.label}"
    made_up = " (illustrative)" if latest.is_illustrative else ""
    return f"{said}{made_up}. {progress_words(measure, latest.value)}"
