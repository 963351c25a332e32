"""What an HTTP request costs when nothing is done: one empty Django view under the same server.

The server runs as the services do (`launcher.programs`), without middleware, database, templates.
"""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path

from bench.browsing import Browser
from demo.town import CHECKOUT, free_ports
from launcher.programs import CONNECTIONS, THREADS


def empty(request):
    """An answer without content."""
    return HttpResponse("")


urlpatterns = [path("", empty)]


def application():
    """The WSGI application of this module; made only in the server's own process."""
    settings.configure(
        ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], SECRET_KEY="empty", MIDDLEWARE=[]
    )
    return get_wsgi_application()


@contextmanager
def empty_server() -> Iterator[Browser]:
    """A browser that is connected to the empty view."""
    port = free_ports()[0]
    words = [
        "--interface", "wsgi", "--host", "127.0.0.1", "--port", port, "--workers", 1,
        "--blocking-threads", THREADS, "--backpressure", CONNECTIONS, "--log-level", "warning",
        "--no-ws", "--no-access-log", "--factory", "bench.empty_view:application",
    ]  # fmt: skip
    process = subprocess.Popen(
        [sys.executable, "-m", "granian", *map(str, words)], cwd=CHECKOUT, start_new_session=True
    )
    try:
        yield _connected(f"http://127.0.0.1:{port}", process)
    finally:
        process.terminate()
        process.wait()


def _connected(url, process) -> Browser:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.poll() is None:
        browser = Browser(url)
        try:
            browser.get("/")
        except OSError:
            time.sleep(0.1)
        else:
            return browser
    raise SystemExit("the empty view does not answer")
