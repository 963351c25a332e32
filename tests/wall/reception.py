"""The reception: one row of each of its tables in every place."""

import secrets
import uuid
from datetime import date, timedelta
from itertools import count

from satuatap.places.models import Area
from tests.wall.laying import DESK, LONG_AGO, OTHER_DESK, YESTERDAY, put

DAY, MONTH = "2026-01-05", "2026-01-01"
PLACES = (
    ("own", "own", DESK), ("other_desk", "own", OTHER_DESK), ("other_office", "near", DESK),
    ("other_area", "far", DESK),
)  # fmt: skip
AT_DESKS = ("reception_ticket", "reception_daynote", "reception_call", "reception_rotaentry")
TOUCH = {
    "reception_daycounter": ("last", 70001),
    "reception_ticket": ("left_at", LONG_AGO),
    "reception_daynote": ("needs", []),
    "reception_call": ("shown_at", LONG_AGO),
    "reception_screen": ("replaced_at", LONG_AGO),
    "reception_impression": ("score", 1),
    "reception_deskday": ("is_here", False),
    "reception_rotaentry": ("day", "2001-01-01"),
    "reception_capacity": ("places", 7001),
    "reception_mobilestop": ("called_off_at", LONG_AGO),
    "reception_appointment": ("moved", 7001),
}
SECRETS = {"reception_display": "reception_screen", "reception_public": "reception_appointment"}
KEYS_OF_AN_OFFICE = {"reception_display"}
CODES = {"reception_screen": "key_hash", "reception_appointment": "code_hash"}
ONCE = {"reception_daynote"}  # one per ticket: a second one is refused for that, not by a policy
numbers = count(1)
FRESH = {
    "reception_daycounter": lambda: {"series": secrets.token_hex(8)},
    "reception_ticket": lambda: {"number": next(numbers)},
    "reception_call": lambda: {"ended_at": YESTERDAY, "outcome": "done"},
    "reception_screen": lambda: {
        "key_hash": secrets.token_bytes(32), "replaced_at": YESTERDAY,
    },
    "reception_deskday": lambda: {"day": _a_day()},
    "reception_rotaentry": lambda: {"day": _a_day()},
    "reception_capacity": lambda: {"day": _a_day()},
    "reception_appointment": lambda: {"code_hash": secrets.token_bytes(32)},
}  # fmt: skip


def _a_day():
    return date(2030, 1, 1) + timedelta(days=secrets.randbelow(300_000))


def facts_of(ground):
    """By id of a row: the desk on which it lies, and the code that opens it."""
    facts = {}
    for place, office, desk in PLACES:
        at = {"lies_on": {str(ground.desks[office, desk].pk): []}}
        facts |= {ground.id(table, place): at for table in AT_DESKS}
    over = ground.rows["reception_daynote"]["ended"]["id"]
    facts[over] = {"lay_on": {str(ground.desks["own", DESK].pk)}}
    for table, column in CODES.items():
        facts |= {row["id"]: {"code": row[column]} for row in ground.rows[table].values()}
    return facts


def lay(ground, by):
    """Rows in every place, rows that could be added there, and rows that mix offices."""
    village = Area.objects.filter(level=4).values_list("pk", flat=True)[0]
    for place, office, desk in PLACES:
        where = (ground.offices[office].pk, ground.desks[office, desk].pk, village, by)
        worker = ground.id("workers_worker", "own" if place == "other_desk" else place)
        laid = _at_the_desk(*where, worker) | (_beside_the_desk(*where) if desk == DESK else {})
        for table, row in laid.items():
            ground.rows[table][place] = put(table, **row)
        spare = put("reception_ticket", **ticket_row(*where))
        offered = _offered(where, worker, laid, spare)
        for table in laid:
            ground.candidates[table][place] = [offered[table]]
        if desk == DESK:
            ground.codes["reception_display"][place] = laid["reception_screen"]["key_hash"]
            ground.codes["reception_public"][place] = laid["reception_appointment"]["code_hash"]
    _lay_replaced_screen(ground, by, village)
    _lay_at_no_desk(ground, by, village)
    _lay_after_the_desk(ground, by, village)
    _offer_without(ground)
    _add_mixed(ground)


def _lay_replaced_screen(ground, by, village):
    """A key that somebody may still have, and that opens nothing any more."""
    where = (ground.offices["own"].pk, ground.desks["own", DESK].pk, village, by)
    screen = _beside_the_desk(*where)["reception_screen"] | {"replaced_at": YESTERDAY}
    ground.rows["reception_screen"]["replaced"] = put("reception_screen", **screen)
    ground.codes["reception_display"]["replaced"] = screen["key_hash"]


def _lay_at_no_desk(ground, by, village):
    """Numbers and places on the rota of the front desk itself."""
    where = (ground.offices["own"].pk, None, village, by)
    laid = _at_the_desk(*where, None)
    for table in ("reception_ticket", "reception_rotaentry"):
        ground.rows[table]["no_desk"] = put(table, **laid[table])
    spare = put("reception_ticket", **ticket_row(*where))
    offered = _at_the_desk(*where, None, ticket=spare, day="2027-04-01")
    offered["reception_ticket"] = ticket_row(*where)
    offered["reception_call"]["room"] = "Ruang 1"
    for table in ("reception_ticket", "reception_rotaentry", "reception_call"):
        ground.candidates[table]["no_desk"] = [offered[table]]


