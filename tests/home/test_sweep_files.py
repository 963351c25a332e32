"""Files that a broken-off write left behind are removed; files that a row names stay."""

import os
import time

import pytest
from django.core.management import call_command

from satuatap.common import files
from satuatap.home.management.commands import sweep_files

pytestmark = [pytest.mark.django_db, pytest.mark.world("administration")]


def an_old_file(settings):
    file_id = files.store(b"a scan")
    path = settings.FILES / str(file_id)[-2:] / str(file_id)
    long_ago = time.time() - 2 * sweep_files.AGE
    os.utime(path, (long_ago, long_ago))
    return file_id


def test_only_old_files_without_a_row_go(settings, as_owner, monkeypatch):
    left, named, fresh = an_old_file(settings), an_old_file(settings), files.store(b"under way")
    monkeypatch.setattr(sweep_files, "named_files", lambda: {named})

    with as_owner():
        call_command("sweep_files")

    assert set(files.every_file()) == {named, fresh}
    assert left not in set(files.every_file())


def test_every_column_that_names_a_file_is_known():
    from django.apps import apps
    from django.db.models import UUIDField

    naming = {
        (model._meta.label, field.name)
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, UUIDField)
        and (field.name.endswith("_file") or field.name in ("file_id", "signed_scan"))
        and model._meta.label != "workers.DeskAccess"
    }

    assert naming == {(label, c) for label, cs in sweep_files.NAMED_BY.items() for c in cs}


def test_the_rows_are_really_asked(as_owner):
    with as_owner():
        assert isinstance(sweep_files.named_files(), set)
