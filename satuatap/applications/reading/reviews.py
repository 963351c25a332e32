"""Second looks that wait for a decision."""

from django.db.models import Q

from satuatap.applications.models import Review
from satuatap.common.paging import uuid_or_none

PAGE = 30


def waiting_reviews(user, after: str = "", office: str = ""):
    """One page of what this person may decide, oldest first, and where the next one begins.

    `office`: only of the office with this code.

    What she asked or decided first is not among it. The person's name is there only as far as
    her file may be seen.
    """
    rows = (
        Review.objects.waiting()
        .exclude(Q(asked_by=user) | Q(first_person=user))
        .select_related("step__desk", "first_person")
        .order_by("asked_at", "id")
    )
    if office:
        rows = rows.filter(office__code=office)
    key = uuid_or_none(after)
    last = Review.objects.filter(pk=key).only("asked_at").first() if key else None
    if last:
        later = Q(asked_at=last.asked_at, id__gt=last.pk)
        rows = rows.filter(Q(asked_at__gt=last.asked_at) | later)
    found = list(rows[: PAGE + 1])
    return found[:PAGE], str(found[PAGE - 1].pk) if len(found) > PAGE else ""
