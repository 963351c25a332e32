"""Drawing numbers: each series of an office's day counts without gap, also under two hands."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import connection

from satuatap.common.acting import with_help_of
from satuatap.common.ids import new_id
from satuatap.reception.models import KEEPER

DRAW = """
    INSERT INTO reception_daycounter AS row (id, office_id, day, series, last)
    VALUES (%s, %s, %s, %s, %s)
    ON CONFLICT (office_id, day, series) DO UPDATE SET last = row.last + %s
    RETURNING last
"""
SERVED = "served"
VILLAGE = "desa:"  # before the code of a village, under the first day of a month


def draw(office_id: UUID, day: date, series: str) -> int:
    """The next number. The row stays locked until the transaction ends, so none is lost."""
    return _count(office_id, day, series, 1)


def hold(office_id: UUID, day: date, series: str) -> None:
    """Nobody else passes here for this series until the transaction ends."""
    _count(office_id, day, series, 0)


def _count(office_id, day, series, step) -> int:
    with with_help_of(KEEPER), connection.cursor() as cursor:
        cursor.execute(DRAW, [new_id(), office_id, day, series, step, step])
        return cursor.fetchone()[0]
