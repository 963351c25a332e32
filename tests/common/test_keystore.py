"""The key store: nothing is lost by a rotation, and a loss is never papered over."""

import stat
from datetime import UTC, datetime

import pytest

from satuatap.common.keystore import PARTS, KeyStore, KeyStoreError

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


@pytest.fixture
def store(tmp_path):
    store = KeyStore(tmp_path / "keys")
    store.create(["nik", "files"])
    return store


def test_a_fresh_store_has_every_part_and_only_its_owner_reads_it(store):
    assert {path.name for path in store.folder.iterdir()} - {".lock"} == set(PARTS)
    for name in PARTS:
        assert stat.S_IMODE((store.folder / name).stat().st_mode) == 0o600
    assert {key.purpose: key.active for key in store.data_keys().values()} == {
        "nik": True,
        "files": True,
    }


def test_creating_again_adds_only_a_new_purpose(store):
    before = store.data_keys()

    made = store.create(["nik", "files", "letters"])

    assert made == ["letters"]
    assert {number: store.data_keys()[number] for number in before} == before


def test_a_renewed_key_is_in_use_and_the_old_one_still_opens(store):
    old = next(key for key in store.data_keys().values() if key.purpose == "nik")

    number = store.renew("nik")

    keys = store.data_keys()
    assert keys[number].active and not keys[old.number].active
    assert keys[old.number].secret == old.secret
    assert keys[old.number].retired_at is not None


def test_a_fresh_master_key_wraps_the_same_data_keys(store):
    before = {number: key.secret for number, key in store.data_keys().items()}

    name = store.rotate_master()

    assert {number: key.secret for number, key in store.data_keys().items()} == before
    assert {key.master for key in store.data_keys().values()} == {name}
    assert store.drop_old_masters() == 1
    assert {number: key.secret for number, key in store.data_keys().items()} == before


def test_the_number_of_a_dropped_key_is_never_given_again(store):
    number = store.renew("nik")
    store.drop_data_key(number)

    assert store.renew("nik") == number + 1


@pytest.mark.parametrize("part", ["master.keys", "hash.key", "audit.key"])
def test_a_lost_part_is_not_replaced_by_a_fresh_one(store, part):
    (store.folder / part).unlink()

    with pytest.raises(KeyStoreError, match="backup"):
        store.create(["nik"])

    assert not (store.folder / part).exists()


def test_a_damaged_master_key_says_so(store):
    lines = (store.folder / "master.keys").read_text().split()
    (store.folder / "master.keys").write_text(f"{lines[0]} {'A' * 43}=\n")

    with pytest.raises(KeyStoreError, match="damaged"):
        store.data_keys()


def test_since_when_a_key_seals_nothing_is_remembered_until_it_is_used_again(store):
    number = store.renew("nik") - 2
    store.note_unused([number], NOW)
    store.note_unused([number], NOW.replace(hour=9))
    assert store.data_keys()[number].unused_at == NOW

    store.note_unused([], NOW.replace(hour=10))

    assert store.data_keys()[number].unused_at is None


def test_a_store_comes_back_from_its_parts(store, tmp_path):
    other = KeyStore(tmp_path / "elsewhere")
    other.put_back(store.parts())

    assert other.data_keys() == store.data_keys()
    assert other.single("hash.key") == store.single("hash.key")


def test_without_a_store_the_sentence_says_what_to_do(tmp_path):
    with pytest.raises(KeyStoreError, match="keys create"):
        KeyStore(tmp_path).data_keys()
