"""Bench `audit`: what an entry costs a write at 16 writers, and how fast chains are verified.

One write is one row and its commit. The ways take turns in every round: `ours` as a verb does it
(transaction, acting person, row, entry), `unaudited` the same without entry, `plain` as an
ordinary Django view does it (transaction, row), `sql` by the bare driver. The sealer runs beside
all of them. Verification runs with the database and the verifier together on one core;
`verify_work` counts only the processor time of both, which says the same when other programs want
the core too.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from pathlib import Path

from launcher.cluster import SUPERUSER, Cluster
from satuatap.common.keystore import KeyStore
from satuatap.common.postgres import DATABASE, OWNER, SEALER, SERVICE

WRITERS = 16
CHECKOUT = Path(__file__).resolve().parent.parent
# size: rounds, writes of each writer in a round, sealed entries to verify
SIZES = {
    "small": (5, 20, 30_000),
    "S": (9, 40, 200_000),
    "M": (9, 80, 1_000_000),
    "L": (9, 80, 5_000_000),
}
TABLE = """
CREATE TABLE bench_row (id uuid PRIMARY KEY, at timestamptz NOT NULL, words text NOT NULL);
GRANT INSERT, SELECT ON bench_row TO satuatap_service
"""
ENTRIES = """
INSERT INTO accounts_auditentry
    (id, at, person_id, service, office_id, verb, about_kind, about_id, reason, chain)
SELECT gen_random_uuid(), now() - n * interval '1 second', gen_random_uuid(), '',
    ('00000000-0000-4000-8000-' || lpad((n %% 46)::text, 12, '0'))::uuid, 'step_finished',
    'applications.step', gen_random_uuid()::text, '', ''
