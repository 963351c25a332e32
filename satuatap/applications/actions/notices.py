"""The notice to everybody who waits because a destination was closed."""

from uuid import uuid5

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from satuatap.applications.reading.letter_words import closure_words
from satuatap.applications.reading.stops import waiting_for
from satuatap.common.locks import lock_until_the_end
from satuatap.common.workflow import MoveRefused
from satuatap.letters import actions as letters
from satuatap.letters import permissions
from satuatap.letters.models import Letter

CLOSURE = "pemberitahuan_penutupan"


@transaction.atomic
def draft_notices(*, by, stop, now):
    """Draft one letter for each file that waits, once per closure; the head approves each.

    Returns how many were drafted now, and the names of those for whom words are missing that the
    letter cannot do without (NIK, birth date). A letter goes into her own hand.
    """
    permissions.draft_letter.check(by, stop.office)
    lock_until_the_end(f"notices of {stop.pk}")
    if stop.lifted_at:
        raise MoveRefused(_("Tujuan ini sudah dibuka lagi."))
    waiting = {uuid5(stop.pk, str(row.application.pk)): row for row in waiting_for(stop)}
    there = set(Letter.objects.filter(pk__in=waiting).values_list("pk", flat=True))
    drafted, lacking = 0, []
    for key, row in waiting.items():
        if key in there:
            continue
        try:
            letters.draft_letter(
                by=by, office=stop.office, template=CLOSURE, data=closure_words(row, stop), now=now,
                reference=row.application, letter_id=key,
            )  # fmt: skip
            drafted += 1
        except ValidationError:
            lacking.append(row.application.worker.full_name)
    return drafted, lacking
