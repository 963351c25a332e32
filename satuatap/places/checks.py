"""`manage.py check` for this room's reference files: small ones are read, large ones described."""

from datetime import date

from django.core.checks import Error, Warning, register

from satuatap.common.reference import ReferenceError, origin_of, overdue, reference_folder
from satuatap.places import reference_loaders as loaders


@register()
def reference_files_are_in_order(app_configs, **options):
    """Holidays and centres can be read, every file says its origin, no review date is past."""
    places = reference_folder() / "places"
    files = [
        places / "areas.csv.gz",
        places / "historic_codes.csv",
        reference_folder() / "centres.csv",
    ]
    try:
        files += loaders.calendar_files()
        for path in files:
            origin_of(path)
        for path in loaders.calendar_files():
            loaders.read_holidays(path)
        loaders.read_centres()
    except ReferenceError as wrong:
        return [Error(str(wrong), id="places.E001")]
    return [Warning(late, id="places.W001") for late in overdue(files, date.today())]
