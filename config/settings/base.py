"""Settings shared by every environment; each is listed in docs/reference/settings.md."""

from pathlib import Path

import environ
from csp.constants import NONCE, NONE, SELF
from jinja2 import ChainableUndefined

from config.settings.sign_in import *

ROOT = Path(__file__).resolve().parents[2]
env = environ.Env()

VERSION = "0.3.0"
SERVICE_NAME = env.str("SERVICE_NAME", "Concordat")
ORGANISATION_NAME = env.str("ORGANISATION_NAME", "")
SHOW_NHS_LOGO = env.bool("SHOW_NHS_LOGO", False)
CONTACT_EMAIL = env.str("CONTACT_EMAIL", "")

VAR_DIR = Path(env.str("VAR_DIR", str(ROOT / "var")))
SITE_URL = env.str("SITE_URL", "http://localhost:8000")
SAMPLE_SIGN_IN = False

DEBUG = False
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=[])

INSTALLED_APPS = [
    # Our rooms come first, so that audit's own migrate and flush are the ones that run.
    "audit.apps.AuditConfig",
    "accounts.apps.AccountsConfig",
    "collab.apps.CollabConfig",
    "pathways.apps.PathwaysConfig",
    "agreements.apps.AgreementsConfig",
    "ui.apps.UiConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "guardian",
    "simple_history",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "csp",
]

MIDDLEWARE = [
    "ui.middleware.visitor_address",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "ui.middleware.private_pages",
    "ui.middleware.limits",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "ui.middleware.SignInRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "audit.middleware.request_context",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

_CONTEXT = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
    "ui.context_processors.service",
]
TEMPLATES = [
    {
        "NAME": "pages",
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "ui.jinja.environment",
            "undefined": ChainableUndefined,
            "trim_blocks": True,
            "lstrip_blocks": True,
            "context_processors": _CONTEXT,
        },
    },
    {
        "NAME": "allauth",
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [*_CONTEXT, "csp.context_processors.nonce"],
            "builtins": ["ui.templatetags.nhsuk"],
        },
    },
]
FORM_RENDERER = "ui.rendering.NHSRenderer"


def database_from(url: str) -> dict[str, object]:
    """Turn a database address into Django's settings, with what SQLite needs.

    SQLite without WAL and IMMEDIATE loses concurrent writes (docs/adr/0004).
    """
    database: dict[str, object] = dict(environ.Env.db_url_config(url))
    if str(database["ENGINE"]).endswith("sqlite3"):
        database["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
                "PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON;"
            ),
        }
    else:
        database["CONN_MAX_AGE"] = 60
        database["CONN_HEALTH_CHECKS"] = True
    return database


DATABASES = {
    "default": database_from(
        env.str("DATABASE_URL", f"sqlite:///{VAR_DIR / 'concordat.sqlite3'}")
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ATOMIC_REQUESTS = False

# Counters of failed sign-ins must be shared between processes (settled 12).
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": env.str("REDIS_URL"),
    }
    if env.str("REDIS_URL", "")
    else {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": str(VAR_DIR / "cache"),
    }
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 12
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "ui.views.errors.csrf_failure"

# guardian knows no expiry and says yes to superusers, so only collab.grants asks it
# (settled 10); nobody is anonymous by row.
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False

SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True
SIMPLE_HISTORY_DATE_INDEX = False
SIMPLE_HISTORY_REVERT_DISABLED = True

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = ROOT / "staticfiles"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(VAR_DIR / "files")},
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# How many proxies in front add an address to X-Forwarded-For; what stands before
# theirs is not believed.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 0)
# The largest file (25 MB) and a form around it.
LARGEST_REQUEST = 27 * 1024 * 1024

# A program that looks through uploads: its words, separated by commas; the path of
# the file comes last. It ends with 0 for a file that may be kept.
DOCUMENT_SCANNER: list[str] = env.list("DOCUMENT_SCANNER", default=[])
DOCUMENT_SCANNER_SECONDS = env.int("DOCUMENT_SCANNER_SECONDS", 60)

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF, *OIDC_FORM_ORIGINS],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if env.str("EMAIL_HOST", "")
    else "accounts.mail.FileBackend"
)
EMAIL_HOST = env.str("EMAIL_HOST", "")
EMAIL_PORT = env.int("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", False)
EMAIL_TIMEOUT = 15
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "Concordat <concordat@localhost>")
MAIL_DOMAIN = env.str("MAIL_DOMAIN", "concordat.localhost")

CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", "filesystem://localhost")
CELERY_TIMEZONE = "Europe/London"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 120
CELERY_TASK_SOFT_TIME_LIMIT = 100
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE: dict[str, dict[str, object]] = {
    "sweep-outbox": {"task": "audit.sweep_outbox", "schedule": 60.0},
    "heartbeat": {"task": "accounts.note_heartbeat", "schedule": 60.0},
    "record-readings": {"task": "collab.record_readings", "schedule": 60.0},
    "record-failed-sign-ins": {"task": "accounts.record_failures", "schedule": 300.0},
    "sweep-reminders": {"task": "collab.sweep_reminders", "schedule": 300.0},
    "let-requests-run-out": {"task": "agreements.sweep_expiries", "schedule": 300.0},
    "send-digests": {"task": "accounts.send_digests", "schedule": 300.0},
    # A walk through all that lives: it mends what was overlooked.
    "repair-due-things": {"task": "collab.repair_due_things", "schedule": 21_600.0},
    "bring-into-force": {"task": "agreements.sweep_periods", "schedule": 300.0},
}
if CELERY_BROKER_URL.startswith("filesystem"):
    _QUEUE = VAR_DIR / "queue"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_QUEUE / "messages"),
        "data_folder_out": str(_QUEUE / "messages"),
        "processed_folder": str(_QUEUE / "done"),
        "control_folder": str(_QUEUE / "control"),
        "store_processed": False,
        "polling_interval": 0.5,
    }

OUTBOX_LEASE_SECONDS = env.int("OUTBOX_LEASE_SECONDS", 90)
OUTBOX_SEND_AT_ONCE = True

SILENCED_SYSTEM_CHECKS = [
    # An e-mail address is unique whatever its capitals, by a constraint.
    "auth.W004",
    # Only collab.grants asks guardian; it is no authentication backend.
    "guardian.W001",
]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(levelname)s %(name)s: %(message)s"}},
    "filters": {"hide_secrets": {"()": "ui.logs.HideSecretAddresses"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "plain",
            "filters": ["hide_secrets"],
        }
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "WARNING")},
}
