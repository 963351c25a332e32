"""A broken file of the catalogue stops the start, and says which file, where in it, and why."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from satuatap.accounts.starting import refuse_broken_files
from satuatap.catalogue.documents import document_kinds, return_reasons
from satuatap.catalogue.services import read_service, services
from satuatap.common.reference import ReferenceError
from satuatap.environment import WrongEnvironment
from satuatap.places.models.desks import Institution
from tests.database import CHECKOUT, town

SERVICE = "services/rekomendasi_paspor.toml"


def test_the_catalogue_as_it_is_can_be_read():
    assert len(services()) >= 15
    for service in services().values():
        assert {step.desk for step in service.steps} <= set(Institution.values)
        assert set(service.documents) <= set(document_kinds())
        assert service.fee_rupiah == 0


def test_a_service_asks_for_each_paper_once():
    service = services()["rekomendasi_paspor"]

    assert service.documents == ("KTP", "KK", "AKTA_LAHIR")
    assert service.as_copy()["documents"] == service.documents


BROKEN = {
    "unknown desk": (
        'desk = "kependudukan"', 'desk = "kelurahan"', "steps.cocok_data", "“kelurahan” is none"),
    "unknown document": ('["KTP", "KK"]', '["KTP", "SIM"]', "steps.cocok_data", "['SIM']"),
    "a letter for a list": ('["KTP", "KK"]', '"KTP"', "steps.cocok_data", "documents must be a list"),
    "after a later step": (
        'code = "periksa_berkas"', 'code = "periksa_berkas"\nafter = ["cocok_data"]',
        "steps.periksa_berkas", "['cocok_data'], which is no earlier step"),
    "after no step": (
        'after = ["periksa_berkas"]', 'after = ["foto"]', "steps.cocok_data", "['foto']"),
    "after itself": (
        'after = ["periksa_berkas"]', 'after = ["cocok_data"]', "steps.cocok_data", "no earlier"),
    "the same step twice": (
        'code = "cocok_data"', 'code = "periksa_berkas"', "steps.periksa_berkas", "twice"),
    "missing owner": ('owner = "Dinas tenaga kerja kabupaten/kota"', "", "owner", "is missing"),
    "empty owner": ('owner = "Dinas tenaga kerja kabupaten/kota"', 'owner = ""', "owner", "missing"),
    "missing source": ('\nsource = "SIPPN', '\n# source = "SIPPN', "source", "is missing"),
    "review date that is no date": (
        "review_by = 2027-12-31", 'review_by = "nanti"', "review_by", "must be a date"),
    "missing name": ('name = "Rekomendasi', '# name = "Rekomendasi', "service", "'name'"),
    "missing desk": ('desk = "kependudukan"\n', "", "steps.cocok_data", "'desk'"),
    "misspelt key": ("standard_days", "standart_days", "steps.periksa_berkas", "standart_days"),
    "another code than the file": (
        'code = "rekomendasi_paspor"', 'code = "paspor"', "code", "rekomendasi_paspor"),
    "no steps": ("[[steps]]", "[[langkah]]", "steps", "has no step"),
    "no TOML": ("fee_rupiah = 0", "fee_rupiah = = 0", "file", "is not valid TOML"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_service_is_said_to_be_with_file_key_and_reason(reference, name):
    old, new, where, reason = BROKEN[name]
    path = reference(SERVICE, old, new)

    with pytest.raises(ReferenceError) as wrong:
        read_service(path)

    assert str(wrong.value).startswith(f"reference/{SERVICE}: {where}: ")
    assert reason in str(wrong.value)


@pytest.mark.parametrize(("file", "old", "new", "where"), [
    ("documents/kinds.toml", 'bring = "Kartu keluarga asli"', "", "kinds.KK"),
    ("documents/kinds.toml", "[kinds.", "[jenis.", "kinds"),
    ("documents/return_reasons.toml", "sentence =", "kalimat =", "reasons.blurred"),
    ("documents/return_reasons.toml", "owner =", "# owner =", "owner"),
])  # fmt: skip
def test_broken_words_of_papers_are_said_to_be(reference, file, old, new, where):
    reference(file, old, new)

    with pytest.raises(ReferenceError, match=f"reference/{file}: {where}: "):
        document_kinds(), return_reasons()


def test_the_check_prints_it(reference):
    reference(SERVICE, 'desk = "kependudukan"', 'desk = "kelurahan"')

    with pytest.raises(SystemCheckError, match=r"steps\.cocok_data: desk “kelurahan” is none"):
        call_command("check")


def test_the_service_does_not_open(reference):
    reference(SERVICE, 'desk = "kependudukan"', 'desk = "kelurahan"')

    with pytest.raises(WrongEnvironment, match=r"does not start(.|\n)*steps.cocok_data: desk"):
        refuse_broken_files()


def test_with_whole_files_it_opens():
    refuse_broken_files()


@pytest.mark.parametrize("command", [
    ("manage.py", "check"), ("-c", "import satuatap.wsgi"),
], ids=["check", "web service"])  # fmt: skip
def test_a_real_start_ends_with_the_sentence(reference, settings, command):
    reference(SERVICE, 'after = ["periksa_berkas"]', 'after = ["foto"]')
    told = {**os.environ, **town.environment("service"), "PYTHONPATH": str(CHECKOUT)}
    told["SATUATAP_REFERENCE"] = str(Path(settings.REFERENCE))

    done = subprocess.run(
        [sys.executable, *command], cwd=CHECKOUT, env=told, capture_output=True, text=True
    )

    assert done.returncode != 0
    assert f"reference/{SERVICE}: steps.cocok_data: comes after ['foto']" in done.stderr
