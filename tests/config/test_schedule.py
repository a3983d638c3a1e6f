"""What runs by the clock."""

from django.conf import settings


class TestSchedule:
    def test_sweeps_the_outbox_each_minute(self):
        sweep = settings.CELERY_BEAT_SCHEDULE["sweep-outbox"]

        assert sweep["task"] == "audit.sweep_outbox"
        assert sweep["schedule"] == 60

    def test_records_each_minute_what_was_read(self):
        sweep = settings.CELERY_BEAT_SCHEDULE["record-readings"]

        assert sweep["task"] == "collab.record_readings"
        assert sweep["schedule"] == 60

    def test_looks_for_what_is_due_more_often_than_hourly(self):
        due = {
            "collab.sweep_reminders",
            "agreements.sweep_expiries",
            "agreements.sweep_periods",
        }
        often = {
            entry["task"]
            for entry in settings.CELERY_BEAT_SCHEDULE.values()
            if entry["schedule"] <= 3600
        }

        assert due <= often
