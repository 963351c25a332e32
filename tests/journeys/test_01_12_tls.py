"""Over TLS with a certificate of our own authority: secure cookies, and nothing in the clear."""

import os
import subprocess
import sys

import requests

from demo.town import CHECKOUT
from tests.journeys.conftest import Visitor


def test_signing_in_over_tls(own_installation, browser, tmp_path):
    home = tmp_path / "home"
    subprocess.run(
        [sys.executable, "manage.py", "certificate", "--for", "127.0.0.1"], cwd=CHECKOUT, check=True,
        env={"PATH": os.environ["PATH"], "SATUATAP_HOME": str(home)}, capture_output=True,
    )  # fmt: skip
    tls = home / "tls"
    certificate, key, authority = _files(tls)
    running = own_installation(
        home=home, SATUATAP_TLS_CERTIFICATE=str(certificate), SATUATAP_TLS_KEY=str(key)
    )

    answer = requests.get(running.administration, verify=str(authority), timeout=10)
    assert answer.status_code == 200, "our authority vouches for the service"

    context = browser.new_context(locale="id-ID", ignore_https_errors=True)
    Visitor(context.new_page(), running.administration).sign_in("dewi")
    cookies = context.cookies()
    assert {cookie["name"] for cookie in cookies} >= {"__Host-satuatap_administration"}
    assert all(cookie["secure"] for cookie in cookies)
    assert all(cookie["httpOnly"] for cookie in cookies)


def _files(tls):
    """Server certificate, its key and the authority, as `manage.py certificate` leaves them."""
    names = sorted(path.name for path in tls.iterdir())
    key = next(n for n in names if n.endswith((".key", "key.pem")) and "authority" not in n)
    authority = next(n for n in names if "authority" in n and "key" not in n)
    server = next(
        n for n in names if n.endswith((".crt", ".pem")) and "authority" not in n and "key" not in n
    )
    return tls / server, tls / key, tls / authority
