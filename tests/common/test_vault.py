"""The vault: a sealed value opens at its own place with its own key, and nowhere else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from satuatap.common.keystore import KeyStore, KeyStoreError
from satuatap.common.vault import HEAD, CannotOpen, Vault, key_number

PLACE = "workers_worker.nik:5d2c"


@pytest.fixture(scope="module")
def vault(tmp_path_factory):
    store = KeyStore(tmp_path_factory.mktemp("vault"))
    store.create(["nik", "letters"])
    return Vault(store)


@given(st.binary(max_size=400), st.text(max_size=60))
def test_what_was_sealed_opens_again_at_its_place(vault, data, place):
    assert vault.open("nik", vault.seal("nik", data, place), place) == data


@given(st.text(max_size=40), st.text(max_size=40))
def test_a_value_opens_at_no_other_place(vault, place, other):
    sealed = vault.seal("nik", b"3209014507990001", place)

    if place == other:
        assert vault.open("nik", sealed, other)
    else:
        with pytest.raises(CannotOpen):
            vault.open("nik", sealed, other)


def test_values_swapped_between_two_rows_do_not_open(vault):
    siti = vault.seal("nik", b"3209014507990001", "workers_worker.nik:siti")
    wati = vault.seal("nik", b"3209014507990002", "workers_worker.nik:wati")

    for sealed, place in ((siti, "workers_worker.nik:wati"), (wati, "workers_worker.nik:siti")):
        with pytest.raises(CannotOpen, match="workers_worker"):
            vault.open("nik", sealed, place)


def test_a_value_of_one_purpose_does_not_open_for_another(vault):
    with pytest.raises(CannotOpen):
        vault.open("letters", vault.seal("nik", b"x", PLACE), PLACE)


@given(st.integers(min_value=0), st.integers(min_value=1, max_value=255))
def test_a_value_with_one_changed_byte_does_not_open(vault, position, change):
    sealed = bytearray(vault.seal("nik", b"3209014507990001", PLACE))
    sealed[position % len(sealed)] ^= change

    with pytest.raises(CannotOpen):
        vault.open("nik", bytes(sealed), PLACE)


@given(st.integers(min_value=0, max_value=HEAD + 15))
def test_a_value_that_was_cut_off_does_not_open(vault, length):
    with pytest.raises(CannotOpen):
        vault.open("nik", vault.seal("nik", b"", PLACE)[:length], PLACE)


def test_the_same_text_is_never_sealed_twice_alike(vault):
    assert len({vault.seal("nik", b"3209014507990001", PLACE) for _ in range(100)}) == 100


def test_no_refusal_names_the_value_or_the_row(vault):
    with pytest.raises(CannotOpen) as refused:
        vault.open("nik", vault.seal("nik", b"3209014507990001", PLACE), "workers_worker.nik:77aa")

    assert "3209" not in str(refused.value) and "77aa" not in str(refused.value)


def test_two_running_vaults_follow_a_renewed_key_at_once(tmp_path):
    store = KeyStore(tmp_path)
    store.create(["nik"])
    one, other = Vault(store), Vault(KeyStore(tmp_path))
    old = one.seal("nik", b"before", PLACE)
    other.open("nik", old, PLACE)

    number = store.renew("nik")

    fresh = one.seal("nik", b"after", PLACE)
    assert key_number(fresh) == number
    assert other.open("nik", fresh, PLACE) == b"after"
    assert other.open("nik", old, PLACE) == b"before"


def test_a_dropped_key_is_forgotten_by_a_running_vault_at_its_next_sealing(tmp_path):
    store = KeyStore(tmp_path)
    store.create(["nik"])
    vault = Vault(store)
    old = vault.seal("nik", b"gone", PLACE)
    store.renew("nik")
    store.drop_data_key(key_number(old))

    vault.seal("nik", b"new", PLACE)

    with pytest.raises(CannotOpen, match="not in the key store"):
        vault.open("nik", old, PLACE)


def test_a_purpose_without_key_says_what_to_do(vault):
    with pytest.raises(KeyStoreError, match="keys create"):
        vault.seal("unknown", b"x", PLACE)


def test_the_keyed_hash_depends_on_purpose_value_and_store(vault, tmp_path):
    other = KeyStore(tmp_path)
    other.create([])
    found = {
        vault.keyed_hash("nik", "3209014507990001"),
        vault.keyed_hash("nik", "3209014507990002"),
        vault.keyed_hash("phone", "3209014507990001"),
        Vault(other).keyed_hash("nik", "3209014507990001"),
    }

    assert len(found) == 4
    assert all(len(digest) == 32 for digest in found)
