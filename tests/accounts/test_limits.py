"""Guessing at the same moment: counted under a lock, with real commits."""

import threading

import pytest
from django.db import connection
from django.test import Client, RequestFactory

from satuatap.accounts import limits
from satuatap.accounts.models import AuditEntry, SignInFailure
from tests.accounts.conftest import PASSWORD
from tests.conftest import owner_at_work

pytestmark = pytest.mark.world("administration")


def at_once(*jobs):
    """Run the jobs in threads that begin in the same moment."""
    ready = threading.Barrier(len(jobs))

    def run(job):
        ready.wait()
        try:
            job()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[job]) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def guess(address, times, answers):
    """Somebody at this address types wrong passwords."""

    def job():
        browser = Client(REMOTE_ADDR=address)
        for number in range(times):
            fields = {"login": "ratna", "password": f"salah-{number}"}
            page = browser.post("/akun/masuk/", fields).content.decode()
            answers.append("refused" if "Terlalu banyak percobaan" in page else "wrong")

    return job


def test_two_guessers_at_once_do_not_double_their_chance(committing, person):
    answers = []

    at_once(guess("10.0.0.1", 10, answers), guess("10.0.0.2", 10, answers))

    assert answers.count("wrong") == 2 * limits.PER_ADDRESS
    assert answers.count("refused") == 2 * (10 - limits.PER_ADDRESS)
    tries = SignInFailure.objects.exclude(factor="refused")
    assert tries.count() == 2 * limits.PER_ADDRESS
    with owner_at_work():
        assert AuditEntry.objects.filter(verb="sign_in_refused").count() == 1


def test_ten_threads_from_one_place_get_five_tries(committing):
    answers = []

    at_once(*(guess("10.0.0.3", 1, answers) for _ in range(10)))

    assert sorted(answers) == ["refused"] * 5 + ["wrong"] * 5


def test_the_owner_may_sign_in_ten_times_in_one_moment(committing):
    answers = []

    def sign_in():
        page = Client().post("/akun/masuk/", {"login": "ratna", "password": PASSWORD})
        answers.append(page.status_code)

    at_once(*[sign_in] * 10)

    assert answers == [302] * 10
    assert not SignInFailure.objects.exists()


def test_behind_our_proxy_the_last_forwarded_address_counts(settings):
    request = RequestFactory().get(
        "/", REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="1.2.3.4, 10.0.0.9"
    )
    assert limits.address_of(request) == "127.0.0.1"

    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert limits.address_of(request) == "10.0.0.9"


def test_old_failures_are_forgotten_after_a_year_and_more(db, now):
    request = RequestFactory().get("/")
    limits.reserve("ratna", request, limits.Factor.PASSWORD)
    old = limits.reserve("ratna", request, limits.Factor.PASSWORD)
    old.delete()
    old.at = now - limits.KEPT_FOR * 2
    old.save(force_insert=True)

    assert limits.forget_old(now) == 1
    assert SignInFailure.objects.count() == 1


def test_addresses_and_names_do_not_lie_readable(db):
    limits.reserve("ratna", RequestFactory().get("/", REMOTE_ADDR="10.1.2.3"), "password")

    row = SignInFailure.objects.get()

    assert b"ratna" not in bytes(row.account_hash)
    assert len(bytes(row.account_hash)) == len(bytes(row.address_hash)) == 32
