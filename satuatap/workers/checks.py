"""`manage.py check` for what `reference/matching/` says."""

from datetime import date

from django.core.checks import Error, Warning, register

from satuatap.common.reference import ReferenceError, overdue
from satuatap.workers.matching import names, weights


@register()
def matching_is_in_order(app_configs, **options):
    """Words around names and weights can be read, and no review date is past."""
    try:
        names.usage(), weights.weights()
    except ReferenceError as wrong:
        return [Error(str(wrong), id="workers.E001")]
    files = (names.usage_file(), weights.weights_file())
    return [Warning(late, id="workers.W001") for late in overdue(files, date.today())]
