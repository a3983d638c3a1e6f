"""What tests about accounts share: the present moment, and counters that start at 0."""

import pytest
from django.core.cache import cache
from django.utils import timezone


@pytest.fixture(autouse=True)
def _no_counters_left_over():
    cache.clear()


@pytest.fixture
def clock():
    """The present moment, for what pages do: they read the real clock."""
    return timezone.now()
