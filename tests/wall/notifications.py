"""Messages of three offices, and apart from them where they go."""

import uuid

from tests.wall.laying import YESTERDAY, put

TOUCH = {
    "notifications_message": ("attempts", 7),
    "notifications_recipient": ("address", b"y"),
}
FRESH: dict = {"notifications_message": dict, "notifications_recipient": dict}
PLACES = (("own", "own"), ("other_office", "near"), ("other_area", "far"))


def message_row(office_id, **more):
    """A message that waits."""
    return {
        "id": uuid.uuid4(), "office_id": office_id, "purpose": "next_step",
        "template": "kabar_umum", "channel": "email", "status": "waiting", "reason": "",
        "attempts": 0, "made_at": YESTERDAY, "due_at": YESTERDAY,
    } | more  # fmt: skip


def recipient_row(office_id, message_id):
    """Where it goes."""
    return {
        "id": message_id, "office_id": office_id, "about_id": uuid.uuid4(), "address": b"x",
    }  # fmt: skip


def lay(ground, by):
    """One message at every office, and rows that try to get in."""
    for place, office in PLACES:
        office_id = ground.offices[office].pk
        message = put("notifications_message", **message_row(office_id))
        ground.rows["notifications_message"][place] = message
        recipient = put("notifications_recipient", **recipient_row(office_id, message["id"]))
        ground.rows["notifications_recipient"][place] = recipient
        ground.candidates["notifications_message"][place] = [message_row(office_id)]
        ground.candidates["notifications_recipient"][place] = [
            recipient_row(office_id, uuid.uuid4())
        ]
    own = ground.offices["own"].pk
    ground.candidates["notifications_message"]["already_sent"] = [
        message_row(own, status="sent", ended_at=YESTERDAY)
    ]
