"""Tests: never reads a developer's environment beyond the servers it is given."""

import tempfile
from pathlib import Path

from config.settings.base import *
from config.settings.base import INSTALLED_APPS, database_from, env

ENVIRONMENT = "test"
SECRET_KEY = "a key for tests only, of at least fifty characters, and no secret"  # noqa: S105
VAR_DIR = Path(tempfile.mkdtemp(prefix="concordat-test-"))
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
SITE_URL = "http://testserver"

DATABASES = {
    "default": database_from(env.str("TEST_DATABASE_URL", "") or "sqlite:///:memory:")
}
DATABASES["default"]["CONN_MAX_AGE"] = 0
if env.str("TEST_DATABASE_URL", "").startswith("postgres"):
    # The tests' databases are dropped at the end: none must outlive a power cut.
    DATABASES["default"]["OPTIONS"] = {"options": "-c synchronous_commit=off"}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(VAR_DIR / "files")},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CELERY_BROKER_URL = "memory://"
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, str] = {}
OUTBOX_SEND_AT_ONCE = False
SAMPLE_SIGN_IN = False
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir()

# The sign-in library's own identity provider is the test one for single sign-on; its
# addresses stand in tests/accounts/idp_urls.py alone.
INSTALLED_APPS = [*INSTALLED_APPS, "allauth.idp.oidc"]
