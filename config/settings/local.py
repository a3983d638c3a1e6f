"""One machine, one person trying it out: SQLite, the file broker, loopback only."""

import secrets

from config.settings.base import *
from config.settings.base import ROOT, VAR_DIR, env


def _key_kept_in(path):  # type: ignore[no-untyped-def]
    """Read the secret key of this machine, making it at the first start."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text().strip()


SECRET_KEY = env.str("SECRET_KEY", "") or _key_kept_in(VAR_DIR / "keys" / "secret-key")
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
SAMPLE_SIGN_IN = env.bool("SAMPLE_SIGN_IN", True)
ENVIRONMENT = "local"

assert ROOT  # noqa: S101 - re-exported for readers of this module