def _lay_after_the_desk(ground, by, village):
    """What was known of a number that the own desk has served."""
    where = (ground.offices["own"].pk, ground.desks["own", DESK].pk, village, by)
    laid = _at_the_desk(
        *where, None, ticket=ticket_row(*where) | {"status": "done", "done_at": YESTERDAY}
    )
    put("reception_ticket", **laid["reception_ticket"])
    ground.rows["reception_daynote"]["ended"] = put(
        "reception_daynote", **laid["reception_daynote"]
    )


def _offer_without(ground):
    """A note about nobody on file, an appointment at no stop."""
    ground.candidates["reception_daynote"]["other_desk"][0]["worker_id"] = None
    ground.candidates["reception_appointment"]["other_office"][0]["stop_id"] = None


def _offered(where, worker, laid, spare):
    """Fresh rows that belong to what lies there."""
    offered = _at_the_desk(*where, worker, ticket=spare, day="2027-04-01") | _beside_the_desk(
        *where, day="2027-04-01"
    )
    offered["reception_ticket"] = ticket_row(*where)
    offered["reception_screen"] |= {"replaced_at": YESTERDAY}
    if stop := laid.get("reception_mobilestop"):
        offered["reception_appointment"] |= {"stop_id": stop["id"], "day": stop["day"]}
    return offered


def ticket_row(office, desk, village, by):
    return {
        "id": uuid.uuid4(), "office_id": office, "day": DAY, "group": "lowongan",
        "number": next(numbers), "channel": "counter", "by_appointment": False, "desk_id": desk,
        "status": "waiting", "sex": "female", "area_id": village, "issued_by_id": by,
        "issued_at": YESTERDAY, "queued_at": YESTERDAY,
    }  # fmt: skip


def _at_the_desk(office, desk, village, by, worker, ticket=None, day="2027-03-01"):
    ticket = ticket or ticket_row(office, desk, village, by)
    return {
        "reception_rotaentry": {
            "id": uuid.uuid4(), "office_id": office, "desk_id": desk, "day": day,
            "officer_id": by,
        },
        "reception_ticket": ticket,
        "reception_daynote": {
            "id": uuid.uuid4(), "office_id": office, "ticket_id": ticket["id"],
            "group": "lowongan", "day": DAY, "needs": ["hamil"], "worker_id": worker,
        },
        "reception_call": {
            "id": uuid.uuid4(), "office_id": office, "day": DAY, "ticket_id": ticket["id"],
            "group": "lowongan", "number": ticket["number"], "desk_id": desk, "room": "",
            "officer_id": by, "queued_at": YESTERDAY, "called_at": YESTERDAY,
            "shown_at": YESTERDAY, "repeats": 0, "outcome": "", "out_of_order": False,
            "reason": "",
        },
    }  # fmt: skip


def _beside_the_desk(office, desk, village, by, day="2027-03-01"):
    common = {"office_id": office}
    return {
        "reception_daycounter": common
        | {"id": uuid.uuid4(), "day": DAY, "series": secrets.token_hex(8), "last": 1},
        "reception_screen": common
        | {"id": uuid.uuid4(), "key": b"x", "key_hash": secrets.token_bytes(32),
           "rooms": ["Ruang 1"], "made_by_id": by, "made_at": YESTERDAY},
        "reception_impression": common
        | {"id": uuid.uuid4(), "month": MONTH, "score": 3, "sex": ""},
        "reception_deskday": common
        | {"id": uuid.uuid4(), "desk_id": desk, "day": day, "is_here": True},
        "reception_capacity": common
        | {"id": uuid.uuid4(), "group": "lowongan", "day": day, "places": 3},
        "reception_mobilestop": common
        | {"id": uuid.uuid4(), "day": day, "village_id": village, "place": "Balai desa",
           "opens": "08:00", "closes": "12:00", "places": 10},
        "reception_appointment": common
        | {"id": uuid.uuid4(), "group": "lowongan", "service_code": "", "day": day,
           "stop_id": None, "source": "public", "code_hash": secrets.token_bytes(32),
           "status": "booked", "booked_on": DAY, "moved": 0},
    }  # fmt: skip


def _add_mixed(ground):
    """Rows of the own office that name a desk, a number, a person or a stop of another one."""
    far_desk = ground.desks["far", DESK].pk
    mixes = {
        "reception_ticket": {"desk_id": far_desk},
        "reception_deskday": {"desk_id": far_desk},
        "reception_rotaentry": {"desk_id": far_desk},
        "reception_daynote": {
            "ticket_id": _without_call_or_note(ground),
            "worker_id": ground.id("workers_worker", "other_office"),
        },
        "reception_call": {
            "ticket_id": _without_call_or_note(ground), "desk_id": far_desk,
        },
        "reception_appointment": {
            "stop_id": ground.id("reception_mobilestop", "other_office"), "day": "2028-01-05",
        },
    }  # fmt: skip
    for table, columns in mixes.items():
        own = ground.candidates[table]["own"][0]
        for column, value in columns.items():
            row = own | {"id": uuid.uuid4(), column: value}
            if table == "reception_ticket":
                row["number"] = next(numbers)
            if table == "reception_appointment":
                row["code_hash"] = secrets.token_bytes(32)
            ground.candidates[table]["mixed"].append(row)


def _without_call_or_note(ground):
    """A number of another office that has neither yet: only the policy may refuse them."""
    return ground.candidates["reception_daynote"]["other_office"][0]["ticket_id"]
