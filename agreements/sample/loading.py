"""The sample, told through the same services that people use."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from importlib import resources

from agreements.sample.cast import ADMINISTRATOR, PARTNERSHIPS
from agreements.sample.data_sharing_story import DataSharingStory
from agreements.sample.days import live_through
from agreements.sample.example_valley_board import ExampleValleyBoard
from agreements.sample.example_valley_story import ExampleValleyStory
from agreements.sample.impact_board import ImpactBoard
from agreements.sample.impact_story import ImpactStory
from agreements.sample.outcomes_story import ImpactOutcomes, ValleyOutcomes
from agreements.sample.papers import Desk
from agreements.sample.setting_up import set_up
from agreements.sample.telling import Story
from audit.services.sample_clock import sample_clock
from collab.enums import ImportStatus
from collab.services import imports

Say = Callable[[str], None]


def load(*, today: dt.date, say: Say) -> Story:
    """
    Tell the whole sample, as if it had happened in the year up to yesterday.

    The same ``today`` gives the same story; only ids and passwords are random.

    :raises LogNotEmptyError: if anything real was recorded already
    """
    story = Story(today=today)
    with sample_clock():
        say("the administrator and the register of NHS trusts")
        story.bring(ADMINISTRATOR, now=story.at(-395))
        _import_register(story)
        say("IMPACT and its nine members; Example Valley, which is invented")
        made = set_up(story, PARTNERSHIPS)
        say("their agreements: in force, out for signature, and being written")
        here, there = (
            Desk(
                story=story,
                partnership=partnership,
                collaborative=collaborative,
                writer=partnership.governance_lead.name,
            )
            for partnership, collaborative in zip(PARTNERSHIPS, made, strict=True)
        )
        impact, valley = ImpactStory(desk=here), ExampleValleyStory(desk=there)
        data = DataSharingStory(desk=replace(here, writer="Owen Bramley"))
        boards = (
            ImpactBoard(desk=here, version_of=impact.versions.__getitem__),
            ExampleValleyBoard(desk=there),
        )
        going = (ImpactOutcomes(desk=here), ValleyOutcomes(desk=there, body="ev-trust"))
        scenes = [*impact.scenes(), *data.scenes(), *valley.scenes()]
        scenes += [scene for each in (*boards, *going) for scene in each.scenes()]
        live_through(story, scenes)
    return story


def _import_register(story: Story) -> None:
    file = resources.files("agreements.sample") / "nhs_trusts.csv"
    now = story.at(-394)
    checked = imports.check_import(
        content=file.read_bytes(),
        file_name="NHS trusts (ODS, 2025).csv",
        actor=story.administrator,
        now=now,
    )
    found = imports.confirm_import(
        import_id=checked.pk, actor=story.administrator, now=now
    )
    while found.status == ImportStatus.LOADING:
        found = imports.confirm_import(
            import_id=checked.pk, actor=story.administrator, now=now
        )
