"""Notes of outside systems and their outages, at three offices."""

import secrets
import uuid

from tests.wall.laying import LONG_AGO, ME, YESTERDAY, put

TOUCH = {
    "exchange_statusnote": ("answer", "lain"),
    "exchange_outage": ("ended_at", "2026-02-01T00:00Z"),
}
FRESH = {"exchange_outage": lambda: {"system": secrets.token_hex(6)}}
NAMED = {"exchange_statusnote": "by_id", "exchange_outage": "said_by_id"}
PLACES = ("own", "other_office", "other_area")


def note_row(step, name):
    """What somebody noted of a step."""
    return {
        "id": uuid.uuid4(), "office_id": step["office_id"], "step_id": step["id"],
        "system": "siapkerja", "answer": "typed", "seen_on": "2026-01-05", "by_id": name,
    }  # fmt: skip


def outage_row(office_id, name):
    """A system that is down since long ago."""
    return {
        "id": uuid.uuid4(), "office_id": office_id, "system": secrets.token_hex(6),
        "began_at": LONG_AGO, "said_by_id": name,
    }  # fmt: skip


def lay(ground, by):
    """One note and one ended outage at every office, and rows that try to get in."""
    steps = ground.rows["applications_step"]
    notes, outages = (ground.candidates[table] for table in TOUCH)
    for place in PLACES:
        office_id = steps[place]["office_id"]
        ground.rows["exchange_statusnote"][place] = put(
            "exchange_statusnote", **note_row(steps[place], by)
        )
        ended = outage_row(office_id, by) | {"ended_at": YESTERDAY, "ended_by_id": by}
        ground.rows["exchange_outage"][place] = put("exchange_outage", **ended)
        notes[place] = [note_row(steps[place], ME)]
        outages[place] = [outage_row(office_id, ME)]
    own = steps["own"]
    notes["another_name"] = [note_row(own, by)]
    outages["another_name"] = [outage_row(own["office_id"], by)]
    notes["mixed"] = [
        note_row(steps[place] | {"office_id": own["office_id"]}, ME)
        for place in ("other_office", "other_area")
    ]
