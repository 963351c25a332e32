"""`manage.py check` for the groups and needs that `reference/reception/` describes."""

from datetime import date

from django.core.checks import Error, Warning, register

from satuatap.common.reference import ReferenceError, overdue
from satuatap.reception import groups


@register()
def reception_is_in_order(app_configs, **options):
    """Groups, needs, reasons and the rule can be read, and no review date is past."""
    try:
        groups.groups(), groups.needs(), groups.reasons(), groups.order_rule()
    except ReferenceError as wrong:
        return [Error(str(wrong), id="reception.E001")]
    files = (groups.groups_file(), groups.needs_file())
    return [Warning(late, id="reception.W001") for late in overdue(files, date.today())]
