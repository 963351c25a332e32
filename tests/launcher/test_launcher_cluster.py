"""A cluster of our own: what it keeps, whom it lets in, what it refuses, how it gets up again."""

import os
import signal
import time
from collections import namedtuple
from contextlib import closing

import psycopg
import pytest

from launcher import data_folder
from launcher.cluster import Cluster
from launcher.private_files import write_private_json
from launcher.refusal import Refusal
from launcher.sockets import prepare_socket_folder, socket_folder

Usage = namedtuple("Usage", "total used free")


def keep_a_row(cluster):
    cluster.execute(
        "CREATE TABLE kept AS SELECT 7 AS number", role="satuatap_owner", database="satuatap"
    )


def kept_row(cluster):
    return cluster.execute("SELECT number FROM kept", role="satuatap_owner", database="satuatap")


def wait_until(question, seconds=10):
    deadline = time.monotonic() + seconds
    while not question():
        assert time.monotonic() < deadline, "it did not come to pass"
        time.sleep(0.02)


def mode(path):
    return path.stat().st_mode & 0o777


def test_rows_are_there_after_a_stop_and_a_start(cluster):
    cluster.start()
    keep_a_row(cluster)
    cluster.stop()
    assert not cluster.is_running()

    cluster.start()

    assert cluster.is_running()
    assert kept_row(cluster) == [(7,)]


def test_rows_are_there_after_kill_9(cluster):
    cluster.durable = True
    cluster.start()
    keep_a_row(cluster)
    os.kill(cluster.running_pid(), signal.SIGKILL)
    wait_until(cluster.has_fallen)

    cluster.start()

    assert kept_row(cluster) == [(7,)]


def test_secrets_are_for_their_owner_only(cluster):
    cluster.start()

    assert mode(cluster.folder) == mode(cluster.data) == mode(cluster.socket) == 0o700
    assert mode(cluster.secrets_file) == mode(cluster.log_file) == 0o600
    assert not (cluster.folder / ".password").exists()


def test_nobody_enters_without_the_right_password(running):
    right = running.dsn("satuatap_service")
    password = right.split(":")[2].split("@")[0]

    for dsn in (right.replace(password, "guessed"), right.replace(f":{password}", "")):
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(dsn)
    assert not running.execute(
        "SELECT 1 FROM pg_hba_file_rules WHERE auth_method <> 'scram-sha-256'"
    )


def test_no_port_is_opened_on_the_network(running):
    assert running.execute("SHOW listen_addresses") == [("",)]


def test_the_log_never_holds_a_value(running):
    place = {"role": "satuatap_owner", "database": "satuatap"}
    running.execute("CREATE TABLE person (nik text PRIMARY KEY, born_on date)", **place)
    running.execute("INSERT INTO person VALUES ('3209014107950001')", **place)

    for sql in (
        "INSERT INTO person VALUES ('3209014107950001')",
        "INSERT INTO person VALUES ('3209014107950002', 'born in 3209014107950003')",
        "SELECT '3209014107950004'::integer",
    ):
        with pytest.raises(psycopg.Error):
            running.execute(sql, **place)
    kill_while_working(running, "SELECT pg_sleep(60), '3209014107950005'")

    log = running.log_file.read_text()
    assert "server process" in log  # the fall is there, what it fell over is not
    assert "32090141" not in log
    running.execute("DROP TABLE IF EXISTS person", **place)


def kill_while_working(cluster, sql):
    """Kill a back end in the middle of a statement, and wait until the server is up again."""
    with closing(psycopg.connect(cluster.dsn("satuatap_service"))) as connection:
        connection.pgconn.send_query(sql.encode())
        connection.pgconn.flush()
        time.sleep(0.2)
        os.kill(connection.info.backend_pid, signal.SIGKILL)
        wait_until(lambda: "was terminated by signal 9" in cluster.log_file.read_text())
    wait_until(lambda: is_answering(cluster))


def is_answering(cluster):
    try:
        return cluster.execute("SELECT 1") == [(1,)]
    except psycopg.OperationalError:
        return False


def test_a_folder_of_somebody_else_is_left_alone(cluster):
    cluster.folder.mkdir()
    (cluster.folder / "PG_VERSION").write_text("18\n")

    with pytest.raises(Refusal, match="was not made by Satu Atap"):
        cluster.start()

    assert [path.name for path in cluster.folder.iterdir()] == ["PG_VERSION"]


@pytest.mark.parametrize(("written", "sentence"), [("99", "a newer"), ("14", "an older")])
def test_data_of_another_version_are_refused(cluster, written, sentence):
    cluster.create()
    (cluster.data / "PG_VERSION").write_text(f"{written}\n")

    with pytest.raises(Refusal, match=f"{sentence} PostgreSQL \\({written}\\)"):
        cluster.start()


