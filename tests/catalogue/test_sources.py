"""A source carries its claim, and what was read second hand or not at all says so."""

import pytest

from satuatap.catalogue.documents import document_kinds
from satuatap.catalogue.services import services

# read only in part of what they are cited for, or in the words of others
SECOND_HAND = {
    "Perban BP2MI 7/2022": "belum dibaca",
    "5 tahun menurut": "pastikan",
}
SERVICES = sorted(services().values(), key=lambda service: service.code)


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.code)
def test_a_rule_on_papers_or_premiums_is_no_source_for_asking_nothing(service):
    for step in service.steps:
        if step.cost_rupiah == 0:
            assert "Permenaker 4/2023" not in step.cost_source, step.code


@pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.code)
def test_what_was_read_second_hand_says_so(service):
    for words in (service.source, service.legal_basis):
        for cited, said in SECOND_HAND.items():
            assert cited not in words or said in words, (cited, words)


def test_the_five_years_of_a_work_accident_claim_are_not_told_as_read_in_the_rule():
    service, kind = services()["klaim_jkk"], document_kinds()["KLAIM_JKK"]

    assert "pastikan" in service.source and "pasti" in service.summary
    assert "belum pasti" in kind.validity
    assert kind.confidence == "secondary"


@pytest.mark.parametrize("code", ["verifikasi_kependudukan", "koreksi_kependudukan"])
def test_the_duties_of_villages_are_no_basis_of_a_desk(code):
    assert "78-83" not in services()[code].legal_basis
