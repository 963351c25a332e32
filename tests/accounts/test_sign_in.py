"""Signing in: password, limits, what the owner of an account is told, idleness."""

from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from satuatap.accounts import limits
from satuatap.accounts.devices import device_words
from satuatap.accounts.kept import KEY
from satuatap.accounts.models import Session, SignInFailure, User
from tests.accounts.conftest import PASSWORD, a_person

pytestmark = pytest.mark.world("administration")

SIGN_IN = "/akun/masuk/"


def try_to_sign_in(client, user, password=PASSWORD, **extra):
    """Send the sign-in form."""
    return client.post(SIGN_IN, {"login": user.username, "password": password}, **extra)


def is_signed_in(client):
    """Does the own account open?"""
    return client.get("/akun/").status_code == 200


def test_an_officer_signs_in_with_name_and_password(client, bu_ratna):
    answer = try_to_sign_in(client, bu_ratna)

    assert answer.status_code == 302
    assert answer.url == "/"
    assert is_signed_in(client)


def test_the_name_may_be_typed_with_capitals_and_spaces(client, bu_ratna):
    client.post(SIGN_IN, {"login": " RATNA ", "password": PASSWORD})

    assert is_signed_in(client)


@pytest.mark.parametrize(
    ("login", "password", "sentence"),
    [
        ("", "x", "Ketik nama pengguna Anda."),
        ("ratna", "", "Ketik kata sandi Anda."),
        ("ratna", "salah", "belum cocok"),
        ("tidak-ada", "salah", "belum cocok"),
        ("x" * 10000, "salah", "paling panjang 40"),
        ("ratna", "x" * 10000, "paling panjang 256"),
        ("ratna\0", "salah", "null"),
        ("\u202eratna😀", "salah😀", "belum cocok"),
    ],
)
def test_whatever_is_typed_is_answered_with_a_sentence(client, bu_ratna, login, password, sentence):
    answer = client.post(SIGN_IN, {"login": login, "password": password})

    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert not is_signed_in(client)


def test_the_page_says_whose_system_it_is_and_warns(client, cirebon):
    page = client.get(SIGN_IN).content.decode()

    assert "Sistem kerja petugas" in page
    assert "UU 27/2022" in page


def test_a_closed_account_does_not_open(client, bu_ratna):
    User.objects.filter(pk=bu_ratna.pk).update(is_active=False)

    answer = try_to_sign_in(client, bu_ratna)

    assert "belum cocok" in answer.content.decode()


def test_after_five_wrong_passwords_from_one_place_even_the_right_one_waits(client, bu_ratna):
    for _ in range(limits.PER_ADDRESS):
        try_to_sign_in(client, bu_ratna, "salah")

    answer = try_to_sign_in(client, bu_ratna)

    assert "Terlalu banyak percobaan" in answer.content.decode()
    assert not is_signed_in(client)


def test_from_another_place_the_owner_still_comes_in(client, bu_ratna):
    for _ in range(limits.PER_ADDRESS):
        try_to_sign_in(client, bu_ratna, "salah", REMOTE_ADDR="10.0.0.7")

    try_to_sign_in(client, bu_ratna, REMOTE_ADDR="10.0.0.8")

    assert is_signed_in(client)


def test_many_places_together_are_stopped_as_well(client, bu_ratna):
    for number in range(limits.PER_ACCOUNT):
        try_to_sign_in(client, bu_ratna, "salah", REMOTE_ADDR=f"10.0.1.{number}")

    answer = try_to_sign_in(client, bu_ratna, REMOTE_ADDR="10.0.2.1")

    assert "Terlalu banyak percobaan" in answer.content.decode()


def test_after_a_quarter_of_an_hour_the_limit_is_gone(client, bu_ratna):
    for _ in range(limits.PER_ADDRESS):
        try_to_sign_in(client, bu_ratna, "salah")
    SignInFailure.objects.all().delete()
    old = timezone.now() - limits.WINDOW - timedelta(seconds=1)
    here = SignInFailure(factor="password", at=old)
    here.account_hash = limits.account_hash(bu_ratna.username)
    here.address_hash = limits.keyed_hash("sign_in_address", "127.0.0.1")
    here.save()

    try_to_sign_in(client, bu_ratna)

    assert is_signed_in(client)


def test_a_hundred_right_passwords_from_one_office_are_never_refused(cirebon):
    people = [a_person(f"petugas-{number}", cirebon) for number in range(5)]

    for _ in range(4):
        for person in people:
            browser = Client()
            try_to_sign_in(browser, person)
            assert is_signed_in(browser)

    assert not SignInFailure.objects.exists()


