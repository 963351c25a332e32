"""A world that really runs: its own cluster, its own home, every command a process that commits."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

from launcher.cluster import Cluster

CHECKOUT = Path(__file__).resolve().parents[2]
DSN_OF_ROLE = {
    "owner": ("satuatap_owner", "SATUATAP_OWNER_DATABASE_URL"),
    "service": ("satuatap_service", "SATUATAP_DATABASE_URL"),
    "sealer": ("satuatap_sealer", "SATUATAP_SEALER_DATABASE_URL"),
}
PREFACE = """
import os, sys
sys.path.insert(0, os.getcwd())
import django
django.setup()
from tests.common.living_world import *
"""


class LivingWorld:
    """One world on a running cluster; `manage` and `python` are child processes in a role."""

    def __init__(self, cluster: Cluster, home: Path, name="administration", database="satuatap"):
        self.cluster, self.home, self.name = cluster, Path(home), name
        self.database = database

    @property
    def folder(self):
        return self.home / self.name

    def environment(self, role="owner", **more):
        kept = {key: value for key, value in os.environ.items() if not key.startswith("SATUATAP")}
        login, variable = DSN_OF_ROLE[role]
        told = {
            "SATUATAP_WORLD": self.name,
            "SATUATAP_ROLE": role,
            variable: self.cluster.dsn(login, self.database),
            "SATUATAP_HOME": str(self.home),
            "DJANGO_SETTINGS_MODULE": "satuatap.settings",
        }
        return {**kept, **told, **more}

    def start(self, *words, role="owner", **more):
        """A child process that runs beside us."""
        return subprocess.Popen(
            [sys.executable, *map(str, words)],
            env=self.environment(role, **more),
            cwd=CHECKOUT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def manage(self, *words, role="owner", fails=False, typed="", **more):
        """Run a management command; what it said."""
        return _said(self.start("manage.py", *words, role=role, **more), fails)

    def python(self, code, *, role="owner", fails=False, **more):
        """Run lines of Python with Django set up and this module's names; what they said."""
        return _said(self.start("-c", PREFACE + code, role=role, **more), fails)


def _said(child, fails):
    out, err = child.communicate(timeout=1800)
    assert (child.returncode != 0) == fails, f"exit {child.returncode}\n{out}\n{err}"
    return out + err


# --- called inside such a process -------------------------------------------------------------


def lay_an_office():
    """One office in one village with one officer; returns the officer."""
    from satuatap.accounts.models import User
    from satuatap.places.models import Area, Office

    parent = None
    for level, code in enumerate(("32", "32.09", "32.09.01", "32.09.01.2001"), 1):
        named = {"name": f"Contoh {code}", "level": level, "search": code, "parent": parent}
        parent, _ = Area.objects.get_or_create(pk=code, defaults=named)
    area = Area.objects.get(pk="32.09")
    office = Office.objects.create(
        code="ltsa-contoh", name="LTSA Contoh", area=area, kind="service_centre", is_installed=True
    )
    return User.objects.create_user("ratna", full_name="Ratna Sari", home_office=office)


def lay_people(count):
    """Siti and others with NIKs, each with a trace in the audit."""
    from satuatap.accounts import audit
    from satuatap.accounts.models import User
    from satuatap.places.models import Area
    from satuatap.workers.actions import WORKER_REGISTERED
    from satuatap.workers.models import Worker

    village = Area.objects.filter(level=4).first()
    ratna = User.objects.get(username="ratna")
    for number in range(count):
        worker = Worker.objects.create(
            office=ratna.home_office,
            full_name=f"Siti {number}",
            sex="female",
            village=village,
            nik=nik_of(number),
            registered_by=ratna,
        )
        audit.record(WORKER_REGISTERED, by=ratna, about=worker)


def nik_of(number):
    """A NIK that nobody else has, easy to find in a place where it must not be."""
    return f"320901{4507000000 + number}"


def lay_files(count):
    """Sealed files with known content; their ids."""
    from satuatap.common import files

    return [files.store(f"kartu keluarga {number}".encode() * 50) for number in range(count)]


def all_niks():
    """The NIKs of everyone on file, opened."""
    from satuatap.workers.models import Worker

    return sorted(worker.nik for worker in Worker.objects.all())


def work_busily(stop, part):
    """Read and write people and files until a file `stop` appears; says so when all was kept.

    Two of them, part 0 and 1, write different people and files and read everybody's.
    """
    from satuatap.common import files
    from satuatap.workers.models import Worker

    keys = list(Worker.objects.order_by("full_name").values_list("pk", flat=True))
    expected, own, rounds = {}, {}, 0
    while not Path(stop).exists() or rounds < 30:
        key = random.choice(keys[part::2])
        expected[key] = _write_nik(key)
        assert Worker.objects.get(pk=random.choice(keys)).nik.startswith("32")
        content = f"berkas {part} {rounds}".encode()
        own[files.store(content)] = content
        if rounds % 3 == 0:
            gone = random.choice(list(own))
            del own[gone]
            files.destroy(gone)
        rounds += 1
    assert {row.pk: row.nik for row in Worker.objects.filter(pk__in=expected)} == expected
    assert {file_id: files.read(file_id) for file_id in own} == own
    print(f"kept {rounds} {len(own)}")


def _write_nik(key):
    from django.db import transaction

    from satuatap.workers.models import Worker

    nik = f"32{random.randrange(10**14):014}"
    with transaction.atomic():
        row = Worker.objects.select_for_update().get(pk=key)
        row.nik = nik
        time.sleep(random.random() / 100)
        row.save()
    return nik
