"""Telling a test's database from one that holds something real."""

from pathlib import Path
from typing import Any

from django.conf import settings

PREFIXES = ("test_", "concordat_test_")


def is_for_tests(connection: Any) -> bool:
    """Say whether a test made the database: by its name and by the settings."""
    name = str(connection.settings_dict["NAME"])
    in_memory = connection.vendor == "sqlite" and (
        name == ":memory:" or (name.startswith("file:") and "mode=memory" in name)
    )
    named_so = in_memory or Path(name).name.startswith(PREFIXES)
    return named_so and getattr(settings, "ENVIRONMENT", "") == "test"
