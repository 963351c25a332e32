"""Slow uploads beside a plain page: 30 clients at 8 kbit/s must not hold up the next page.

    python -m bench uploads --size small

Starts an installation of its own. Each slow client sends a scan of one megabyte at a kilobyte a
second for as long as the bench runs; beside them somebody asks for the tracking page.
"""

import argparse
import json
import socket
import statistics
import threading
import time
import urllib.request
from urllib.parse import urlsplit

from demo.town import town

CLIENTS = {"small": 30, "S": 30, "M": 30, "L": 30}
SECONDS = {"small": 10, "S": 30, "M": 60, "L": 60}
PROMISED_SECONDS = 1.0


def main(arguments) -> int:
    """Measure the plain page without and with the slow clients."""
    parser = argparse.ArgumentParser(prog="bench uploads")
    parser.add_argument("--size", choices=CLIENTS, default="small")
    size = parser.parse_args(arguments).size
    with town() as installation:
        quiet = _pages(installation.administration, 5)
        stop = threading.Event()
        slow = [
            threading.Thread(target=_drip, args=(installation.administration, stop), daemon=True)
            for _client in range(CLIENTS[size])
        ]
        for client in slow:
            client.start()
        time.sleep(2)
        beside = _pages(installation.administration, SECONDS[size])
        stop.set()
    print(f"plain page alone: median {statistics.median(quiet):.3f} s of {len(quiet)}")
    print(f"beside {CLIENTS[size]} slow uploads: median {statistics.median(beside):.3f} s, "
          f"longest {max(beside):.3f} s of {len(beside)} (promise {PROMISED_SECONDS} s)")  # fmt: skip
    print(json.dumps({
        "bench": "uploads", "size": size, "ours": statistics.median(beside), "sql": None,
        "plain": statistics.median(quiet), "peer": None, "ratio_sql": None,
        "ratio_plain": round(statistics.median(beside) / statistics.median(quiet), 2),
        "ratio_peer": None, "longest": round(max(beside), 3), "clients": CLIENTS[size],
    }))  # fmt: skip
    return 0 if max(beside) <= PROMISED_SECONDS else 1


def _pages(home, seconds):
    took, deadline = [], time.monotonic() + seconds
    while time.monotonic() < deadline:
        begun = time.monotonic()
        urllib.request.urlopen(f"{home}/lacak/", timeout=30).read()  # noqa: S310  our own address
        took.append(time.monotonic() - begun)
        time.sleep(0.1)
    return took


def _drip(home, stop):
    parts = urlsplit(home)
    with socket.create_connection((parts.hostname, parts.port), timeout=30) as line:
        line.sendall(
            b"POST /lacak/ HTTP/1.1\r\nHost: " + parts.netloc.encode() + b"\r\n"
            b"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 1000000\r\n\r\n"
        )
        while not stop.is_set():
            line.sendall(b"a" * 1000)
            time.sleep(1)
