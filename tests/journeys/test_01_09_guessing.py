"""Walk 9: wrong second factor ten times, a password guessed from two addresses at once."""

import base64
import hmac
import re
import struct
import threading
import time

import requests

from tests.journeys.inside import run

TOKEN = 'name="csrfmiddlewaretoken" value="'


def guess(home, username, password, address):
    """One try at the sign-in page by a browser of its own; the proxy tells where it came from."""
    browser = requests.Session()
    page = browser.get(f"{home}/akun/masuk/").text
    token = page.split(TOKEN)[1].split('"')[0]
    words = {"login": username, "password": password, "csrfmiddlewaretoken": token}
    return browser.post(
        f"{home}/akun/masuk/", data=words,
        headers={"Origin": home, "X-Forwarded-For": address},
    ).text  # fmt: skip


def test_guessers_are_stopped_and_the_owner_is_told(breakable, browser):
    from tests.journeys.conftest import Visitor

    home, answers = breakable.administration, []
    guessers = [
        threading.Thread(
            target=lambda address=address: answers.extend(
                guess(home, "sri", f"salah {n}", address) for n in range(12)
            )
        )
        for address in ("198.51.100.1", "198.51.100.2")
    ]
    for guesser in guessers:
        guesser.start()
    for guesser in guessers:
        guesser.join()

    tried = sum("belum cocok" in answer for answer in answers)
    assert tried <= 15, "more passwords were checked than the limit allows"
    assert sum("Terlalu banyak percobaan" in answer for answer in answers) == 24 - tried

    visitor = Visitor(browser.new_context(locale="id-ID").new_page(), home)
    visitor.sign_in("sri")
    assert "percobaan" in visitor.text.lower() and "gagal" in visitor.text.lower()


def test_ten_wrong_second_factors_are_stopped_and_the_owner_is_told(breakable, browser):
    from tests.journeys.conftest import Visitor

    window = browser.new_context(locale="id-ID")
    made = Visitor(window.new_page(), breakable.administration).sign_in("bayu")
    secret = _activate(made)
    guesser = Visitor(browser.new_context(locale="id-ID").new_page(), breakable.administration)
    guesser.sign_in("bayu")
    answers = []
    for number in range(10):
        guesser.page.locator("[name=code]").fill(f"00000{number}")
        guesser.press("Masuk")
        answers.append(guesser.text)

    assert sum("belum cocok" in answer for answer in answers) <= 5
    assert "Terlalu banyak percobaan" in answers[-1]

    run(
        breakable,
        "from satuatap.accounts.models import SignInFailure\n"
        "from datetime import timedelta\nfrom django.db.models import F\n"
        "SignInFailure.objects.update(at=F('at') - timedelta(minutes=16))",
    )
    owner = Visitor(browser.new_context(locale="id-ID").new_page(), breakable.administration)
    owner.sign_in("bayu")
    owner.page.locator("[name=code]").fill(totp(secret, steps=1))
    owner.press("Masuk")
    assert "percobaan" in owner.text.lower() and "gagal" in owner.text.lower()


def _activate(visitor):
    """Set up the second factor as a phone does; returns its secret."""
    visitor.goto("/akun/langkah-kedua/pasang/")
    if visitor.page.locator("[name=password]").count():
        visitor.page.locator("[name=password]").fill("satuatap-demo")
        visitor.press("Lanjutkan")
        visitor.goto("/akun/langkah-kedua/pasang/")
    secret = re.search(r"(?:[A-Z2-7]{4}[\s-]?){8}", visitor.text).group()
    secret = re.sub(r"[\s-]", "", secret)
    visitor.page.locator("[name=code]").fill(totp(secret))
    visitor.page.get_by_role("main").locator("button[type=submit]").first.click()
    visitor.page.wait_for_load_state()
    return secret


def totp(secret, steps=0):
    """The code that an authenticator app shows now (RFC 6238), or some steps later."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, struct.pack(">Q", int(time.time()) // 30 + steps), "sha1")
    place = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[place : place + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"
