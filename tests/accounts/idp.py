"""An identity provider for tests: allauth's own, asked without a network."""

import io
from typing import Any

import requests
from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from django.test import Client
from requests.adapters import BaseAdapter

HOST = "idp.testserver"
SAYS: dict[str, Any] = {}


class Adapter(DefaultOIDCAdapter):
    """Adds to the tokens what a test wants the provider to say."""

    def populate_id_token(self, id_token, client, scopes, **kwargs):
        id_token.update(SAYS)

    def get_claims(self, purpose, user, client, scopes, email=None, **kwargs):
        claims = super().get_claims(purpose, user, client, scopes, email, **kwargs)
        return claims | {key: SAYS[key] for key in ("email", "sub") if key in SAYS}


class _ThroughTheTestClient(BaseAdapter):
    """Carries what the site asks of the provider to the provider's own views."""

    def send(self, request, **_):
        response = requests.Response()
        body = request.body or b""
        answer = Client(SERVER_NAME=HOST).generic(
            request.method,
            request.path_url,
            body.encode() if isinstance(body, str) else body,
            content_type=request.headers.get("Content-Type", ""),
            headers={
                name: value
                for name, value in request.headers.items()
                if name in ("Authorization", "Accept")
            },
        )
        response.status_code = answer.status_code
        response.headers.update(answer.items())
        response.raw = io.BytesIO(answer.content)
        response.url = request.url
        response.request = request
        return response

    def close(self):
        """Nothing is open."""


def session() -> requests.Session:
    """A session of requests that reaches the provider and nothing else."""
    made = requests.Session()
    made.mount("http://", _ThroughTheTestClient())
    return made
