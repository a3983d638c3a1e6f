"""Every background task can be stopped, and is scheduled under a name that exists."""

import pytest
from celery import current_app
from django.conf import settings

ROOMS = ("audit.", "accounts.", "collab.", "pathways.", "agreements.")


def our_tasks():
    current_app.loader.import_default_modules()
    return sorted(name for name in current_app.tasks if name.startswith(ROOMS))


@pytest.mark.parametrize("name", our_tasks())
def test_a_task_is_asked_to_stop_before_it_is_stopped(name):
    task = current_app.tasks[name]

    hard = task.time_limit or settings.CELERY_TASK_TIME_LIMIT
    soft = task.soft_time_limit or settings.CELERY_TASK_SOFT_TIME_LIMIT

    assert soft < hard


@pytest.mark.parametrize("entry", sorted(settings.CELERY_BEAT_SCHEDULE))
def test_what_beat_schedules_is_a_task(entry):
    assert settings.CELERY_BEAT_SCHEDULE[entry]["task"] in our_tasks()