def test_data_that_have_gone_are_not_silently_replaced(cluster):
    cluster.create()
    cluster.data.rename(cluster.folder.parent / "elsewhere")

    with pytest.raises(Refusal, match="restore a backup"):
        cluster.start()


def test_passwords_of_other_data_are_named_as_the_cause(cluster):
    cluster.create()
    names = ("postgres", "satuatap_owner", "satuatap_service", "satuatap_sealer")
    write_private_json(cluster.secrets_file, dict.fromkeys(names, "of-other-data"))

    with pytest.raises(Refusal, match="belongs to other data"):
        cluster.start()


def test_lost_passwords_are_named_as_the_cause(cluster):
    cluster.create()
    cluster.secrets_file.unlink()

    with pytest.raises(Refusal, match=r"secrets.json .* is missing"):
        cluster.start()


def test_a_laying_that_was_interrupted_is_done_again(cluster):
    data_folder.make_folder(cluster.folder)
    data_folder.mark(cluster.folder, 18, created=False)
    (cluster.folder / "data.new").mkdir()
    (cluster.folder / "data.new" / "PG_VERSION").write_text("18\n")

    cluster.start()

    assert cluster.execute("SELECT 1", role="satuatap_service", database="satuatap") == [(1,)]


def test_a_first_start_that_was_interrupted_heals(cluster):
    cluster.start()
    cluster.execute("DROP DATABASE satuatap")
    cluster.execute("DROP ROLE satuatap_sealer")
    cluster.stop()

    cluster.start()

    assert cluster.execute("SELECT 1", role="satuatap_sealer", database="satuatap") == [(1,)]


def test_a_full_disk_is_refused_before_anything_is_written(cluster, monkeypatch):
    monkeypatch.setattr(data_folder.shutil, "disk_usage", lambda _: Usage(9, 9, 120_000_000))

    with pytest.raises(Refusal, match="Only 120 MB are free"):
        cluster.start()

    assert not cluster.data.exists()


def test_a_file_where_the_folder_should_be(tmp_path):
    (tmp_path / "postgres").write_text("")

    with pytest.raises(Refusal, match="is a file"):
        Cluster(tmp_path / "postgres").start()


def test_a_program_folder_without_postgresql(tmp_path):
    with pytest.raises(Refusal, match="program postgres is not in"):
        Cluster(tmp_path / "postgres", program_folder=tmp_path).start()


def test_a_deep_home_gets_a_short_socket(tmp_path):
    deep = tmp_path / ("d" * 60) / ("e" * 60) / "postgres"

    with Cluster(deep, durable=False) as cluster:
        assert len(str(cluster.socket)) < 80
        assert mode(cluster.socket) == 0o700
        assert cluster.execute("SELECT 1") == [(1,)]


def test_two_deep_homes_have_two_sockets_and_one_keeps_its_own(tmp_path):
    first, second = (tmp_path / (letter * 120) for letter in "ab")

    assert socket_folder(first) == socket_folder(first) != socket_folder(second)


def test_a_socket_folder_that_somebody_else_has_made_is_refused(tmp_path, cluster):
    planted = tmp_path / "planted"
    planted.symlink_to(tmp_path)

    with pytest.raises(Refusal, match="belongs to somebody else"):
        prepare_socket_folder(planted, cluster.account)


def test_a_second_server_for_the_same_folder_is_refused(cluster):
    cluster.start()
    other = Cluster(cluster.folder, durable=False)

    with pytest.raises(Refusal, match=f"served already by process {cluster.running_pid()}"):
        other.start()

    other.stop()  # but it may stop what another one has started
    wait_until(lambda: not cluster.is_running())


def test_the_number_of_a_stranger_in_the_pid_file_does_not_stop_us(cluster):
    cluster.start()
    lines = (cluster.data / "postmaster.pid").read_text().splitlines()
    cluster.stop()
    (cluster.data / "postmaster.pid").write_text("\n".join([str(os.getppid()), *lines[1:]]) + "\n")

    cluster.start()

    assert cluster.execute("SELECT 1") == [(1,)]


def test_the_server_ends_with_whoever_started_it(cluster, another_process):
    starter = another_process(
        "import time; from launcher.cluster import Cluster\n"
        f"Cluster({str(cluster.folder)!r}, durable=False).start()\n"
        "print('up', flush=True); time.sleep(60)"
    )
    assert starter.stdout.readline() == "up\n"
    assert cluster.is_running()

    starter.kill()
    starter.communicate()

    wait_until(lambda: not cluster.is_running())


def test_settings_of_an_old_cluster_follow_the_code(cluster):
    cluster.create()
    with (cluster.data / "postgresql.auto.conf").open("a") as file:
        file.write("log_statement = 'all'\n")

    cluster.start()

    assert cluster.execute("SHOW log_statement") == [("none",)]
    assert cluster.execute("SHOW jit") == [("off",)]
