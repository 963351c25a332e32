"""`manage.py check` for the files of `reference/directory/`."""

from datetime import date

from django.core.checks import Error, Warning, register

from satuatap.common.reference import ReferenceError, overdue
from satuatap.directory import rules
from satuatap.directory.destinations import destination_names


@register()
def directory_is_in_order(app_configs, **options):
    """Rules and destinations can be read, and no review date is past."""
    try:
        rules.check_lasts()
        destination_names()
    except ReferenceError as wrong:
        return [Error(str(wrong), id="directory.E001")]
    return [
        Warning(late, id="directory.W001") for late in overdue([rules.rules_file()], date.today())
    ]
