"""`manage.py check` for the files of `reference/exchange/`."""

from datetime import date

from django.core.checks import Error, Warning, register

from satuatap.common.reference import ReferenceError, overdue
from satuatap.exchange.sheets import sheet_files, systems


@register()
def sheets_are_in_order(app_configs, **options):
    """Every sheet can be read, and no review date is past."""
    try:
        systems()
    except ReferenceError as wrong:
        return [Error(str(wrong), id="exchange.E001")]
    return [Warning(late, id="exchange.W001") for late in overdue(sheet_files(), date.today())]
