"""Agencies and job orders of three offices. In protection nobody reads or writes any."""

import secrets
import uuid

from tests.wall.laying import YESTERDAY, put

TOUCH = {
    "directory_agency": ("phone", "000"),
    "directory_joborder": ("wage", "Lain"),
}
FRESH = {
    "directory_agency": lambda: {"licence": secrets.token_hex(6)},
    "directory_joborder": lambda: {"number": secrets.token_hex(6)},
}
PLACES = (("own", "own"), ("other_office", "near"), ("other_area", "far"))


def compared(by):
    """What every entry says about its source."""
    return {
        "id": uuid.uuid4(), "source": "daftar resmi", "seen_on": "2026-01-05",
        "entered_by_id": by, "entered_at": YESTERDAY, "writers": [by], "revision": 1,
    }  # fmt: skip


def agency_row(office_id, by):
    """An agency that nobody has compared yet."""
    return compared(by) | {
        "office_id": office_id, "name": "PT Contoh", "name_key": "contoh",
        "licence": secrets.token_hex(6), "status": "active", "sanction": "", "address": "",
        "phone": "", "branches": "",
    }  # fmt: skip


def order_row(office_id, agency_id, by):
    """A job order of this agency."""
    return compared(by) | {
        "office_id": office_id, "agency_id": agency_id, "number": secrets.token_hex(6),
        "permit": "", "destination": "TW", "occupation": "Perawat", "scheme": "P2P", "places": 10,
        "attache_number": "", "wage": "", "cost": "", "status": "open",
    }  # fmt: skip


def lay(ground, by):
    """One agency with one job order at every office, and rows that try to get in."""
    for place, office in PLACES:
        office_id = ground.offices[office].pk
        agency = put("directory_agency", **agency_row(office_id, by))
        ground.rows["directory_agency"][place] = agency
        ground.rows["directory_joborder"][place] = put(
            "directory_joborder", **order_row(office_id, agency["id"], by)
        )
        ground.candidates["directory_agency"][place] = [agency_row(office_id, by)]
        ground.candidates["directory_joborder"][place] = [order_row(office_id, agency["id"], by)]
    _add_mixed(ground, by)
    _name_in_applications(ground)


def _name_in_applications(ground):
    """Applications for a job order of the own office, and for one of another."""
    offered = ground.candidates["applications_application"]
    if not offered:  # the other world
        return
    for place, wanted in (
        ("other_desk", "own"),
        ("mixed", "other_office"),
        ("mixed", "other_area"),
    ):
        row = offered["own"][0] | {"id": uuid.uuid4(), "service": secrets.token_hex(4)}
        row |= {"code_hash": secrets.token_bytes(32)}
        row["job_order_id"] = ground.id("directory_joborder", wanted)
        if place == "mixed":
            offered[place].append(row)
        else:
            offered[place] = [row]


def _add_mixed(ground, by):
    """Job orders whose office is another than that of their agency."""
    own, rows = ground.offices["own"].pk, ground.rows["directory_agency"]
    ground.candidates["directory_joborder"]["mixed"] = [
        order_row(own, rows["other_office"]["id"], by),
        order_row(own, rows["other_area"]["id"], by),
        order_row(ground.offices["near"].pk, rows["own"]["id"], by),
    ]
