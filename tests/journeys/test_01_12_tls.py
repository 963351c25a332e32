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
    running = own_installation(
        home=home,
        SATUATAP_TLS_CERTIFICATE=str(tls / "127.0.0.1.crt"),
        SATUATAP_TLS_KEY=str(tls / "127.0.0.1.key"),
    )

    answer = requests.get(running.administration, verify=str(tls / "authority.crt"), timeout=10)
    assert answer.status_code == 200, "our authority vouches for the service"

    context = browser.new_context(locale="id-ID", ignore_https_errors=True)
    Visitor(context.new_page(), running.administration).sign_in("dewi")
    cookies = context.cookies()
    assert {cookie["name"] for cookie in cookies} >= {"__Host-satuatap_administration"}
    assert all(cookie["secure"] for cookie in cookies)
    assert all(cookie["httpOnly"] for cookie in cookies)
