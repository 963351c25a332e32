"""Verbs of the room."""

from satuatap.applications.actions.absent import close_absent_step, open_paper
from satuatap.applications.actions.codes import choose_channel, replace_code
from satuatap.applications.actions.deciding import decide, note_interview, record_finding
from satuatap.applications.actions.destinations import (
    check_settlement,
    lift_destination,
    stop_destination,
)
from satuatap.applications.actions.letters import draft_letter, hand_over, letter_moved, withdraw
from satuatap.applications.actions.moving import (
    bring_back_to_desk,
    finish_step,
    hand_to_colleague,
    hold_step,
    resume_step,
    return_step,
)
from satuatap.applications.actions.notices import draft_notices
from satuatap.applications.actions.opening import ask_for_correction, open_application
from satuatap.applications.actions.reviews import (
    appeal,
    ask_waiver,
    decide_review,
    open_appealed_paper,
)
from satuatap.applications.actions.switching import switch_service

__all__ = [
    "appeal",
    "ask_for_correction",
    "ask_waiver",
    "bring_back_to_desk",
    "check_settlement",
    "choose_channel",
    "close_absent_step",
    "decide",
    "decide_review",
    "draft_letter",
    "draft_notices",
    "finish_step",
    "hand_over",
    "hand_to_colleague",
    "hold_step",
    "letter_moved",
    "lift_destination",
    "note_interview",
    "open_appealed_paper",
    "open_application",
    "open_paper",
    "record_finding",
    "replace_code",
    "resume_step",
    "return_step",
    "stop_destination",
    "switch_service",
    "withdraw",
]
