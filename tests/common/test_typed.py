"""What a person had typed comes back in words; secrets never do."""

import pytest
from django import forms
from django.urls import get_resolver

from satuatap.common.typed import labels, posted_pairs, typed_fields

pytestmark = pytest.mark.world("administration")


@pytest.fixture(autouse=True)
def every_form_is_loaded():
    """Addresses load the views, and views their forms."""
    _ = get_resolver().url_patterns


def typed(rf, address="/orang/baru/", **fields):
    """What would be kept of this form."""
    return typed_fields(posted_pairs(rf.post(address, fields)))


def test_what_was_typed_stands_beside_the_words_of_its_field(rf):
    kept = typed(rf, full_name="Siti", nik="12345")

    assert kept == [("Nama lengkap", "full_name", "Siti"), ("NIK", "nik", "12345")]


def test_several_answers_to_one_question_all_come_back(rf):
    assert [value for _label, _name, value in typed(rf, hari=["1", "3", "5"])] == ["1", "3", "5"]


def test_what_is_not_for_reading_comes_back_without_words(rf):
    assert typed(rf, once="abc", village_text="Karangsari") == [
        ("", "once", "abc"), ("", "village_text", "Karangsari"),
    ]  # fmt: skip


def test_the_code_of_an_office_comes_back(rf):
    kept = typed(rf, "/pengaturan/kantor/baru/", code="ltsa-baru", name="LTSA Baru")

    assert ("code", "ltsa-baru") in [(name, value) for _label, name, value in kept]


@pytest.mark.parametrize("name", ["password", "password1", "password_again", "csrfmiddlewaretoken"])
def test_a_secret_never_comes_back(rf, name):
    assert typed(rf, **{name: "rahasia"}) == []


@pytest.mark.parametrize("address", [
    "/akun/masuk/", "/akun/masuk/kode/", "/akun/kode-kertas/", "/akun/konfirmasi/",
    "/akun/langkah-kedua/pasang/", "/akun/kata-sandi/",
])  # fmt: skip
def test_of_the_own_account_nothing_comes_back(rf, address):
    assert typed(rf, address, login="dewi", code="123456", password="x", answer="y") == []


def test_every_field_in_which_a_secret_is_typed_is_known_as_one():
    """A password field of ours is named so, or stands under /akun/."""
    found, waiting = [], [forms.BaseForm]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if kind.__module__.startswith("satuatap."):
            found += [
                (kind.__module__, name)
                for name, field in getattr(kind, "base_fields", {}).items()
                if isinstance(field.widget, forms.PasswordInput)
            ]

    assert found
    for module, name in found:
        assert name.startswith("password") or module == "satuatap.accounts.forms.sign_in"


def test_labels_are_words_for_people():
    words = labels({"full_name", "nik", "sex", "village"})

    assert words["full_name"] == "Nama lengkap"
    assert "once" not in words
    assert all(label.strip() for label in words.values())


def test_a_field_is_called_as_in_the_form_that_was_sent():
    """Several forms have a name in them: the one that was filled in says what it is called."""
    registering = ["full_name", "sex", "birth_date", "village", "nik", "manner", "once"]

    shown = typed_fields([(name, "x") for name in registering])
    reading = typed_fields([("full_name", "x"), ("birth_date", "y")])

    assert ("Nama lengkap", "full_name", "x") in shown
    assert ("Nama di surat ini", "full_name", "x") in reading
