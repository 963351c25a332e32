"""Keys are rotated while services read and write: nothing unreadable, nothing lost."""

import shutil
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction

from satuatap.common import files, resealing
from satuatap.common import vault as vaults
from satuatap.common.keystore import KeyStore
from satuatap.common.vault import CannotOpen, Vault, key_number
from satuatap.workers.models import Worker
from tests.common.living_world import PREFACE, LivingWorld, lay_files, lay_people, nik_of
from tests.database import WORLD, town

pytestmark = [pytest.mark.world("administration"), pytest.mark.timeout(300)]
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
NIK = Worker._meta.get_field("nik")


@pytest.fixture
def store(committing, tmp_path, settings):
    """A copy of the suite's key store that this test may change; the test acts as owner."""
    shutil.copytree(town.keys, tmp_path / "keys")
    settings.KEY_STORE = tmp_path / "keys"
    before, vaults._vault = vaults._vault, Vault(KeyStore(tmp_path / "keys"))
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    yield vaults._vault.store
    vaults._vault = before


def numbers_of(purpose, store):
    return {key.number for key in store.data_keys().values() if key.purpose == purpose}


def wait_until(answer, seconds=60):
    deadline = time.monotonic() + seconds
    while not answer():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def ciphertexts():
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, nik FROM workers_worker")
        return {key: bytes(sealed) for key, sealed in cursor.fetchall()}


def reseal():
    """Seal everything again; (done, could not be opened)."""
    done = [
        counted
        for kept in resealing.everything_kept()
        for counted in kept.seal_again(vaults.vault().active_number(kept.purpose))
    ]
    return sum(one for one, _ in done), sum(two for _, two in done)


def test_everything_is_sealed_again_while_two_services_work(store, committing, tmp_path, capsys):
    lay_people(300)
    lay_files(10)
    told = {"SATUATAP_KEYS": str(store.folder), "SATUATAP_FILES": str(tmp_path / "files")}
    world, stop = LivingWorld(town.cluster, tmp_path, WORLD, committing), tmp_path / "stop"
    code = f"{PREFACE}work_busily({str(stop)!r}, %d)"
    busy = [world.start("-c", code % part, **told) for part in (0, 1)]
    wait_until(lambda: len(list(files.every_file())) > 12)

    for _ in range(3):
        call_command("keys", "renew", "nik")
        call_command("keys", "renew", "files")
        call_command("keys", "rotate-master")
        call_command("keys", "reseal")
    call_command("keys", "drop-old")
    assert [child.poll() for child in busy] == [None, None]
    stop.touch()
    said = [child.communicate(timeout=120) for child in busy]

    assert [out.split()[:1] for out, _ in said] == [["kept"], ["kept"]], said
    assert len(list(files.every_file())) == 10 + sum(int(out.split()[2]) for out, _ in said)
    assert "Forgotten: 0 data keys" in capsys.readouterr().out
    call_command("keys", "reseal")
    call_command("keys", "drop-old", "--at-once")
    vaults.vault().reload()
    assert len(numbers_of("nik", store)) == len(numbers_of("files", store)) == 1
    assert len(store.masters()) == 1
    assert len([row.nik for row in Worker.objects.all()]) == 300
    assert all(files.read(file_id) for file_id in files.every_file())


def test_resealing_is_broken_off_and_continued(store):
    lay_people(25)
    number = store.renew("nik")

    next(resealing.column_again(NIK, number, batch=10))  # the machine goes down here
    half = [key_number(sealed) for sealed in ciphertexts().values()]
    rest = sum(done for done, _ in resealing.column_again(NIK, number, batch=10))

    assert half.count(number) == 10
    assert rest == 15
    assert {key_number(sealed) for sealed in ciphertexts().values()} == {number}
    assert sorted(row.nik for row in Worker.objects.all()) == [nik_of(n) for n in range(25)]


def test_a_row_that_somebody_holds_is_not_waited_for_but_done_afterwards(store, committing):
    lay_people(5)
    number = store.renew("nik")
    held = Worker.objects.order_by("pk").first()
    other = connections.create_connection("default")
    other.set_autocommit(False)
    with other.cursor() as cursor:
        cursor.execute("RESET ROLE")
        cursor.execute("SELECT 1 FROM workers_worker WHERE id = %s FOR UPDATE", [held.pk])

    work = resealing.column_again(NIK, number)
    first = next(work)
    other.rollback()
    other.close()
    rest = list(work)

    assert (first, rest) == ((4, 0), [(1, 0)])


