"""Walk 8: the database is killed in the middle of a verdict."""

import os
import signal
import threading
import time
from contextlib import suppress

from tests.journeys import siti
from tests.journeys.inside import run

NAME = "Siti Badriyah"
WHOLE = """
from satuatap.applications.models import Verdict
from satuatap.accounts.models import AuditEntry
given = set(Verdict.objects.values_list("scan_id", flat=True))
traced = AuditEntry.objects.filter(verb="paper_returned", about_id__in=[str(g) for g in given])
returned = Verdict.objects.filter(outcome="returned").count()
print(returned, traced.count())
"""


def test_a_verdict_is_whole_or_not_there_and_the_typed_text_comes_back(visit, installation):
    dewi = visit("dewi")
    her = siti.register(dewi, NAME)
    for kind in ("KTP", "KK", "AKTA_LAHIR"):
        siti.scan(dewi, her, kind)
    siti.open_service(dewi, her)
    ratna = visit("ratna")
    siti.step_of(ratna, NAME)
    ratna.follow("Kembalikan Kartu keluarga")
    ratna.page.get_by_label("Foto buram").check()
    ratna.page.get_by_label("Catatan untuk petugas lain").fill("Sudut kiri atas gelap")

    with NoDatabase(installation):
        ratna.press("Kembalikan surat ini")
        assert "Pangkalan data sedang tidak dapat dihubungi" in ratna.text
        assert "Sudut kiri atas gelap" in ratna.text
    _until_it_answers(ratna)
    returned, traced = run(installation, WHOLE).split()
    assert returned == traced

    ratna.press("Kirim lagi")
    assert "dikembalikan" in ratna.text
    returned_after, traced_after = run(installation, WHOLE).split()
    assert returned_after == traced_after and int(returned_after) == int(returned) + 1


class NoDatabase:
    """While inside, every server of the administration world is killed as soon as it comes up."""

    def __init__(self, installation):
        self.cluster = installation.cluster()
        self.stop = threading.Event()

    def __enter__(self):
        self._kill()
        self.thread = threading.Thread(target=self._keep_killing)
        self.thread.start()

    def _keep_killing(self):
        while not self.stop.is_set():
            self._kill()
            time.sleep(0.02)

    def _kill(self):
        if pid := self.cluster.running_pid():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def __exit__(self, *_):
        self.stop.set()
        self.thread.join()


def _until_it_answers(visitor, patience=60):
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if visitor.page.context.request.get(f"{visitor.home}/lacak/NOSUCHCODE00/").status == 404:
            return
        time.sleep(0.5)
    raise AssertionError("the database did not come back")
