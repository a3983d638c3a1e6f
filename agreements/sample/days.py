"""The days of the story, in their order, with what each morning brings by itself."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from agreements.sample.telling import Story
from agreements.services.coming_into_force import sweep_periods
from agreements.services.expiring import sweep_expiries
from audit.door import SystemActor
from collab.models import DueThing
from collab.services.reminders import sweep_reminders

_CALENDAR: Final = SystemActor("calendar")
_REMINDERS: Final = SystemActor("reminders")


@dataclass(frozen=True, kw_only=True)
class Scene:
    """What happens from a day's hour on; ``day`` counts from today, and lies before."""

    day: int
    hour: int = 9
    tell: Callable[[], object]


def live_through(story: Story, scenes: Iterable[Scene]) -> None:
    """Tell scenes in the order of their days, up to yesterday, and no later."""
    in_order = sorted(scenes, key=lambda scene: (scene.day, scene.hour))
    for day in range(in_order[0].day, 0):
        _morning(story, day)
        for scene in in_order:
            if scene.day == day:
                scene.tell()


def _morning(story: Story, day: int) -> None:
    midnight, seven = story.at(day, 0, 5), story.at(day, 7, 5)
    sweep_periods(actor=_CALENDAR, now=midnight)
    sweep_expiries(actor=_CALENDAR, now=midnight)
    if DueThing.objects.speaking_by(seven).exists():
        sweep_reminders(actor=_REMINDERS, now=seven)
