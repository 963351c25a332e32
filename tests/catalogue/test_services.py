"""What the centre offers, and that a candidate can walk it from end to end."""

import json
from dataclasses import replace
from datetime import date

import pytest

from satuatap.catalogue.documents import document_kinds, return_reasons, waiver_reasons
from satuatap.catalogue.guides import interview_guide
from satuatap.catalogue.holds import hold_reasons
from satuatap.catalogue.questions import questions
from satuatap.catalogue.rules import permission_rule
from satuatap.catalogue.schemes import schemes
from satuatap.catalogue.services import StepDefinition, services, services_on, total_cost
from satuatap.catalogue.words import cost_words, step_cost_words
from satuatap.places.models.desks import Institution

SITI = {
    "scheme": "p2p", "destination": "TW", "occupation": "ELDERCARE_HOME",
    "marital_status": "married", "loan": "yes",
}  # fmt: skip
WALK = (
    "verifikasi_kependudukan", "verifikasi_cpmi", "perjanjian_penempatan",
    "pemeriksaan_kesehatan", "skck", "rekomendasi_paspor", "paspor", "jaminan_sosial",
    "rekening_pinjaman", "orientasi",
)  # fmt: skip
SCANNED_BY_LAW = {"VISA", "PERJANJIAN_KERJA"}


def steps_of(code, **answers):
    return services()[code].steps_for({**SITI, **answers})


def papers_of(code, **answers):
    return {kind for step in steps_of(code, **answers) for kind in step.documents}


def recorded_by(code, **answers):
    return {kind for step in steps_of(code, **answers) for kind in step.records}


def test_the_passport_recommendation_is_what_it_was():
    service = services()["rekomendasi_paspor"]

    assert [(s.code, s.desk, s.documents) for s in service.steps] == [
        ("periksa_berkas", "ketenagakerjaan", ("KTP", "KK", "AKTA_LAHIR")),
        ("cocok_data", "kependudukan", ("KTP", "KK")),
    ]
    assert (service.letter, service.switchable) == ("rekomendasi_paspor", True)


def test_siti_gets_from_the_population_desk_to_ready_for_departure():
    brought, recorded = set(), set()
    for code in WALK:
        brought |= papers_of(code)
        recorded |= recorded_by(code)

    wanted = set(schemes()["p2p"].departure_for(SITI))

    assert wanted <= brought | recorded
    assert brought - recorded >= SCANNED_BY_LAW
    assert {"BUKU_NIKAH", "IZIN_KELUARGA"} <= wanted


def test_on_that_walk_nothing_is_asked_for_before_a_step_has_written_it():
    written_somewhere = {kind for code in WALK for kind in recorded_by(code)}
    written = set()
    for code in WALK:
        for step in steps_of(code):
            asked = set(step.documents) & written_somewhere
            assert asked <= written, (code, step.code)
            written |= set(step.records)


def test_that_walk_visits_every_desk_but_the_one_that_keeps_no_file():
    visited = {step.desk for code in WALK for step in steps_of(code)}

    assert visited == set(Institution.values) - {"pengaduan_informasi"}


@pytest.mark.parametrize("destination", ["TW", "JP", "KR"])
@pytest.mark.parametrize("status", ["single", "married", "divorced", "widowed"])
@pytest.mark.parametrize("scheme", ["p2p", "g2g", "g2p", "ukps", "mandiri", "reentry", "ssw"])
def test_every_scheme_finds_its_papers_among_the_services(scheme, status, destination):
    answers = {
        "scheme": scheme, "marital_status": status, "destination": destination,
        "occupation": "NURSE",
    }  # fmt: skip
    found = set()
    for service in services().values():
        if not service.schemes or scheme in service.schemes:
            for step in service.steps_for(answers):
                found |= {*step.documents, *step.records}

    assert set(schemes()[scheme].departure_for(answers)) <= found


@pytest.mark.parametrize("status", ["divorced", "widowed"])
def test_the_divorced_and_the_widowed_are_asked_for_no_letter_of_the_family(status):
    asked = papers_of("verifikasi_cpmi", marital_status=status)

    assert "STATUS_KAWIN" in asked
    assert not asked & {"IZIN_KELUARGA", "BUKU_NIKAH", "AKTA_CERAI"}
    departure = schemes()["p2p"].departure_for({**SITI, "marital_status": status})
    assert not set(departure) & {"IZIN_KELUARGA", "BUKU_NIKAH"}


