"""Production: refuses what is only fit for one machine."""

from django.core.exceptions import ImproperlyConfigured

from config.settings.base import *
from config.settings.base import DATABASES, env

ENVIRONMENT = "production"


def required(name: str) -> str:
    """Read a setting that must be there, or stop with a sentence that says so."""
    value = env.str(name, "")
    if not value:
        message = f"Set {name} in the environment (docs/reference/settings.md)."
        raise ImproperlyConfigured(message)
    return str(value)


SECRET_KEY = required("SECRET_KEY")
if len(SECRET_KEY) < 40:
    message = "SECRET_KEY must have at least 40 characters."
    raise ImproperlyConfigured(message)
if not str(DATABASES["default"]["ENGINE"]).endswith("postgresql"):
    message = "Production runs on PostgreSQL: set DATABASE_URL=postgres://…"
    raise ImproperlyConfigured(message)
if env.bool("SAMPLE_SIGN_IN", False):
    message = "SAMPLE_SIGN_IN opens the door to sample people; production refuses it."
    raise ImproperlyConfigured(message)

# Without a server mail lies in files that administrators read, invitations and the
# codes of forgotten passwords among it: they could act as anybody.
required("EMAIL_HOST")
required("REDIS_URL")
required("CELERY_BROKER_URL")
if not required("SITE_URL").startswith("https://"):
    message = "SITE_URL must begin with https://: its links sign people in."
    raise ImproperlyConfigured(message)
if "*" in required("ALLOWED_HOSTS").replace(" ", "").split(","):
    message = "ALLOWED_HOSTS must name the hosts; * would let anybody choose one."
    raise ImproperlyConfigured(message)

# TLS ends at a proxy, so there is one at least.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 1)

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
# A browser takes these names from this host alone and over TLS alone.
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken"
