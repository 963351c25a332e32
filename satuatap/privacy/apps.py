"""Registers the check that reads the notices at start."""

from django.apps import AppConfig
from django.core.checks import Error, register


class PrivacyConfig(AppConfig):
    """The room."""

    name = "satuatap.privacy"

    def ready(self):
        register(readable_notices)


def readable_notices(app_configs, **kwargs):
    """A broken notice stops the start: nothing may be stored that nobody can be told of."""
    from satuatap.common.reference import ReferenceError, reference_folder
    from satuatap.privacy.notices import notice

    try:
        for path in sorted((reference_folder() / "notices").glob("*.toml")):
            notice(path.stem)
    except ReferenceError as error:
        return [Error(str(error), id="privacy.E001")]
    return []
