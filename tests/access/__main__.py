"""Write docs/reference/access.md from the tables: ``python -m tests.access``."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
django.setup()

from tests.access.page import PAGE, text  # noqa: E402 - once Django is ready

PAGE.write_text(text())