def test_the_refusal_leaves_one_trace_in_a_window(client, bu_ratna, recorded):
    for _ in range(limits.PER_ADDRESS + 4):
        try_to_sign_in(client, bu_ratna, "salah")

    traces = [entry for entry in recorded() if entry["verb"] == "sign_in_refused"]
    assert len(traces) == 1
    assert traces[0]["about_id"] == str(bu_ratna.pk)
    assert traces[0]["office_id"] == bu_ratna.home_office_id


def test_an_unknown_name_is_limited_the_same_way(client, db, cirebon, recorded):
    for _ in range(limits.PER_ADDRESS):
        client.post(SIGN_IN, {"login": "tidak-ada", "password": "salah"})

    answer = client.post(SIGN_IN, {"login": "tidak-ada", "password": "salah"})

    assert "Terlalu banyak percobaan" in answer.content.decode()
    assert not recorded()


def test_signing_in_and_out_leave_their_traces(client, bu_ratna, recorded):
    try_to_sign_in(client, bu_ratna)
    client.post("/akun/keluar/")

    assert [entry["verb"] for entry in recorded()] == ["signed_in", "signed_out"]
    assert not is_signed_in(client)


def test_a_link_that_somebody_sent_does_not_sign_out(client, bu_ratna):
    client.force_login(bu_ratna)

    answer = client.get("/akun/keluar/")

    assert answer.status_code == 200
    assert is_signed_in(client)


def test_the_owner_is_told_of_failed_tries_until_she_has_read_it(client, bu_ratna):
    stranger = Client(REMOTE_ADDR="10.9.9.9")
    for _ in range(3):
        try_to_sign_in(stranger, bu_ratna, "salah")

    answer = try_to_sign_in(client, bu_ratna)
    assert answer.url == "/akun/percobaan/?next=%2F"
    page = client.get(answer.url)
    assert "3 percobaan masuk yang gagal sejak" in page.content.decode()

    # she closes the browser without reading: she is told again
    again = Client()
    assert try_to_sign_in(again, bu_ratna).url.startswith("/akun/percobaan/")

    until = page.context["failures"].until.isoformat()
    answer = client.post("/akun/percobaan/", {"until": until, "next": "/akun/sesi/"})
    assert answer.url == "/akun/sesi/"
    assert try_to_sign_in(Client(), bu_ratna).url == "/"


def test_a_try_made_while_she_reads_is_told_next_time(client, bu_ratna):
    stranger = Client(REMOTE_ADDR="10.9.9.9")
    try_to_sign_in(stranger, bu_ratna, "salah")
    try_to_sign_in(client, bu_ratna)
    page = client.get("/akun/percobaan/")
    try_to_sign_in(stranger, bu_ratna, "salah")

    until = page.context["failures"].until.isoformat()
    client.post("/akun/percobaan/", {"until": until})

    found = limits.failures_of(User.objects.get(pk=bu_ratna.pk))
    assert found.tries == 1


@pytest.mark.parametrize("until", ["", "kemarin", "9999-12-31T00:00:00+00:00", "2026-01-01"])
def test_nobody_marks_the_future_as_read(client, bu_ratna, until):
    client.force_login(bu_ratna)
    try_to_sign_in(Client(REMOTE_ADDR="10.9.9.9"), bu_ratna, "salah")

    client.post("/akun/percobaan/", {"until": until})
    try_to_sign_in(Client(REMOTE_ADDR="10.9.9.9"), bu_ratna, "salah")

    assert limits.failures_of(User.objects.get(pk=bu_ratna.pk))


def test_the_way_back_never_leads_to_a_strange_site(client, bu_ratna):
    answer = client.post(
        f"{SIGN_IN}?next=https://jahat.example/", {"login": bu_ratna.username, "password": PASSWORD}
    )

    assert answer.url == "/"


def test_a_session_ends_after_idleness(client, bu_ratna, let_time_pass):
    try_to_sign_in(client, bu_ratna)

    let_time_pass(client, minutes=django_settings.IDLE_MINUTES + 1)
    answer = client.get("/akun/")

    assert answer.status_code == 302
    assert answer.url.startswith(SIGN_IN)
    assert "habis=ya" in answer.url
    assert "lama tidak ada kegiatan" in client.get(answer.url).content.decode()


def test_what_she_had_typed_is_given_back_to_her(client, bu_tini, cirebon, let_time_pass):
    try_to_sign_in(client, bu_tini)
    let_time_pass(client, minutes=django_settings.IDLE_MINUTES + 1)

    answer = client.post(
        "/pengaturan/petugas/baru/", {"full_name": "Siti Rahma", "username": "siti.rahma"}
    )
    assert answer.url.startswith(SIGN_IN)
    answer = client.post(answer.url, {"login": bu_tini.username, "password": PASSWORD})
    page = client.get(answer.url).content.decode()

    assert "Siti Rahma" in page
    assert "Siti Rahma" in client.get(answer.url).content.decode(), "reloading loses nothing"


