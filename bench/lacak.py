"""A hundred people look at once where their application stands, each by her code.

    python -m bench lacak --size M

Each client is a thread with a connection of its own that asks for /lacak/<code>/ as fast as it is
answered; the codes are those of the longest running and of the newest finished applications.
`plain` is an empty view under the same server with the same clients. No error is allowed.
"""

import json
import os
import statistics
import threading
import time

from bench.browsing import Browser
from bench.empty_view import empty_server
from bench.kept import house, size_given
from bench.measuring import in_words, percentile

CLIENTS = 100
SECONDS = {"S": 10, "M": 30, "L": 30}
CODES = 400


def main(words=None) -> int:
    """Print lines for people, and as the last one a JSON object."""
    size = size_given("lacak", words)
    with house(size) as installation, empty_server() as empty:
        codes = codes_of(installation)
        paths = [f"/lacak/{code}/" for code in codes]
        plain, wrong = together(f"http://{empty.host}", ["/"], SECONDS[size] / 3)
        together(installation.administration, paths, 2)  # plans and caches
        took, errors = together(installation.administration, paths, SECONDS[size])
    print(in_words("plain", plain))
    print(in_words("ours", took))
    print(f"  {len(took) / SECONDS[size]:.0f} pages/s for {CLIENTS} clients, {errors} errors")
    ours, empty_view = statistics.median(took), statistics.median(plain)
    print(json.dumps({
        "bench": "lacak", "size": size, "ours": round(ours, 5), "sql": None,
        "plain": round(empty_view, 5), "peer": None, "ratio_sql": None,
        "ratio_plain": round(ours / empty_view, 2), "ratio_peer": None, "clients": CLIENTS,
        "p95": round(percentile(took, 0.95), 5), "pages_per_second": round(len(took) / SECONDS[size], 1),
        "errors": errors + wrong,
    }))  # fmt: skip
    return 1 if errors + wrong else 0


def codes_of(installation) -> list[str]:
    """Codes of applications, opened with the keys of this installation."""
    os.environ.update(installation.environment("owner"))
    import django

    django.setup()
    from satuatap.applications.models import Application

    here = Application.objects.filter(office__code__startswith="contoh-")
    running = here.filter(status="open").order_by("id")[: CODES // 2]
    finished = here.filter(status="finished").order_by("-id")[: CODES // 2]
    return [application.code for application in [*running, *finished]]


def together(url, paths, seconds):
    """Seconds of every answer, and how many were not a page."""
    took, errors, begin = [], [], threading.Barrier(CLIENTS)
    deadline = time.monotonic() + seconds + 1

    def look(number):
        browser, turn = Browser(url), number
        begin.wait(60)
        while time.monotonic() < deadline:
            path, turn = paths[turn % len(paths)], turn + CLIENTS
            begun = time.perf_counter()
            try:
                status = browser.send("GET", path)[0]
            except OSError as error:
                errors.append(error)
                return
            took.append(time.perf_counter() - begun)
            if status != 200:
                errors.append(status)

    threads = [threading.Thread(target=look, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        print(f"  first error: {errors[0]!r}")
    return took, len(errors)
