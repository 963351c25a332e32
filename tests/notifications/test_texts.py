"""The texts are neutral; a file that is not in order stops the start with its line."""

import re
import shutil

import pytest
from django.core import checks

from satuatap.common.reference import ReferenceError, reference_folder
from satuatap.notifications import texts

pytestmark = pytest.mark.both_worlds
TELLING = (  # whoever reads along must not learn what for, about whom, when or where
    "paspor", "pmi", "pekerja", "migran", "kasus", "konselor", "konseling", "kekerasan", "aduan",
    "pengaduan", "korban", "klien", "penyintas", "surat", "izin", "medis", "klaim", "nama",
    "tanggal", "pukul", "loket", "permohonan", "ltsa",
)  # fmt: skip


def every_text():
    return texts._read(tuple(texts.text_files()))


@pytest.mark.parametrize("code", sorted(path.stem for path in texts.text_files()))
def test_a_text_tells_nothing_of_her_matter(code):
    text = every_text()[code]
    words = set(re.findall(r"\w+", f"{text.subject} {text.body}".casefold()))

    assert not words & set(TELLING)
    assert not re.search(r"\d", text.body)


def test_in_protection_no_text_leads_to_an_address():
    for text in every_text().values():
        if "protection" in text.worlds:
            assert "{link}" not in text.body
            assert "kantor" not in text.body


def test_a_link_is_the_public_address_of_the_installation(settings):
    settings.PUBLIC_URL = "https://ltsa.contoh.go.id"

    assert "Buka https://ltsa.contoh.go.id dan" in every_text()["ada_kabar"].filled()


@pytest.fixture
def folder(settings, tmp_path):
    """A copy of the reference data that may be broken."""
    too_large = shutil.ignore_patterns("areas.csv.gz")
    shutil.copytree(reference_folder(), tmp_path / "reference", ignore=too_large)
    settings.REFERENCE = tmp_path / "reference"
    return tmp_path / "reference" / "messages"


@pytest.mark.parametrize(("old", "new", "key"), [
    ("Ada kabar untuk Anda.", "Ada kabar untuk {name}.", "body"),
    ('subject = "Kabar"', 'subject = "Kabar {link}"', "subject"),
    ('subject = "Kabar"', f'subject = "{"x" * 61}"', "subject"),
    ('code = "kabar_umum"', 'code = "lain"', "code"),
    ('"protection"]', '"perlindungan"]', "worlds"),
    ("review_by = 2027-12-31", 'review_by = "nanti"', "review_by"),
])  # fmt: skip
def test_a_broken_text_stops_the_start(folder, old, new, key):
    path = folder / "kabar_umum.toml"
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))

    with pytest.raises(ReferenceError, match=rf"reference/messages/kabar_umum.toml: {key}"):
        texts.texts()
    assert "notifications.E001" in {found.id for found in checks.run_checks()}


@pytest.mark.parametrize(("values", "words"), [
    ({"SMTP_HOST": "mail.contoh", "SMTP_FROM": ""}, "SMTP_FROM"),
    ({"SMTP_HOST": "mail.contoh", "SMTP_SECURITY": "none"}, "unsealed"),
    ({"SMTP_HOST": "mail.contoh", "SMTP_USER": "kabar"}, "PASSWORD_FILE"),
    ({"SMTP_HOST": "mail.contoh", "SMTP_USER": "k", "SMTP_PASSWORD_FILE": "/nowhere"}, "must name"),
])  # fmt: skip
def test_a_mail_server_without_what_it_needs_stops_the_start(settings, values, words):
    settings.SMTP_FROM = "a@b.id"
    for name, value in values.items():
        setattr(settings, name, value)

    found = [check.msg for check in checks.run_checks() if check.id == "notifications.E002"]

    assert any(words in sentence for sentence in found)
