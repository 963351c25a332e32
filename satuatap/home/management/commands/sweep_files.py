"""`manage.py sweep_files`: remove sealed files that no row names, left by broken-off writes."""

import time
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import models

from satuatap.common import files

# Every column that names a sealed file, by room and model.
NAMED_BY = {
    "workers.Scan": ("file_id",),
    "applications.Step": ("paper_file",),
    "letters.Letter": ("pdf_file", "signed_scan"),
    "letters.OfficeCertificate": ("key_file",),
}
AGE = 24 * 3600  # seconds; a younger file may belong to a write under way


def named_files() -> set:
    """Ids of all files that a row names."""
    found: set = set()
    for label, columns in NAMED_BY.items():
        room, name = label.split(".")
        if apps.is_installed(f"satuatap.{room}"):
            model: type[models.Model] = apps.get_model(room, name)
            for column in columns:
                found.update(model._default_manager.values_list(column, flat=True))
    return found - {None}


class Command(BaseCommand):
    """Runs as the owner, who sees every row."""

    help = __doc__

    def handle(self, **options):
        named, removed, now = named_files(), 0, time.time()
        for file_id in files.every_file():
            path = Path(settings.FILES) / str(file_id)[-2:] / str(file_id)
            if file_id not in named and now - path.stat().st_mtime > AGE:
                files.destroy(file_id)
                removed += 1
        self.stdout.write(f"{removed} files without a row removed")
