"""Walk 10: bad input in each form of the walk gives a sentence at the field, and nothing is lost."""

import pytest

from tests.journeys import siti
from tests.journeys.inside import let_idle_time_pass

HOSTILE = {
    "long": "A" * 10_000,
    "emoji": "Siti 🧕🏽🌾",
    "right_to_left": "Siti \u202eanimA\u202c مريم",
    "nul": "Siti\x00Aminah",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_words_at_registration(visit, kind):
    dewi = visit("dewi")
    dewi.goto("/orang/baru/")

    dewi.page.get_by_label("Nama lengkap").evaluate("(e, v) => { e.value = v }", HOSTILE[kind])
    dewi.page.get_by_label("NIK").fill("12345")
    dewi.press("Simpan dan lanjutkan")

    assert "Ada yang perlu diperbaiki" in dewi.text
    assert "NIK terdiri dari 16 angka" in dewi.text
    assert dewi.page.get_by_label("NIK").input_value() == "12345"
    kept = dewi.page.get_by_label("Nama lengkap").input_value()
    assert kept[:4] == HOSTILE[kind][:4]
    if kind == "long":
        assert "Terlalu panjang: 10000 huruf" in dewi.text


def test_a_polyglot_an_empty_and_a_giant_file(visit):
    dewi = visit("dewi")
    her = siti.register(dewi, "Siti Polos")
    page_in_a_picture = (
        siti.family_card()["buffer"][:2] + b"<script>alert(1)</script>" + b"%PDF-1.7"
    )
    wrong = [
        ("foto.jpg", page_in_a_picture, "rusak"),
        ("foto.jpg", b"GIF89a" + b"x" * 100, "Jenis berkas ini tidak dapat dipakai"),
        ("surat.pdf", b"<html><script>alert(1)</script>", "Jenis berkas ini tidak dapat dipakai"),
        ("kosong.jpg", b"", "kosong"),
    ]
    for name, content, sentence in wrong:
        siti.scan(dewi, her, "KK", {"name": name, "mimeType": "image/jpeg", "buffer": content})
        assert sentence in dewi.text, name
    dewi.goto(her)
    assert "belum ada" in dewi.text


def test_the_same_form_sent_twice_makes_one_person(visit):
    dewi = visit("dewi")
    sent = []
    dewi.page.on("request", lambda one: sent.append(one) if one.method == "POST" else None)
    first = siti.register(dewi, "Siti Sekali Saja")

    again = dewi.page.context.request.fetch(
        sent[-1].url, method="POST", data=sent[-1].post_data_buffer, max_redirects=0,
        headers={"Content-Type": sent[-1].headers["content-type"], "Origin": dewi.home},
    )  # fmt: skip

    assert again.status == 302 and first.endswith(again.headers["location"])


def test_a_session_that_ended_gives_back_what_was_typed(visit, installation):
    dewi = visit("dewi")
    dewi.goto("/orang/baru/")
    dewi.page.get_by_label("Nama lengkap").fill("Siti Terhenti")
    let_idle_time_pass(installation, dewi)

    dewi.press("Simpan dan lanjutkan")
    assert "Masuk" in dewi.text
    _sign_in_again(dewi, "dewi")

    assert "Siti Terhenti" in dewi.text
    dewi.press("Kirim lagi")
    assert "Ada yang perlu diperbaiki" in dewi.text
    assert dewi.page.get_by_label("Nama lengkap").input_value() == "Siti Terhenti"


def test_another_person_does_not_get_what_was_typed(visit, installation):
    dewi = visit("dewi")
    dewi.goto("/orang/baru/")
    dewi.page.get_by_label("Nama lengkap").fill("Siti Rahasia")
    let_idle_time_pass(installation, dewi)
    dewi.press("Simpan dan lanjutkan")

    _sign_in_again(dewi, "lestari")

    assert "Siti Rahasia" not in dewi.text


def test_every_form_of_the_walk_gives_back_what_was_typed(visit, installation):
    name = "Siti Berjalan"
    dewi, application, _code = siti.ready_for_letter(visit, name)
    her = siti.register(dewi, "Siti Di Loket")
    siti.scan(dewi, her, "KTP")
    siti.open_service(dewi, her)
    ratna, lestari = visit("ratna"), visit("lestari")
    siti.step_of(ratna, "Siti Di Loket")
    ratna.follow("Kembalikan KTP")
    lestari.goto(f"{application}surat/")
    forms = [
        (ratna, "Catatan untuk petugas lain", "Pojok kanan gelap", "Kembalikan surat ini"),
        (lestari, "Negara tujuan", "Taiwan", "Simpan konsep"),
        (dewi, "NIK atau awal nama", "Siti Ber", "Cari"),
    ]
    dewi.goto("/orang/")

    for visitor, label, words, button in forms:
        visitor.page.get_by_label(label).fill(words)
        let_idle_time_pass(installation, visitor)
        visitor.press(button)
        _sign_in_again(visitor, {"Catatan untuk petugas lain": "ratna", "Negara tujuan": "lestari"}
                       .get(label, "dewi"))  # fmt: skip
        assert words in visitor.text, label
        visitor.press("Kirim lagi")
        assert "Ada gangguan" not in visitor.text


def _sign_in_again(visitor, username):
    visitor.page.get_by_label("Nama pengguna").fill(username)
    visitor.page.get_by_label("Kata sandi", exact=True).fill("satuatap-demo")
    visitor.press("Masuk")


def test_a_photo_over_the_limit_gets_a_page_that_says_so(visit):
    dewi = visit("dewi")
    her = siti.register(dewi, "Siti Besar")
    giant = {
        "name": "besar.jpg",
        "mimeType": "image/jpeg",
        "buffer": b"\xff\xd8" + b"0" * 14_000_000,
    }

    siti.scan(dewi, her, "KK", giant)

    assert "terlalu besar" in dewi.text and "Tidak ada yang tersimpan" in dewi.text
    dewi.page.go_back()
    assert "Foto Kartu keluarga" in dewi.text
