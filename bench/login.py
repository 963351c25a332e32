"""Promise P17: 500 people sign in within ten seconds, from one address, and all come in.

    python -m bench login --size small

Each person is a thread with a browser's three requests: the form, the password, the first page.
The accounts are made beforehand, in the database of the environment (SATUATAP_DATABASE_URL).
Nothing here is compared with SQL: the work is the password's Argon2id, whose bare cost is printed.
"""

import argparse
import http.client
import json
import os
import statistics
import threading
import time
from dataclasses import dataclass

from bench.browsing import TOKEN, Browser
from demo.town import town

HERD = {"small": (50, 1.0), "S": (500, 10.0), "M": (500, 10.0), "L": (500, 10.0)}
PROMISED_SECONDS = 25
PASSWORD = "kawanan lima ratus orang"


@dataclass
class SignIn:
    """How one person fared; seconds are counted from the herd's first moment and from her own."""

    outcome: str
    took: float
    done_at: float


def sign_in(url, username):
    """The three requests of one person; returns "in", "refused" or what went wrong."""
    browser = Browser(url)
    status, page, _ = browser.send("GET", "/akun/masuk/")
    if status != 200:
        return f"form answered {status}"
    fields = {"login": username, "password": PASSWORD}
    fields["csrfmiddlewaretoken"] = TOKEN.search(page)[1]
    status, page, target = browser.send("POST", "/akun/masuk/", fields)
    if status != 302:
        return "refused" if status == 200 else f"password answered {status}"
    status, page, _ = browser.send("GET", "/akun/" if target == "/" else target)
    return "in" if status == 200 else f"first page answered {status}"


def herd(url, usernames, seconds):
    """Everybody within so many seconds, evenly; returns each one's fate."""
    fates, begin = [], time.monotonic() + 0.5

    def come(number, username):
        time.sleep(max(0, begin + seconds * number / len(usernames) - time.monotonic()))
        start = time.monotonic()
        try:
            outcome = sign_in(url, username)
        except (OSError, http.client.HTTPException) as error:
            outcome = type(error).__name__
        end = time.monotonic()
        fates.append(SignIn(outcome, end - start, end - begin))

    threads = [
        threading.Thread(target=come, args=(number, username))
        for number, username in enumerate(usernames)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return fates


def make_accounts(count):
    """Accounts bench-001 and on at the first installed office; returns their names."""
    import django

    django.setup()
    from django.contrib.auth.hashers import make_password

    from satuatap.accounts.models import SignInFailure, User
    from satuatap.places.models import Office

    office = Office.objects.installed().first()
    names = [f"bench-{number:03}" for number in range(1, count + 1)]
    password = make_password(PASSWORD)
    people = [
        User(username=name, full_name=name, home_office=office, password=password, is_demo=True)
        for name in names
    ]
    User.objects.bulk_create(people, ignore_conflicts=True)
    User.objects.filter(username__in=names).update(password=password)
    SignInFailure.objects.all().delete()
    return names


def bare_password():
    """Median seconds of one Argon2id verification at our settings, without anything else."""
    from django.contrib.auth.hashers import check_password, make_password

    encoded, costs = make_password(PASSWORD), []
    for _ in range(10):
        start = time.perf_counter()
        check_password(PASSWORD, encoded)
        costs.append(time.perf_counter() - start)
    return statistics.median(costs)


def measure(url, size):
    """Run one herd and return what is printed as the last line."""
    count, seconds = HERD[size]
    fates = herd(url, make_accounts(count), seconds)
    came_in = [fate for fate in fates if fate.outcome == "in"]
    wrong = sorted({fate.outcome for fate in fates} - {"in", "refused"})
    took = sorted(fate.took for fate in fates)
    return {
        "bench": "login",
        "size": size,
        "ours": round(statistics.median(took), 4),
        "sql": None,
        "plain": None,
        "peer": None,
        "people": count,
        "within": seconds,
        "came_in": len(came_in),
        "refused": sum(fate.outcome == "refused" for fate in fates),
        "errors": len(fates) - len(came_in) - sum(f.outcome == "refused" for f in fates),
        "what_went_wrong": wrong,
        "slowest": round(took[-1], 4),
        "all_in": round(max(fate.done_at for fate in fates), 2),
        "promised": PROMISED_SECONDS,
        "bare_password": round(bare_password(), 4),
    }


def main(words=None):
    """Print a line for people, and as the last one a JSON object."""
    parser = argparse.ArgumentParser(prog="bench login", description=__doc__)
    parser.add_argument("--size", choices=HERD, default="small")
    parser.add_argument("--url", help="a running service; without it the bench starts its own")
    given = parser.parse_args(words)
    if given.url:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "satuatap.settings")
        found = measure(given.url, given.size)
    else:
        with town() as installation:
            os.environ.update(installation.environment("service"))
            found = measure(installation.administration, given.size)
    print(
        f"{found['came_in']} of {found['people']} came in, the last after {found['all_in']} s; "
        f"{found['refused']} refused, {found['errors']} errors; "
        f"median {found['ours']} s, slowest {found['slowest']} s."
    )
    print(json.dumps(found))


if __name__ == "__main__":
    main()