@pytest.mark.parametrize("status", ["single", "married", "divorced", "widowed"])
@pytest.mark.parametrize("scheme", sorted(schemes()))
def test_the_family_letter_is_asked_of_whom_the_rule_asks_for_it(scheme, status):
    answers = {"scheme": scheme, "marital_status": status}
    offered = {
        kind
        for service in services().values() if not service.schemes or scheme in service.schemes
        for step in service.steps_for({**SITI, **answers})
        for kind in step.documents
    }  # fmt: skip
    departure = schemes()[scheme].departure_for(answers)
    by_rule = bool(permission_rule(date(2026, 11, 24), status, scheme).kind)

    assert ("IZIN_KELUARGA" in offered, "IZIN_KELUARGA" in departure) == (by_rule, by_rule)


@pytest.mark.parametrize("scheme", ["reentry", "ssw"])
def test_no_paper_of_the_family_is_asked_on_ways_for_which_nothing_says_so(scheme):
    offered = services()["verifikasi_cpmi"]
    asked = papers_of("verifikasi_cpmi", scheme=scheme, marital_status="married")

    assert not asked & {"IZIN_KELUARGA", "BUKU_NIKAH", "STATUS_KAWIN"}
    assert ("reentry" in offered.schemes, "ssw" in offered.schemes) == (False, True)
    rule = permission_rule(date(2026, 11, 24), "married", scheme)
    assert (rule.kind, rule.to_officer) == ("", True)


def test_no_desk_but_manpower_reads_the_letter_of_the_family():
    readers = {
        step.desk for service in services().values() for step in service.steps
        if "IZIN_KELUARGA" in step.documents
    }  # fmt: skip

    assert readers == {"ketenagakerjaan"}


def test_the_heir_brings_list_after_list_and_the_children_only_when_there_are_some():
    without = steps_of("klaim_jkm", children_for_scholarship="none")
    one = steps_of("klaim_jkm", children_for_scholarship="one")
    two = steps_of("klaim_jkm", children_for_scholarship="two")

    assert [s.code for s in without] == ["peserta", "ahli_waris", "serahkan"]
    assert [s.code for s in one] == ["peserta", "ahli_waris", "serahkan", "beasiswa"]
    assert set(two[-1].documents) - set(one[-1].documents) == {"AKTA_ANAK_2", "IDENTITAS_ANAK_2"}
    assert services()["klaim_jkm"].for_heir


def test_what_came_after_a_step_that_is_left_out_comes_after_what_that_one_came_after():
    steps = {step.code: step for step in steps_of("orientasi", scheme="mandiri")}

    assert set(steps) == {"periksa_kelengkapan", "surat_mandiri", "catat_e_pmi"}
    assert steps["catat_e_pmi"].after == ("periksa_kelengkapan", "surat_mandiri")


def test_a_question_without_answer_asks_for_nothing_more():
    assert "IZIN_KELUARGA" not in {
        kind for s in services()["verifikasi_cpmi"].steps_for({}) for kind in s.documents
    }


@pytest.mark.parametrize("code", sorted(services()))
def test_every_service_says_what_it_costs_and_who_says_so(code):
    service = services()[code]

    assert service.owner and service.legal_basis and service.source and service.fee_note
    for step in service.steps:
        assert step.cost_source or step.cost_note
        assert step.cost_rupiah is None or step.cost_source


@pytest.mark.parametrize("code", sorted(services()))
def test_every_definition_can_be_kept_with_an_application(code):
    copy = services()[code].as_copy()

    assert json.loads(json.dumps(copy))["version"] == services()[code].version
    assert copy["documents"] == services()[code].documents


def test_another_word_in_a_definition_is_another_version():
    service = services()["skck"]
    dearer = replace(service.steps[1], cost_rupiah=35000)

    assert replace(service).version == service.version
    assert replace(service, steps=(service.steps[0], dearer)).version != service.version
    assert replace(service, valid_from=date(2030, 1, 1)).version != service.version


def test_a_service_is_offered_from_its_day_on(reference):
    reference("services/skck.toml", "valid_from = 2026-01-01", "valid_from = 2027-02-01")

    assert "skck" not in services_on(date(2027, 1, 31))
    assert "skck" in services_on(date(2027, 2, 1))


