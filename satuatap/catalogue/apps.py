"""Registers the check that reads the catalogue at start."""

from datetime import date

from django.apps import AppConfig
from django.core.checks import Error, Warning, register


class CatalogueConfig(AppConfig):
    """The room."""

    name = "satuatap.catalogue"

    def ready(self):
        register(readable_catalogue)


def readable_catalogue(app_configs, **kwargs):
    """A broken file stops the start with its file, key and reason; one past its day is told."""
    from satuatap.catalogue.changes import own_files
    from satuatap.catalogue.reading import read_everything
    from satuatap.common.reference import ReferenceError, overdue

    try:
        read_everything()
    except ReferenceError as error:
        return [Error(str(error), id="catalogue.E001")]
    return [Warning(late, id="catalogue.W001") for late in overdue(own_files(), date.today())]
