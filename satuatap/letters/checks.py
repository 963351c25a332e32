"""`manage.py check` for the letters that `reference/letters/` describes."""

from datetime import date

from django.core.checks import Error, Warning, register

from satuatap.common.reference import ReferenceError, overdue
from satuatap.letters import templates_store


@register()
def letters_are_in_order(app_configs, **options):
    """Every letter can be read, and no review date is past."""
    try:
        templates_store.store()
    except ReferenceError as wrong:
        return [Error(str(wrong), id="letters.E001")]
    return [
        Warning(late, id="letters.W001") for late in overdue(templates_store.files(), date.today())
    ]
