"""How gunicorn serves: threads, and no port before the first pages were rendered."""

import os
import sys
from http import HTTPStatus

from gunicorn.arbiter import Arbiter

wsgi_app = "config.wsgi"
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
timeout = 60
graceful_timeout = 8
keepalive = 5
preload_app = True
control_socket_disable = True
# A temporary folder in memory, where there is one, so that a slow disk is not taken
# for a stuck worker.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108
max_requests = 10_000
max_requests_jitter = 1_000
loglevel = os.environ.get("LOG_LEVEL", "warning").lower()
# The proxy in front says how the visitor came; trust it only where it is named.
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1")


def on_starting(server: Arbiter) -> None:
    """Render the layouts and the sign-in page once, before the port is opened.

    gunicorn calls this after it has loaded the application and before it listens, so
    the first visitor finds templates compiled, and a broken page stops the start.
    """
    from django.conf import settings  # noqa: PLC0415 - settings need the environment
    from django.db import connections  # noqa: PLC0415
    from django.shortcuts import resolve_url  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    host = next((name for name in settings.ALLOWED_HOSTS if name != "*"), "localhost")
    # Behind a proxy every visitor comes by TLS; here the header says so.
    visitor = Client(
        raise_request_exception=False,
        SERVER_NAME=host.lstrip("."),
        headers={"x-forwarded-proto": "https"},
    )
    answer = visitor.get(resolve_url(settings.LOGIN_URL), secure=True)
    if answer.status_code != HTTPStatus.OK:
        sys.exit(f"The sign-in page answered {answer.status_code}; see above.")
    # A connection must not be shared with the processes that are about to fork.
    connections.close_all()
    server.log.info("The sign-in page was rendered; opening the port.")
