"""Settings without a room: what is tried in a pytest of its own starts in no time."""

SECRET_KEY = "a key for tests only"
USE_TZ = True
INSTALLED_APPS: list[str] = []
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
