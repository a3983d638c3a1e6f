"""``load_sample``: refused where it should be, and the same for the same day."""

import datetime as dt
import stat
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from agreements.sample.loading import load
from agreements.sample.people import OFFERED
from audit.models import Event
from tests.builders.standing import taken_back_later

pytestmark = pytest.mark.django_db


@pytest.fixture
def own_machine(settings, tmp_path):
    settings.SAMPLE_SIGN_IN = True
    settings.VAR_DIR = tmp_path


def story_so_far():
    """Everything told but the ids, which are random."""
    return list(Event.objects.order_by("id").values_list("at", "verb", "label"))[1:]


class TestLoadSample:
    def test_refuses_where_the_setting_does_not_allow_it(self, settings):
        settings.SAMPLE_SIGN_IN = False

        with pytest.raises(CommandError, match="one person's own machine"):
            call_command("load_sample")

    def test_refuses_in_production(self, settings, own_machine):
        settings.ENVIRONMENT = "production"

        with pytest.raises(CommandError, match="one person's own machine"):
            call_command("load_sample")

    def test_tells_the_same_story_for_the_same_day_and_only_once(
        self, settings, own_machine
    ):
        with taken_back_later():
            load(today=dt.date(2026, 4, 20), say=lambda _: None)
            first = story_so_far()

        call_command("load_sample", today="2026-04-20")

        kept = Path(settings.VAR_DIR) / "sample-people.txt"
        assert story_so_far() == first
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600
        assert all(person.email in kept.read_text() for person in OFFERED)
        with pytest.raises(CommandError, match="empty installation"):
            call_command("load_sample")
