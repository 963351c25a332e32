"""Encrypted columns: text in the application, sealed bytes on the way to the database."""

import uuid

import pytest
from django.db import connection, models
from django.test.utils import isolate_apps
from hypothesis import given
from hypothesis import strategies as st

from satuatap.common import vault as vaults
from satuatap.common.fields import EncryptedText, KeyedHash, Sealed
from satuatap.common.keystore import KeyStore
from satuatap.common.vault import CannotOpen, Vault


@pytest.fixture(scope="module")
def own_vault(tmp_path_factory):
    store = KeyStore(tmp_path_factory.mktemp("fields"))
    store.create(["diary"])
    return Vault(store)


@pytest.fixture(scope="module")
def diary(own_vault):
    """A model with a sealed text and the hash by which it is found."""
    before, vaults._vault = vaults._vault, own_vault
    with isolate_apps("satuatap.common"):

        class Diary(models.Model):  # noqa: DJ008
            id = models.UUIDField(primary_key=True, default=uuid.uuid4)
            page = EncryptedText(purpose_name="diary", null=True)
            page_hash = KeyedHash(of="page", purpose_name="diary", normalise=str.lower)

            class Meta:
                app_label = "common"

        yield Diary
    vaults._vault = before
    vaults.PURPOSES.discard("diary")


def written(row, name="page"):
    """What would go to the database."""
    field = row._meta.get_field(name)
    value = field.pre_save(row, add=True)
    prepared = field.get_db_prep_value(value, connection)
    return None if prepared is None else bytes(prepared.obj)


def read_back(model, key, sealed):
    """The row as the database would give it."""
    value = model._meta.get_field("page").from_db_value(sealed, None, connection)
    return model.from_db(None, ["id", "page", "page_hash"], [key, value, b"h"])


@given(text=st.text(max_size=300))
def test_what_is_written_is_sealed_and_read_back_the_same(diary, text):
    row = diary(page=text)
    sealed = written(row)

    assert text.encode() not in sealed or len(text) < 4
    assert read_back(diary, row.pk, sealed).page == text


def test_nothing_stays_nothing(diary):
    assert written(diary(page=None)) is None
    assert written(diary(page=None), "page_hash") is None
    assert read_back(diary, uuid.uuid4(), None).page is None


def test_a_value_carried_to_another_row_does_not_open(diary):
    sealed = written(diary(page="rahasia"))

    with pytest.raises(CannotOpen):
        _ = read_back(diary, uuid.uuid4(), sealed).page


def test_a_row_is_not_opened_before_it_is_read(diary):
    row = read_back(diary, uuid.uuid4(), b"not sealed at all, and nobody looks")

    assert isinstance(row.__dict__["page"], Sealed)
    with pytest.raises(CannotOpen):
        _ = row.page


def test_saving_an_unread_row_keeps_ciphertext_and_hash(diary):
    sealed = written(diary(page="rahasia"))
    row = read_back(diary, uuid.uuid4(), sealed)

    assert written(row) == sealed
    assert written(row, "page_hash") == b"h"


def test_the_hash_finds_what_is_written_in_another_way(diary):
    one, other = diary(page="Rahasia"), diary(page="RAHASIA")

    assert written(one, "page_hash") == written(other, "page_hash")
    assert written(one) != written(other)


def test_plain_text_cannot_slip_into_the_database(diary):
    with pytest.raises(TypeError, match="sealed through the model"):
        diary._meta.get_field("page").get_db_prep_value("rahasia", connection)
    with pytest.raises(TypeError, match="never serialised"):
        diary._meta.get_field("page").value_to_string(diary(page="rahasia"))
