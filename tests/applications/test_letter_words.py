"""The words with which a letter begins: what the file knows, and nothing that it should not tell."""

import pytest

from satuatap.applications.reading.letter_words import letter_words
from satuatap.catalogue.services import services
from satuatap.letters.templates_store import store
from tests.centre import (
    NIK,
    a_known_result,
    a_worker,
    absent,
    act,
    browser,
    open_with,
    text_of,
    walk_to_the_end,
)

pytestmark = pytest.mark.world("administration")
HEIR = ("Aminah", "spouse")
TAIWAN = {"scheme": "p2p", "destination": "TW", "occupation": "ELDERCARE_HOME"}


def words(by, worker, code, **journey):
    """The first words of the letter with which this service ends."""
    application = open_with(by, services()[code], worker, **journey)
    act(by)
    application.refresh_from_db()
    return letter_words(application)


CLAIMS = [  # service, answers, heir, what is claimed, by whom, how she is related
    ("klaim_jkk", {"claim_cause": "accident"}, None,
     "Jaminan Kecelakaan Kerja (JKK)", "Siti Rahmawati", "peserta sendiri"),
    ("klaim_jkm", {"children_for_scholarship": "none"}, HEIR,
     "Jaminan Kematian (JKM)", "Aminah", "suami atau istri"),
    ("klaim_jkm", {"children_for_scholarship": "two"}, HEIR,
     "Jaminan Kematian (JKM) dengan beasiswa anak", "Aminah", "suami atau istri"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "answers", "heir", "benefit", "name", "relation"), CLAIMS)
def test_a_claim_names_who_claims_what(
    code, answers, heir, benefit, name, relation, siti, bu_lestari
):
    a_known_result(siti, "BPJS_TK", by=bu_lestari, number="KPJ 0099")

    said = words(bu_lestari, siti, code, answers=answers, heir=heir)

    assert (said["benefit"], said["claimant_name"], said["claimant_relation"]) == (
        benefit, name, relation,
    )  # fmt: skip
    assert said["member_number"] == "KPJ 0099"
    assert (said["full_name"], said["nik"]) == ("Siti Rahmawati", NIK)


def test_the_cause_of_a_claim_is_not_in_its_letter(siti, bu_lestari):
    said = words(bu_lestari, siti, "klaim_jkk", answers={"claim_cause": "illness"}, heir=None)

    assert "Sakit" not in str(said)


def test_a_withdrawal_names_the_country_of_the_earlier_journey(siti, bu_lestari, now):
    open_with(bu_lestari, services()["orientasi"], siti, answers=TAIWAN)

    said = words(bu_lestari, siti, "cabut_status")

    assert said["destination_country"] == "Taiwan"
    assert said["withdrawn_on"]


@pytest.mark.parametrize("code", [code for code, service in services().items() if service.letter])
def test_every_word_has_a_place_in_the_letter(code, siti, bu_lestari):
    service = services()[code]
    answers = {"klaim_jkk": {"claim_cause": "accident"},
               "klaim_jkm": {"children_for_scholarship": "one"}}.get(code, {})  # fmt: skip
    heir = HEIR if service.for_heir else None

    said = words(bu_lestari, siti, code, answers=answers, heir=heir)

    fields = {field.code: field for field in store().get(service.letter).fields}
    for name, value in said.items():
        if name in fields and value:
            assert fields[name].clean(value)


def test_the_form_of_a_claim_begins_with_the_heir(dewi, bu_lestari):
    absent("jaminan_sosial")
    siti = a_worker(dewi)
    application = open_with(dewi, services()["klaim_jkm"], siti, heir=HEIR,
                            answers={"children_for_scholarship": "one"})  # fmt: skip
    application = walk_to_the_end(application, by=bu_lestari)

    page = text_of(browser(bu_lestari).get(f"{application.get_absolute_url()}surat/"))

    assert 'value="Aminah"' in page and "dengan beasiswa anak" in page