def test_a_damaged_value_is_counted_and_left_as_it_is(store):
    lay_people(5)
    spoiled = Worker.objects.order_by("pk").first().pk
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE workers_worker SET nik = set_byte(nik, 30, get_byte(nik, 30) # 1) "
            "WHERE id = %s", [spoiled],
        )  # fmt: skip
    before = ciphertexts()[spoiled]
    store.renew("nik")

    with pytest.raises(CommandError, match="1 values could not be opened"):
        call_command("keys", "reseal")

    assert ciphertexts()[spoiled] == before
    assert sum(old == before for old in ciphertexts().values()) == 1


def test_a_destroyed_file_is_not_brought_back_by_resealing(store):
    one, two = lay_files(2)
    number = store.renew("files")
    files.destroy(one)

    assert files.seal_again(one, number) is False
    assert files.seal_again(two, number) is True
    assert list(files.every_file()) == [two]


def test_a_key_is_dropped_only_after_it_rested_for_an_hour(store):
    lay_people(3)
    old = vaults.vault().active_number("nik")
    store.renew("nik")
    assert resealing.drop_old_keys(NOW) == ([], [])  # still in use
    reseal()

    assert resealing.drop_old_keys(NOW) == ([], [old])
    assert resealing.drop_old_keys(NOW + timedelta(minutes=59)) == ([], [old])
    assert resealing.drop_old_keys(NOW + timedelta(minutes=60)) == ([old], [])


def test_a_key_that_is_used_again_meanwhile_is_not_dropped(store):
    """A request that read a row before it was sealed again may still write it back."""
    lay_people(1)
    slow = Worker.objects.get()
    old = vaults.vault().active_number("nik")
    store.renew("nik")
    reseal()
    resealing.drop_old_keys(NOW)

    slow.save()

    assert resealing.drop_old_keys(NOW + timedelta(hours=2)) == ([], [])
    assert old in numbers_of("nik", store)
    assert Worker.objects.get().nik == nik_of(0)


def test_a_key_of_a_purpose_that_nobody_can_look_for_is_never_dropped(store):
    store.create(["mystery"])
    store.renew("mystery")

    assert resealing.drop_old_keys(NOW, at_once=True) == ([], [])
    assert len(numbers_of("mystery", store)) == 2


def test_second_factors_are_sealed_again(store, person):
    from allauth.mfa.models import Authenticator

    from satuatap.accounts.adapters import SecondFactorAdapter

    adapter = SecondFactorAdapter()
    secret = adapter.encrypt("JBSWY3DPEHPK3PXP")
    row = Authenticator.objects.create(
        user=person("ratna"), type="recovery_codes",
        data={"seed": secret, "used_mask": 5, "migrated_codes": [adapter.encrypt("abc")]},
    )  # fmt: skip
    number = store.renew("second_factor")
    reseal()

    row.refresh_from_db()
    assert key_number(bytes.fromhex(row.data["seed"])) == number
    assert adapter.decrypt(row.data["seed"]) == "JBSWY3DPEHPK3PXP"
    assert adapter.decrypt(row.data["migrated_codes"][0]) == "abc"
    assert row.data["used_mask"] == 5


def test_no_key_store_is_made_over_sealed_values(store):
    lay_people(1)
    shutil.rmtree(store.folder)

    with pytest.raises(CommandError, match="restore the key store"):
        call_command("keys", "create", "--if-missing")

    assert not Path(store.folder).exists()


def test_every_purpose_is_known_to_resealing(store):
    """Whoever seals in a new way must register it, or its keys could never be dropped."""
    known = {kept.purpose for kept in resealing.everything_kept()}

    assert known >= vaults.PURPOSES


def test_only_the_owner_seals_again(store):
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE satuatap_service")

    with pytest.raises(CommandError, match="SATUATAP_ROLE=owner"):
        call_command("keys", "reseal")


def test_a_value_swapped_between_rows_stays_closed_after_resealing(store):
    lay_people(2)
    one, two = Worker.objects.order_by("pk")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE workers_worker SET nik = %s WHERE id = %s",
                       [ciphertexts()[two.pk], one.pk])  # fmt: skip
    store.renew("nik")

    assert reseal()[1] == 1
    with pytest.raises(CannotOpen):
        _ = Worker.objects.get(pk=one.pk).nik
