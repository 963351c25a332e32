"""Registers the check that reads the catalogue at start."""

from django.apps import AppConfig
from django.core.checks import Error, register


class CatalogueConfig(AppConfig):
    """The room."""

    name = "satuatap.catalogue"

    def ready(self):
        register(readable_catalogue)


def readable_catalogue(app_configs, **kwargs):
    """A broken file stops the start with its file, key and reason."""
    from satuatap.catalogue.documents import document_kinds, return_reasons
    from satuatap.catalogue.services import services
    from satuatap.common.reference import ReferenceError

    try:
        document_kinds(), return_reasons(), services()
    except ReferenceError as error:
        return [Error(str(error), id="catalogue.E001")]
    return []
