"""The embedded installation, as ``make run`` has it, in the environment of a test."""

from config.settings.local import *  # noqa: F403, TID251
from config.settings.local import CELERY_BROKER_TRANSPORT_OPTIONS  # noqa: TID251

# The same broker, asked more often: what is tested dies within a second.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    **CELERY_BROKER_TRANSPORT_OPTIONS,
    "polling_interval": 0.05,
}
ENVIRONMENT = "test"
