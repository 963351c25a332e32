"""Stories: what has happened in the imaginary district when the demo opens."""

import datetime
import io
from dataclasses import dataclass

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image, ImageDraw

from satuatap.applications import actions as applications
from satuatap.catalogue.services import services
from satuatap.common.ids import new_id
from satuatap.places.models import Area
from satuatap.workers import actions as workers
from satuatap.workers.models import Worker


@dataclass(frozen=True)
class Story:
    """One woman or man, and how far her papers and steps have come."""

    full_name: str
    sex: str
    born: str
    village: str
    nik: str
    papers: tuple[str, ...] = ()
    opened: bool = False
    desks_done: int = 0


STORIES = (
    Story("Siti Aminah", "female", "1998-03-17", "32.09.11.2001", "3209115703980001",
          ("KTP", "KK", "AKTA_LAHIR"), True, 0),
    Story("Nurhayati", "female", "1995-11-02", "32.09.12.2002", "3209124211950003",
          ("KTP", "KK", "AKTA_LAHIR"), True, 1),
    Story("Sulastri", "female", "2001-07-21", "32.09.13.2003", "", ("KTP",), True, 0),
    Story("Karsinah", "female", "1990-01-05", "32.09.14.2001", "3209144501900002"),
    Story("Warsito", "male", "1993-09-30", "32.09.15.2001", "3209153009930004",
          ("KTP", "KK", "AKTA_LAHIR"), True, 2),
)  # fmt: skip


def photo(words: str) -> SimpleUploadedFile:
    """A drawn paper with these words on it; nobody's real one."""
    image = Image.new("RGB", (900, 600), "#f6f2ea")
    draw = ImageDraw.Draw(image)
    draw.rectangle((20, 20, 880, 580), outline="#0a5a5c", width=4)
    draw.text((60, 60), f"CONTOH\n\n{words}", fill="#1d2b2f", font_size=42)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=70)
    return SimpleUploadedFile("foto.jpg", out.getvalue(), "image/jpeg")


def village_near(code: str) -> Area:
    """The village with this code, or the first one of its district where codes have moved."""
    found = Area.objects.filter(pk=code).first()
    return found or Area.objects.filter(pk__startswith=code[:5], level="village").order_by("pk")[0]


def lay_stories(offices, people) -> list[Worker]:
    """Tell every story through the same verbs that officers use."""
    return [_tell(story, offices["ltsa-contoh"], people) for story in STORIES]


def _tell(story, office, people) -> Worker:
    front, now = people["dewi"], timezone.now()
    person, _is_new = workers.register_worker(
        by=front, office=office, once=new_id(), manner="read_aloud", full_name=story.full_name,
        sex=story.sex, birth_date=datetime.date.fromisoformat(story.born),
        village=village_near(story.village), nik=story.nik,
    )  # fmt: skip
    for kind in story.papers:
        workers.add_scan(by=front, once=new_id(), worker=person, kind=kind,
                         uploaded=photo(f"{kind}\n{story.full_name}"))  # fmt: skip
    if story.opened:
        application = applications.open_application(
            by=front,
            once=new_id(),
            worker=person,
            service=services()["rekomendasi_paspor"],
            now=now,
        )
        officers = {"ketenagakerjaan": people["ratna"], "kependudukan": people["yusuf"]}
        for step in application.steps.order_by("position")[: story.desks_done]:
            finish_whole_step(step, officers[step.desk.institution], now)
    return person


def finish_whole_step(step, officer, now):
    """A desk accepts every paper that it needs and finishes."""
    step.refresh_from_db()
    for document in step.application.worker.documents.filter(kind__in=step.documents):
        applications.decide(by=officer, step=step, scan=document.scans.latest("added_at"))
    applications.finish_step(by=officer, step=step, now=now)
