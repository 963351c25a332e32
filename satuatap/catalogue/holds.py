"""Why a file lies still, whose turn it is meanwhile, and whether the clock runs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from satuatap.catalogue.entries import entries, one_of
from satuatap.common.reference import check_holes, reference_folder

TURNS = ("her", "us", "outside")
SYSTEM_NAMES = {
    "siapkerja": "SIAPkerja",
    "siskop2mi": "SISKOP2MI",
    "dukcapil": "Dukcapil",
    "imigrasi": "Imigrasi",
}


@dataclass(frozen=True)
class HoldReason:
    """`sentence` is what she reads; `system`: the outside system that is down, or empty.

    `ends_with_paper`: the file goes on by itself when the paper that was missing is there.
    `sensitive`: that there is such a reason tells something of her; her page says only to ask.
    """

    code: str
    label: str
    sentence: str
    turn: str
    pauses_clock: bool
    system: str = ""
    sensitive: bool = False
    ends_with_paper: bool = False


@cache
def hold_reasons() -> dict[str, HoldReason]:
    """All reasons for holding a step by code."""
    path = reference_folder() / "documents" / "hold_reasons.toml"
    reasons = entries(path, "reasons", HoldReason)
    for code, reason in reasons.items():
        check_holes(path, f"reasons.{code}", "sentence", reason.sentence, ())
        one_of(path, f"reasons.{code}", "turn", reason.turn, TURNS)
        one_of(path, f"reasons.{code}", "system", reason.system, ("", *SYSTEM_NAMES))
    return reasons
