"""The port opens only when the first pages were rendered."""

import logging

import pytest
from django.core.signals import request_finished
from gunicorn.arbiter import Arbiter

from config import server


class Starting:
    """What gunicorn hands to the hook: only its log is used."""

    log = logging.getLogger("tests.gunicorn")


@pytest.mark.django_db
class TestOnStarting:
    def test_renders_the_sign_in_page(self, django_assert_max_num_queries):
        seen = []
        request_finished.connect(lambda **_: seen.append(1), weak=False)

        server.on_starting(Starting())

        assert seen

    def test_refuses_to_start_where_the_page_is_broken(self, settings):
        settings.LOGIN_URL = "/no-such-page"

        with pytest.raises(SystemExit, match="The sign-in page answered 500"):
            server.on_starting(Starting())


class TestArbiter:
    def test_calls_the_hook_before_it_listens(self, monkeypatch):
        """Which gunicorn promises nowhere: seen in its source, so held here."""
        order = []
        monkeypatch.setattr(
            "gunicorn.sock.create_sockets", lambda *_: order.append("listens") or []
        )

        class Configured:
            pidfile = None
            reuse_port = False
            worker_class_str = "sync"
            dirty_workers = 0
            dirty_apps = ()
            log = logging.getLogger("tests.gunicorn")

            def on_starting(self, _):
                order.append("renders")

            def when_ready(self, _):
                order.append("ready")

        arbiter = Arbiter.__new__(Arbiter)
        arbiter.__dict__.update(
            cfg=Configured(),
            log=Configured.log,
            _stats={},
            worker_class=object,
            master_pid=0,
            pidfile=None,
        )
        monkeypatch.setattr(arbiter, "init_signals", lambda: None)
        monkeypatch.setattr(Arbiter, "LISTENERS", [])

        arbiter.start()

        assert order == ["renders", "listens", "ready"]