def test_what_she_had_typed_is_not_given_to_somebody_else(client, bu_tini, bu_ratna, let_time_pass):
    try_to_sign_in(client, bu_tini)
    let_time_pass(client, minutes=django_settings.IDLE_MINUTES + 1)
    client.post("/pengaturan/petugas/baru/", {"full_name": "Siti Rahma"})

    try_to_sign_in(client, bu_ratna)
    page = client.get(reverse("kept_form"), follow=True).content.decode()

    assert "Siti Rahma" not in page
    assert KEY not in client.session


def test_what_a_stranger_sends_is_not_kept(client, bu_tini):
    client.post("/pengaturan/petugas/baru/", {"full_name": "Siti Rahma"})

    assert KEY not in client.session


def test_passwords_are_never_kept(client, bu_ratna, let_time_pass):
    try_to_sign_in(client, bu_ratna)
    let_time_pass(client, minutes=django_settings.IDLE_MINUTES + 1)

    client.post("/akun/kata-sandi/", {"password": PASSWORD, "password_new": "rahasia baru sekali"})

    assert KEY not in client.session


def test_a_closed_account_is_out_at_the_next_request(client, bu_ratna):
    try_to_sign_in(client, bu_ratna)

    User.objects.filter(pk=bu_ratna.pk).update(is_active=False)

    assert not is_signed_in(client)


def test_her_own_sessions_are_listed_and_end_at_once(client, bu_ratna, recorded):
    phone = Client(HTTP_USER_AGENT="Mozilla/5.0 (Linux; Android 14) Chrome/120 Mobile")
    try_to_sign_in(phone, bu_ratna)
    try_to_sign_in(client, bu_ratna)

    page = client.get("/akun/sesi/").content.decode()
    assert "Chrome di Android" in page
    other = Session.objects.get(device="Chrome di Android")
    client.post(f"/akun/sesi/{other.pk}/akhiri/")

    assert not is_signed_in(phone)
    assert is_signed_in(client)
    assert recorded()[-1]["verb"] == "session_ended"


def test_all_her_other_sessions_end_together(client, bu_ratna):
    others = [Client(), Client()]
    for browser in (*others, client):
        try_to_sign_in(browser, bu_ratna)

    client.post("/akun/sesi/akhiri-lain/")

    assert not any(is_signed_in(browser) for browser in others)
    assert is_signed_in(client)


def test_nobody_ends_the_session_of_somebody_else(client, bu_ratna, bu_tini):
    other = Client()
    try_to_sign_in(other, bu_tini)
    try_to_sign_in(client, bu_ratna)
    session = Session.objects.get(user=bu_tini)

    answer = client.post(f"/akun/sesi/{session.pk}/akhiri/")
    unknown = client.post(f"/akun/sesi/{'0' * 40}/akhiri/")

    assert answer.status_code == unknown.status_code == 404
    assert is_signed_in(other)


def test_a_copy_of_the_database_opens_no_session(client, bu_ratna):
    try_to_sign_in(client, bu_ratna)
    cookie = client.cookies[django_settings.SESSION_COOKIE_NAME].value

    row = Session.objects.get(user=bu_ratna)

    assert cookie not in (row.pk, row.session_data)
    thief = Client()
    thief.cookies[django_settings.SESSION_COOKIE_NAME] = row.pk
    assert not is_signed_in(thief)


def test_a_new_password_ends_the_other_sessions(client, bu_ratna, recorded):
    other = Client()
    try_to_sign_in(other, bu_ratna)
    try_to_sign_in(client, bu_ratna)

    answer = client.post(
        "/akun/kata-sandi/", {"password": PASSWORD, "password_new": "lima kerbau di sungai"}
    )

    assert answer.url == "/akun/"
    assert is_signed_in(client)
    assert not is_signed_in(other)
    assert "password_changed" in [entry["verb"] for entry in recorded()]


@pytest.mark.parametrize(
    ("present", "new", "sentence"),
    [
        ("salah", "lima kerbau di sungai", "belum cocok"),
        (PASSWORD, "pendek", "12"),
        (PASSWORD, "", "Ketik kata sandi Anda."),
        (PASSWORD, "123456789012", "angka"),
    ],
)
def test_a_password_that_does_not_do_is_answered_at_the_field(
    client, bu_ratna, present, new, sentence
):
    client.force_login(bu_ratna)

    answer = client.post("/akun/kata-sandi/", {"password": present, "password_new": new})

    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert sentence in answer.content.decode()


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) Gecko Firefox/130.0", "Firefox di Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17 like Mac OS X) Safari/604", "Safari di iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/120 Safari/537 Edg/120", "Edge di Windows"),
        ("curl/8", ""),
    ],
)
def test_a_device_is_named_by_its_family_only(agent, words):
    assert device_words(agent) == words