def test_an_unknown_cost_is_never_free():
    free = StepDefinition("a", "A", "perbankan")
    unknown = replace(free, cost_rupiah=None)
    some = replace(free, cost_rupiah=30000)

    assert (total_cost([free]), cost_words([free])) == (0, "gratis")
    assert total_cost([free, unknown]) is None
    assert total_cost([some, some]) == 60000
    assert "gratis" not in cost_words([free, unknown])
    assert step_cost_words(None) == "belum diketahui"
    assert step_cost_words(0) == "gratis"
    assert cost_words([unknown]) == "ada biaya yang belum diketahui"
    assert cost_words([some]) == "paling banyak Rp\N{NO-BREAK SPACE}30.000"
    assert "Rp\N{NO-BREAK SPACE}30.000, dan ada biaya" in cost_words([some, unknown])


def test_what_an_agency_pays_in_all_for_two_years_of_social_security_is_known():
    steps = [s for s in steps_of("jaminan_sosial") if s.code != "jaminan_kesehatan"]

    assert total_cost(steps) == 370_000


# --- papers -------------------------------------------------------------------------------------


def test_all_papers_of_the_master_list_are_known():
    assert len(document_kinds()) >= 39
    assert all(
        kind.source and kind.as_of and kind.legal_basis for kind in document_kinds().values()
    )


def test_medical_and_police_results_refuse_a_scan_and_are_not_named_in_public():
    for code in ("SEHAT", "PSIKOLOGI", "SKCK", "RESUME_MEDIS"):
        kind = document_kinds()[code]
        assert kind.outcome_only and kind.sensitive
        assert set(kind.good_outcomes) < set(kind.outcomes)
    assert document_kinds()["IZIN_KELUARGA"].sensitive
    assert not document_kinds()["KTP"].sensitive


def test_no_general_limit_is_set_where_only_some_countries_were_read():
    medical = document_kinds()["SEHAT"]

    assert medical.valid_days is None
    assert "Korea" in medical.validity and "belum diketahui" in medical.validity


def test_a_returned_paper_can_be_read_aloud():
    kind, reason = document_kinds()["KTP"], return_reasons()["blurred"]

    assert reason.sentence_for(kind).startswith("KTP elektronik belum terbaca")
    assert reason.spoken_for(kind).startswith("Kartu tanda penduduk belum terbaca")
    for kind in document_kinds().values():
        for reason in return_reasons().values():
            heard = reason.spoken_for(kind)
            assert "(" not in heard and ";" not in heard and "KTP" not in heard


def test_a_file_that_waits_for_the_family_reads_like_one_that_lacks_any_paper():
    holds = hold_reasons()

    assert holds["waits_for_family_letter"].sentence == holds["paper_missing"].sentence


@pytest.mark.parametrize(("code", "turn", "pauses", "system"), [
    ("paper_missing", "her", True, ""), ("needs_interview", "her", True, ""),
    ("waits_for_family_letter", "her", True, ""), ("needs_second_look", "us", False, ""),
    ("institution_has_it", "outside", False, ""), ("destination_closed", "outside", True, ""),
    ("asked_by_her", "her", True, ""), ("system_down_siapkerja", "outside", True, "siapkerja"),
    ("system_down_siskop2mi", "outside", True, "siskop2mi"),
    ("system_down_dukcapil", "outside", True, "dukcapil"),
    ("system_down_imigrasi", "outside", True, "imigrasi"),
])  # fmt: skip
def test_a_hold_says_whose_turn_it_is_and_whether_our_clock_runs(code, turn, pauses, system):
    reason = hold_reasons()[code]

    assert (reason.turn, reason.pauses_clock, reason.system) == (turn, pauses, system)


def test_there_are_reasons_for_which_a_paper_cannot_be_asked_for():
    assert set(waiver_reasons()) == {
        "not_married_any_more", "signer_unreachable", "refused_by_signer", "danger_to_ask",
        "court_decides",
    }  # fmt: skip


def test_the_questions_offer_the_tables():
    assert questions()["destination"].options["TW"] == "Taiwan"
    assert questions()["scheme"].options.keys() == schemes().keys()
    assert "" not in questions()["destination"].options


def test_the_interview_guide_has_questions_and_signs_of_every_group():
    guide = interview_guide()

    assert len(guide.questions) >= 8
    assert {sign.group for sign in guide.signs} == {"act", "means", "purpose"}
    assert "ya atau tidak" in guide.after[0]
    assert guide.signs[0].group_name == "Tindakan"