FROM generate_series(1, %s) AS n
"""


@contextmanager
def database():
    """A cluster of its own that keeps its promises to the disk, and the environment for Django."""
    with tempfile.TemporaryDirectory(prefix="satuatap-bench-") as folder:
        Path(folder).chmod(0o755)
        with Cluster(Path(folder) / "cluster") as cluster:
            os.environ.update(
                SATUATAP_WORLD="administration",
                SATUATAP_ROLE="service",
                SATUATAP_POOL="0",
                SATUATAP_DATABASE_URL=cluster.dsn(SERVICE),
                SATUATAP_OWNER_DATABASE_URL=cluster.dsn(OWNER),
                SATUATAP_SEALER_DATABASE_URL=cluster.dsn(SEALER),
                SATUATAP_HOME=folder,
                DJANGO_SETTINGS_MODULE="satuatap.settings",
            )
            KeyStore(Path(folder) / "administration" / "keys").create([])
            migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
            owner = {**os.environ, "SATUATAP_ROLE": "owner"}
            subprocess.run(migrate, cwd=CHECKOUT, env=owner, check=True)
            cluster.execute(TABLE, role=OWNER, database=DATABASE)
            yield cluster


@contextmanager
def sealing():
    """The sealer at work."""
    process = subprocess.Popen(
        [sys.executable, "-m", "satuatap.accounts.seal"],
        cwd=CHECKOUT,
        env={**os.environ, "SATUATAP_ROLE": "sealer"},
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def ways(cluster):
    """The ways to write one row, by name; each is called once per thread and returns the write."""
    import psycopg
    from django.db import connection, models, transaction
    from django.db.models.functions import Now

    from satuatap.accounts import audit
    from satuatap.common import acting
    from satuatap.common.ids import new_id

    class Row(models.Model):
        id = models.UUIDField(primary_key=True, default=new_id)
        at = models.DateTimeField()
        words = models.TextField()

        class Meta:
            app_label = "accounts"
            managed = False
            db_table = "bench_row"

        def __str__(self):
            return self.words

    verb = audit.verb("bench_row_written", "menulis baris")
    actor = acting.Actor(person=new_id(), offices={"work_at_desk": (str(new_id()),)})

    def a_row():
        row = Row(at=Now(), words="a row")
        row.save(force_insert=True)
        return row

    def ours():
        with acting.acting_as(actor):
            audit.record(verb, by="bench", about=a_row())

    def unaudited():
        with acting.acting_as(actor):
            a_row()

    def plain():
        with transaction.atomic():
            a_row()

    def in_django(write):
        connection.ensure_connection()
        return write, connection.close

    def bare():
        own = psycopg.connect(cluster.dsn(SERVICE), autocommit=True)
        sql = "INSERT INTO bench_row (id, at, words) VALUES (%s, now(), %s)"
        return lambda: own.execute(sql, [new_id(), "a row"]), own.close

    return {
        "ours": lambda: in_django(ours),
        "unaudited": lambda: in_django(unaudited),
        "plain": lambda: in_django(plain),
        "sql": bare,
    }


def seconds_per_write(begin, writes):
    """All writers start together; the time of all writes divided by their number."""
    gate, wrong = threading.Barrier(WRITERS + 1), []

    def work():
        try:
            write, close = begin()
            write()  # plans and caches
            gate.wait()
            for _ in range(writes):
                write()
            gate.wait()
            close()
        except Exception as error:
            wrong.append(error)
            gate.abort()

    threads = [threading.Thread(target=work) for _ in range(WRITERS)]
    for thread in threads:
        thread.start()
    try:
        gate.wait()
        start = time.perf_counter()
        gate.wait()
        spent = time.perf_counter() - start
    except threading.BrokenBarrierError:
        raise SystemExit(f"a writer failed: {wrong[0]!r}") from None
    for thread in threads:
        thread.join()
    return spent / (WRITERS * writes)


def measure_writes(cluster, rounds, writes):
    """Seconds per write, for each way a list over the rounds."""
    found, made = {}, ways(cluster)
    with sealing():
        for number in range(rounds):
            ordered = list(made.items())
            for name, begin in ordered[number % 4 :] + ordered[: number % 4]:
                found.setdefault(name, []).append(seconds_per_write(begin, writes))
    return found


def measure_chains(cluster, entries):
    """Entries sealed and verified per second, and whether everything was whole."""
    from satuatap import settings
    from satuatap.accounts import proving, seal
    from satuatap.accounts.anchor import Anchor
    from satuatap.accounts.sealing import Sealer

    cluster.execute("TRUNCATE accounts_auditentry", role=SUPERUSER, database=DATABASE)
    settings.AUDIT_ANCHOR.unlink(missing_ok=True)
    _lay(cluster, entries)
    core = {min(os.sched_getaffinity(0))}
    os.sched_setaffinity(cluster.running_pid(), core)  # its new back ends follow
    os.sched_setaffinity(0, core)
    key, rates, loads = seal.read_key(), [], []
    anchor = Anchor(settings.AUDIT_ANCHOR, key)
    with _as_sealer(cluster) as connection:
        sealer = Sealer(connection, world="administration", key=key, anchor=anchor)
        start = time.perf_counter()
        sealer.open()
        sealed = sealer.tick()
        sealing_rate = sealed / (time.perf_counter() - start)
        cluster.execute("VACUUM ANALYZE accounts_auditentry", role=SUPERUSER, database=DATABASE)
        for _ in range(5):
            start, worked = time.perf_counter(), _work_of(connection)
            memory = anchor.read()
            report = proving.verify(connection, world="administration", key=key, memory=memory)
            rates.append(report.entries / (time.perf_counter() - start))
            loads.append(report.entries / (_work_of(connection) - worked))
    is_whole = report.is_whole and report.entries == entries
    return {"seal": [sealing_rate], "verify": rates, "verify_work": loads}, is_whole


def _work_of(connection):
    """Seconds of a processor that the verifier and its back end have used so far."""
    words = Path(f"/proc/{connection.info.backend_pid}/stat").read_text().rpartition(")")[2].split()
    back_end = (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")
    return time.process_time() + back_end


def _lay(cluster, entries):
    import psycopg

    with psycopg.connect(cluster.dsn(SUPERUSER, DATABASE), autocommit=True) as connection:
        connection.execute(ENTRIES, [entries])


def _as_sealer(cluster):
    import psycopg

    return psycopg.connect(cluster.dsn(SEALER), autocommit=True)


def main(arguments=None):
    """Run as a program."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--size", choices=SIZES, default="small")
    size = parser.parse_args(arguments).size
    rounds, writes, entries = SIZES[size]
    with database() as cluster:
        import django

        django.setup()
        found = measure_writes(cluster, rounds, writes)
        rates, is_whole = measure_chains(cluster, entries)
    report(size, found, entries, rates, is_whole)


def report(size, found, entries, rates, is_whole):
    """Medians and ranges for people, the last line for machines."""
    middle = {name: statistics.median(times) for name, times in found.items()}
    for name, times in found.items():
        low, high = min(times) * 1e3, max(times) * 1e3
        print(f"{name:12} {middle[name] * 1e3:6.2f} ms per write  ({low:.2f} to {high:.2f})")
    chains = {name: statistics.median(values) for name, values in rates.items()}
    for name, values in rates.items():
        low, high = min(values), max(values)
        print(f"{name:12} {chains[name]:,.0f} entries per second  ({low:,.0f} to {high:,.0f})")
    line = {"bench": "audit", "size": size, "writers": WRITERS}
    line |= {name: round(seconds, 7) for name, seconds in middle.items()}
    line |= {
        "peer": None,
        "ratio_sql": round(middle["ours"] / middle["sql"], 2),
        "ratio_plain": round(middle["ours"] / middle["plain"], 2),
        "ratio_unaudited": round(middle["ours"] / middle["unaudited"], 2),
        "ratio_peer": None,
        "entries": entries,
        "seal_per_second": round(chains["seal"]),
        "verify_per_second": round(chains["verify"]),
        "verify_per_second_of_work": round(chains["verify_work"]),
        "whole": is_whole,
    }
    print(json.dumps(line))


if __name__ == "__main__":
    main()
