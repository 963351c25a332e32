"""Verbs of the room."""

from satuatap.privacy.models import NoticeGiven
from satuatap.privacy.notices import notice


def give_notice(*, by, office, about_id, code, manner):
    """Record that the notice in force was told; part of the write that stores her data."""
    told = notice(code)
    return NoticeGiven.objects.create(
        by=by, office=office, about_id=about_id, notice=code, version=told.version, manner=manner
    )
