"""What became of an appeal, without why: for whoever stands at the front desk with her."""

from django.utils.translation import gettext as _

from satuatap.applications.models import Review
from satuatap.common.acting import with_help_of
from satuatap.workers.models.access import HOUSE


def appeals_against(verdicts) -> dict:
    """Id of a verdict to where her appeal stands, in words; verdicts without one are left out.

    The front desk sees that an appeal runs or ended, whoever wrote it down, and nothing of what
    else the second person was asked.
    """
    with with_help_of(HOUSE):
        found = Review.objects.filter(
            kind=Review.Kind.APPEAL, verdict__in=[verdict.pk for verdict in verdicts]
        ).values_list("verdict_id", "is_granted")
        return {verdict_id: _words(is_granted) for verdict_id, is_granted in found}


def _words(is_granted) -> str:
    if is_granted is None:
        return _("Diperiksa orang kedua.")
    if is_granted:
        return _("Orang kedua menerima surat ini.")
    return _("Orang kedua juga meminta surat ini diperbaiki.")
