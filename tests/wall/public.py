"""What everybody may read and few may change: offices, desks, hours, days on which they are closed."""

import secrets
import uuid

from satuatap.places.models import Desk, Office
from tests.wall.laying import DESK, NEAR, Ground, put

TABLES = ("places_office", "places_desk", "places_openinghours", "places_closure")
REFERRAL = "rujukan-contoh"  # an office that does not work with the system
MOVABLE, FREE = "kesehatan", "perbankan"  # a desk that could be moved, one that could be added
OFFICES = (
    ("own", "own"),
    ("other_office", "near"),
    ("other_area", "far"),
    ("referral", "referral"),
)


def office_row(area_id, is_installed):
    return {
        "id": uuid.uuid4(), "code": f"baru-{secrets.token_hex(6)}", "name": "Baru",
        "kind": "other", "area_id": area_id, "time_zone": "Asia/Jakarta", "address": "",
        "phone": "", "letterhead": "", "is_installed": is_installed,
    }  # fmt: skip


def desk_row(office_id, institution=FREE):
    return {
        "id": uuid.uuid4(), "office_id": office_id, "institution": institution,
        "presence": "present", "rota_weekdays": [], "refer_to": "", "name": "", "note": "",
    }  # fmt: skip


def hours_row(office_id, weekday):
    return {
        "id": uuid.uuid4(), "office_id": office_id, "weekday": weekday, "opens": "08:00",
        "closes": "12:00",
    }  # fmt: skip


def closure_row(office_id, date):
    return {"id": uuid.uuid4(), "office_id": office_id, "date": date, "name": "Tutup"}


def lay_public(ground: Ground):
    """Rows at every office, each on a day of its own, so that they could be moved."""
    ground.offices["referral"] = _referral(ground)
    Desk.objects.filter(institution=FREE).delete()
    for number, (place, name) in enumerate(OFFICES):
        office = ground.offices[name]
        _lay_place(ground, place, office, number)
    own = Desk.objects.get(office=ground.offices["own"], institution=MOVABLE)
    ground.rows["places_desk"]["own"] = {"id": own.pk}
    there = Desk.objects.filter(institution=MOVABLE)
    there.filter(office__code__in=(NEAR, REFERRAL)).delete()


def _referral(ground):
    office, is_new = Office.objects.get_or_create(
        code=REFERRAL,
        defaults={"name": "Rujukan Contoh", "area_id": "32.09", "kind": "other", "address": "-"},
    )
    if is_new:
        Desk.objects.create(office=office, institution=DESK)
    return office


def _lay_place(ground, place, office, number):
    """What lies at one office, and what could be added there."""
    weekday = 5 if office.hours.filter(weekday=3).exists() else 3
    laid = {
        "places_office": {"id": office.pk},
        "places_desk": {"id": office.desks.get(institution=DESK).pk},
        "places_openinghours": put("places_openinghours", **hours_row(office.pk, weekday)),
        "places_closure": put("places_closure", **closure_row(office.pk, f"2027-01-0{number + 1}")),
    }
    offered = {
        "places_office": office_row(office.area_id, office.is_installed),
        "places_desk": desk_row(office.pk),
        "places_openinghours": hours_row(office.pk, 6),
        "places_closure": closure_row(office.pk, "2027-02-01"),
    }
    for table in TABLES:
        ground.rows[table][place] = laid[table]
        ground.candidates[table][place] = [offered[table]]
