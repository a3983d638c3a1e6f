"""How people get in: the sign-in library's settings and single sign-on."""

from urllib.parse import urlsplit

import environ

env = environ.Env()

# Seals second-factor secrets and waiting mail; SECRET_KEY serves where it is empty.
MFA_KEY = env.str("MFA_KEY", "")

ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
# Whoever types a stranger's address must not have us write to it.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_PREVENT_ENUMERATION = True
# Checking a paper is open to all, and limited as failed sign-ins are.
ACCOUNT_RATE_LIMITS = {
    "check_paper": "10/m/ip",
    "calendar_feed": "60/m/ip,20/m/key",
}
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300

MFA_ADAPTER = "accounts.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_TOTP_ISSUER = env.str("SERVICE_NAME", "Concordat")
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "add_webauthn": "accounts.adapters.NewPasskeyForm",
    "authenticate_webauthn": "accounts.adapters.PasskeyForm",
    "reauthenticate_webauthn": "accounts.adapters.ConfirmingPasskeyForm",
}
# A passkey has nothing to guess, so signing in with one is never locked out.
MFA_RATE_LIMITS = {"webauthn_login": None}

SOCIALACCOUNT_ADAPTER = "accounts.adapters.SingleSignOnAdapter"
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"

# Whether the provider itself asks everybody for a second factor.
OIDC_ASKS_FOR_SECOND_FACTOR = env.bool("OIDC_ASKS_FOR_SECOND_FACTOR", False)


def single_sign_on(
    *, server: str, name: str, client: str, secret: str
) -> dict[str, dict[str, object]]:
    """Describe one OpenID Connect provider to the library; none for an empty server."""
    if not server:
        return {}
    app = {
        "provider_id": "sso",
        "name": name,
        "client_id": client,
        "secret": secret,
        "settings": {"server_url": server},
    }
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}


SOCIALACCOUNT_PROVIDERS = single_sign_on(
    server=env.str("OIDC_SERVER_URL", ""),
    name=env.str("OIDC_NAME", "your organisation's account"),
    client=env.str("OIDC_CLIENT_ID", ""),
    secret=env.str("OIDC_CLIENT_SECRET", ""),
)
# Where a form may lead to in the end: the policy of the pages needs to know.
OIDC_FORM_ORIGINS = [
    f"{parts.scheme}://{parts.netloc}"
    for parts in [urlsplit(env.str("OIDC_SERVER_URL", ""))]
    if parts.netloc
] + env.list("OIDC_ORIGINS", default=[])
