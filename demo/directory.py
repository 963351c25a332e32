"""Agencies and job orders of the imaginary district; the names are nobody's."""

import datetime

from django.utils import timezone

from satuatap.common.ids import new_id
from satuatap.directory import actions
from satuatap.places.calendars import local_date

SOURCE = "daftar contoh, tidak nyata"
DAY = datetime.timedelta(days=1)
AGENCIES = (  # name, licence, days until it ends, status, sanction, compared by a second person
    ("PT Contoh Bahari Karya", "CONTOH-SIP3MI 101/2024", 900, "active", "", True),
    ("PT Contoh Mitra Samudra", "CONTOH-SIP3MI 102/2023", 20, "active", "", True),
    ("PT Contoh Sinar Timur", "CONTOH-SIP3MI 103/2022", 300, "suspended",
     "Dibekukan tiga bulan (contoh)", True),
    ("PT Contoh Lama Jaya", "CONTOH-SIP3MI 104/2019", -40, "active", "", True),
    ("PT Contoh Baru Ditulis", "CONTOH-SIP3MI 105/2026", 1500, "active", "", False),
)  # fmt: skip
ORDERS = (  # which agency, number, destination, occupation, places, women, men, days, status
    (0, "CONTOH-JO-TW-01", "TW", "Perawat lansia", 25, 25, None, 120, "open"),
    (0, "CONTOH-JO-MY-02", "MY", "Operator pabrik elektronik", 60, 30, 30, 90, "open"),
    (1, "CONTOH-JO-HK-01", "HK", "Pengurus rumah tangga", 15, 15, None, 60, "full"),
    (2, "CONTOH-JO-SG-01", "SG", "Pengurus rumah tangga", 10, 10, None, 60, "open"),
)  # fmt: skip


def lay_directory(offices, people) -> int:
    """Write the list as the placement officer and compare it as the head; returns how many."""
    office, now = offices["ltsa-contoh"], timezone.now()
    today = local_date(now, office.zone)
    both, made = (people["lestari"], people["endang"]), []
    for row in AGENCIES:
        made.append(_agency(row, office, both, now, today))
    for order in ORDERS:
        _order(order[1:], made[order[0]], both, now, today)
    return len(made) + len(ORDERS)


def _agency(row, office, both, now, today):
    name, licence, days, status, sanction, is_compared = row
    agency = actions.enter_agency(
        by=both[0], office=office, once=new_id(), now=now, name=name, licence=licence,
        licence_from=today - 1500 * DAY, licence_until=today + days * DAY, status=status,
        sanction=sanction, address="Jl. Contoh, Jakarta", source=SOURCE, seen_on=today,
    )  # fmt: skip
    if is_compared:
        agency = actions.check_agency(by=both[1], agency=agency, now=now, revision=1)
    return agency


def _order(row, agency, both, now, today):
    number, destination, occupation, places, women, men, days, status = row
    order = actions.enter_job_order(
        by=both[0], agency=agency, once=new_id(), now=now, number=number,
        permit=f"{number}-SIP2MI", permit_until=today + 180 * DAY, destination=destination,
        occupation=occupation, places=places, women=women, men=men, status=status,
        attache_number=f"{number}-A", attache_on=today - 30 * DAY, cost="0",
        wage="menurut surat job order", valid_until=today + days * DAY, source=SOURCE,
        seen_on=today,
    )  # fmt: skip
    actions.check_job_order(by=both[1], job_order=order, now=now, revision=1)
