"""Every file of the catalogue is refused with file, key and reason when it is broken."""

from pathlib import Path

import pytest

from satuatap.catalogue.reading import read_everything
from satuatap.catalogue.services import read_service, services
from satuatap.common.reference import ReferenceError

CPMI = "services/verifikasi_cpmi.toml"
JKK = "services/klaim_jkk.toml"
KINDS = "documents/kinds.toml"
STEP = 'code = "terbitkan_id"'

SERVICES = {
    "desk of the complaints": (
        CPMI, 'desk = "ketenagakerjaan"', 'desk = "pengaduan_informasi"',
        "steps.periksa_berkas", "never has a step"),
    "unknown question": (
        CPMI, 'questions = ["marital_status"', 'questions = ["hobby", "marital_status"',
        "questions", "“hobby” is none of"),
    "unknown question in a condition": (
        CPMI, STEP, f'{STEP}\nonly_if = "hobby = chess"',
        "steps.terbitkan_id.only_if", "“hobby” is none of"),
    "unknown answer in a condition": (
        CPMI, STEP, f'{STEP}\nonly_if = "scheme = p2p | p3p"',
        "steps.terbitkan_id.only_if", "“p3p” is none of"),
    "question that the service does not ask": (
        CPMI, STEP, f'{STEP}\nonly_if = "loan = yes"',
        "steps.terbitkan_id.only_if", "not among the service's questions"),
    "expression for a condition": (
        CPMI, STEP, f'{STEP}\nonly_if = "scheme != p2p"',
        "steps.terbitkan_id.only_if", "is not of the form"),
    "condition for a paper that is not asked for": (
        CPMI, "papers_only_if = { BUKU_NIKAH", "papers_only_if = { VISA",
        "steps.surat_keluarga", "names VISA, which the step does not ask for"),
    "unknown answer in a paper's condition": (
        CPMI, 'BUKU_NIKAH = "marital_status = married"', 'BUKU_NIKAH = "marital_status = wed"',
        "steps.surat_keluarga.papers_only_if.BUKU_NIKAH", "“wed” is none of"),
    "makes what is not recorded": (
        CPMI, 'records = ["ID_CPMI"]', 'records = ["ID_CPMI"]\nmakes = ["PASPOR"]',
        "steps.terbitkan_id", "makes ['PASPOR'], which the step does not record"),
    "unknown kind among the records": (
        CPMI, 'records = ["ID_CPMI"]', 'records = ["ID_PMI"]',
        "steps.terbitkan_id", "unknown document kind ['ID_PMI']"),
    "remote and in person": (
        CPMI, "places_abroad = true", "places_abroad = true\nremote = true",
        "steps.periksa_berkas", "in_person in a service that is remote"),
    "unknown scheme": (
        "services/perjanjian_penempatan.toml", '["p2p", "ssw"]', '["p3p"]',
        "schemes", "“p3p” is none of"),
    "no standard": (
        CPMI, "standard_days = 2", "standard_days = 0", "steps.terbitkan_id", "at least 1"),
    "standard in words": (
        CPMI, "standard_days = 2", 'standard_days = "dua"',
        "steps.terbitkan_id", "standard_days must be a whole number"),
    "unknown system": (
        CPMI, 'system = "siapkerja"', 'system = "sisko"', "steps.terbitkan_id", "“sisko” is none"),
    "forgotten cost": (
        JKK, 'cost_rupiah = 0\ncost_source = "Daftar syarat layanan LTSA Jawa Timur (2025): klaim tanpa biaya"\n', "",
        "steps.kumpulkan", "cost_rupiah is missing"),
    "cost without source": (
        JKK, 'cost_source = "Daftar syarat layanan LTSA Jawa Timur (2025): klaim tanpa biaya"\n', "",
        "steps.kumpulkan", "cost_source is missing"),
    "negative cost": (JKK, "cost_rupiah = 0", "cost_rupiah = -1", "steps.kumpulkan", "negative"),
    "cost that nobody asks": (
        JKK, "cost_rupiah = 0", "cost_rupiah = 37_500_000_000", "steps.kumpulkan", "is more than"),
    "fee that nobody asks": (
        JKK, "fee_rupiah = 0", "fee_rupiah = 37_500_000_000", "fee_rupiah", "is more than"),
    "standard of a lifetime": (
        CPMI, "standard_days = 2", "standard_days = 2000", "steps.terbitkan_id", "at most 250"),
    "unknown cost that does not say so": (
        "services/rekening_pinjaman.toml", 'cost_note = "Setoran', '# cost_note = "Setoran',
        "steps.buka_rekening", "an unknown cost needs a cost_note"),
    "letter that nobody wrote": (
        JKK, 'letter = "pengantar_klaim"', 'letter = "pengantar_klaim_lama"',
        "letter", "reference/letters/pengantar_klaim_lama.toml is missing"),
    "paper named twice": (
        JKK, '["BPJS_TK", "PASPOR",', '["BPJS_TK", "BPJS_TK",', "steps.kumpulkan", "a kind twice"),
}  # fmt: skip


@pytest.mark.parametrize("name", SERVICES)
def test_a_broken_service_says_file_key_and_reason(reference, name):
    file, old, new, where, reason = SERVICES[name]
    path = reference(file, old, new)

    with pytest.raises(ReferenceError) as wrong:
        read_service(path)

    assert str(wrong.value).startswith(f"reference/{file}: {where}: ")
    assert reason in str(wrong.value)


OTHERS = {
    "outcome only without outcomes": (
        KINDS, 'outcomes = { fit = "Laik", unfit = "Belum laik" }\n', "",
        "kinds.SEHAT", "outcome_only needs outcomes"),
    "outcomes of a paper that is photographed": (
        KINDS, 'name = "KTP elektronik"', 'name = "KTP elektronik"\noutcomes = { ok = "Baik" }',
        "kinds.KTP", "is not outcome_only"),
    "a good outcome that is none": (
        KINDS, 'good_outcomes = ["fit"]', 'good_outcomes = ["healthy"]',
        "kinds.SEHAT", "['healthy'] are no outcomes"),
    "no good outcome": (
        KINDS, 'good_outcomes = ["fit"]\n', "", "kinds.SEHAT", "needs good_outcomes"),
    "paper of unknown confidence": (
        KINDS, '"2025"\nconfidence = "read"', '"2025"', "kinds.KTP", "confidence “” is none"),
    "paper that is not certain and names nobody": (
        KINDS, 'confidence = "inferred"\nask = "bank"', 'confidence = "inferred"',
        "kinds.REKENING", "ask must name who knows"),
    "days in words": (
        KINDS, "valid_days = 180", 'valid_days = "180"', "kinds.SKCK", "valid_days must be"),
    "no days at all": (KINDS, "valid_days = 180", "valid_days = 0", "kinds.SKCK", "at least 1"),
    "sentence with another hole": (
        "documents/return_reasons.toml", "{document} belum terbaca karena", "{surat} belum karena",
        "reasons.blurred", "sentence: {surat}, but only {document}, {bring}"),
    "reason that nobody can hear": (
        "documents/return_reasons.toml", "spoken =", "# spoken =", "reasons.blurred", "'spoken'"),
    "turn of nobody": (
        "documents/hold_reasons.toml", 'turn = "us"', 'turn = "them"',
        "reasons.needs_second_look", "“them” is none of"),
    "system that does not exist": (
        "documents/hold_reasons.toml", 'system = "dukcapil"', 'system = "dukcapi"',
        "reasons.system_down_dukcapil", "“dukcapi” is none of"),
    "waiver without words": (
        "documents/waivers.toml", "label =", "words =", "waivers.not_married_any_more", "'words'"),
    "question without answers": (
        "questions.toml", 'options = { yes = "Ya", no = "Tidak" }', "",
        "questions.loan", "has no options"),
    "question with a table that is none": (
        "questions.toml", 'options_from = "schemes"', 'options_from = "skema"',
        "questions.scheme", "“skema” is none of"),
    "scheme with an unknown paper": (
        "schemes.toml", '"SURAT_CUTI"', '"CUTI"', "schemes.reentry", "['CUTI']"),
    "scheme with an unknown answer": (
        "schemes.toml", 'STR = "occupation = NURSE"', 'STR = "occupation = PERAWAT"',
        "schemes.g2g.departure_only_if.STR", "“PERAWAT” is none of"),
    "status of a destination": (
        "tables/destinations.csv", "Taiwan,Taiwan,open", "Taiwan,Taiwan,opened",
        "line 49", "“opened” is none of"),
    "fact without a source": (
        "tables/ages.csv", ",2022-03-07,read", ",,read", "line 2", "says no source and date"),
    "age in words": ("tables/ages.csv", "semua,18,,", "semua,delapan belas,,", "line 2", "no whole"),
    "age rule of an unknown work": (
        "tables/ages.csv", "perawat,NURSE,", "perawat,PERAWAT,", "line 15", "“PERAWAT” is none"),
    "column of another name": (
        "tables/costs.csv", "id,country_code", "id,country", "line 1", "must have the columns"),
    "negative amount": (
        "tables/costs.csv", ",37500,IDR,", ",-37500,IDR,", "line 29", "“-37500” is no amount"),
    "part of a rupiah": (
        "tables/costs.csv", ",37500,IDR,", ",375.50,IDR,", "line 29", "rupiah are whole"),
    "amount that nobody pays": (
        "tables/costs.csv", ",37500,IDR,", ",37500000000,IDR,", "line 29", "is more than"),
    "amount in words": (
        "tables/costs.csv", ",37500,IDR,", ",banyak,IDR,", "line 29", "“banyak” is no amount"),
    "amount without a currency": (
        "tables/costs.csv", ",37500,IDR,", ",37500,,", "line 29", "currency “” is none"),
    "currency that does not exist": (
        "tables/costs.csv", ",37500,IDR,", ",37500,IDX,", "line 29", "currency “IDX” is none"),
    "cost in an unknown country": (
        "tables/costs.csv", "C049,HK,", "C049,XX,", "line 50", "country_code “XX” is none"),
    "confidence that is none": (
        "tables/ages.csv", ",2022-03-07,read", ",2022-03-07,sure", "line 2", "“sure” is none of"),
    "negative wage": (
        "tables/wages.csv", ",5100,,HKD,", ",-5100,,HKD,", "line 2", "“-5100” is no amount"),
    "highest wage below the lowest": (
        "tables/wages.csv", ",1500,3000,MYR,", ",3000,1500,MYR,", "line 16", "amount_max is less"),
    "wage in an unknown country": (
        "tables/wages.csv", "MY,Malaysia,perkebunan,yang", "MX,Malaysia,perkebunan,yang",
        "line 16", "code “MX” is none of"),
    "age rule of an unknown country": (
        "tables/ages.csv", "A10,TW,", "A10,TX,", "line 11", "country_code “TX” is none of"),
    "use of an age rule": (
        "tables/ages.csv", "Keterangan media,pemberitaan,check", "Keterangan media,pemberitaan,soon",
        "line 11", "usable_now “soon” is none of"),
    "lowest age above the highest": (
        "tables/ages.csv", "P2P,20,35,", "P2P,35,20,", "line 11", "min_age is above max_age"),
    "who pays for a work": (
        "tables/occupations.csv", "ISCO-08,informal,yes", "ISCO-08,informal,maybe",
        "line 2", "zero_cost “maybe” is none of"),
    "hole in a sentence on age": (
        "rules/age.toml", "belum {age} tahun", "belum {umur} tahun", "rules.1", "below: {umur}"),
    "hole that is not closed": (
        "rules/age.toml", "belum {age} tahun", "belum {age tahun", "rules.1", "below: "),
    "hole that reaches into the program": (
        "rules/destination.toml", "{place}: terbuka menurut", "{place.__class__}: terbuka menurut",
        "rules.1", "sentence: {place.__class__}"),
    "hole that is dressed up": (
        "rules/destination.toml", "dibaca ({date}).", "dibaca ({date:%d}).", "rules.1", "{date:%d}"),
    "hole where nothing is filled in": (
        "rules/permission.toml", "Surat izin suami", "Surat izin {signer}", "rules.1", "{signer}"),
    "hole in a reason for holding": (
        "documents/hold_reasons.toml", "sentence = \"", "sentence = \"{nama} ", "reasons.paper_missing", "{nama}"),
    "letter of the family without the usual line": (
        "rules/permission.toml", 'marital_status = "*"\nkind = ""\nsigner = ""\nto_officer = true\nsentence = "Status',
        'marital_status = "single"\nkind = ""\nsigner = ""\nto_officer = true\nsentence = "Status',
        "rules", "no line for every other answer"),
    "usual line that begins too late": (
        "rules/permission.toml", '[[rules]]\nvalid_from = 2017-11-22\nmarital_status = "*"',
        '[[rules]]\nvalid_from = 2027-01-01\nmarital_status = "*"',
        "rules", "no line for every other answer"),
    "status of a destination without meaning": (
        "rules/destination.toml", 'status = "moratorium"', 'status = "closed"',
        "rules", "says nothing of “moratorium”"),
    "scheme without the usual line": (
        "rules/scheme.toml", 'scheme = "*"', 'scheme = "p2p"', "rules", "no line for every other"),
    "age that nobody reaches": (
        "rules/age.toml", "years = 18", "years = 180", "rules.1", "years must be 15 to 30"),
    "negative age": ("rules/age.toml", "years = 18", "years = -18", "rules.1", "15 to 30"),
    "standing of a cost": (
        "tables/costs.csv", "berlaku,rule,2017", "berlaku,law,2017", "line 2", "“law” is none"),
    "use of a wage": (
        "tables/wages.csv", ',check,"Berlaku untuk', ',maybe,"Berlaku untuk', "line 2", "“maybe”"),
    "rule for nobody": (
        "rules/permission.toml", 'marital_status = "married"', 'marital_status = "wed"',
        "rules.1", "“wed” is none of"),
    "level that is none": (
        "rules/destination.toml", 'level = "ok"', 'level = "fine"', "rules.1", "“fine” is none"),
    "rule without a day": (
        "rules/age.toml", "years = 18", 'years = "18"', "rules.1", "years must be a whole number"),
    "sign of no group": (
        "guides/interview.toml", 'group = "act"', 'group = "deed"',
        "signs.paid_recruiter", "“deed” is none of"),
    "guide without an end": ("guides/interview.toml", "after = [", "later = [", "after", "missing"),
    "change of a file that is not there": (
        "changes.toml", 'file = "tables/costs.csv"', 'file = "tables/cost.csv"',
        "changes.3", "reference/tables/cost.csv is missing"),
    "table without its sidecar's owner": (
        "tables/wages.toml", "owner =", "# owner =", "owner", "is missing"),
}  # fmt: skip


@pytest.mark.parametrize("name", OTHERS)
def test_another_broken_file_says_file_key_and_reason(reference, name):
    file, old, new, where, reason = OTHERS[name]
    reference(file, old, new)

    with pytest.raises(ReferenceError) as wrong:
        read_everything()

    assert str(wrong.value).startswith(f"reference/{file}: {where}: ")
    assert reason in str(wrong.value)


def a_double(path: Path, first="", second="") -> None:
    """The same service once more, under another name; each may say why it exists."""
    text = path.read_text()
    other = text.replace('code = "skck"', 'code = "skck_kedua"', 1)
    for where, words, reason in (
        (path, text, first),
        (path.with_stem("skck_kedua"), other, second),
    ):
        said = f'distinct_because = "{reason}"\nfee_rupiah'
        where.write_text(words.replace("fee_rupiah", said, 1) if reason else words)


def test_two_services_of_one_shape_need_a_written_reason(reference):
    a_double(reference("services/skck.toml", "SKCK", "SKCK"))

    with pytest.raises(ReferenceError, match=r"skck_kedua\.toml: distinct_because: has the desks"):
        services()


@pytest.mark.parametrize("which", ["first", "second"])
def test_with_a_written_reason_both_are_offered(reference, which):
    path = reference("services/skck.toml", "SKCK", "SKCK")
    a_double(path, **{which: "Mabes Polri menerbitkan yang untuk visa"})

    assert {"skck", "skck_kedua"} <= set(services())


def test_a_result_that_no_step_records_cannot_be_asked_for(reference):
    reference("services/skck.toml", 'records = ["SKCK"]\nmakes = ["SKCK"]', "")

    with pytest.raises(
        ReferenceError,
        match=r"orientasi\.toml: steps\.surat_antarpemerintah: asks for the result SKCK",
    ):
        services()


def test_a_service_does_not_hide_a_page_of_the_catalogue(reference):
    path = reference("services/skck.toml", 'code = "skck"', 'code = "biaya"')

    with pytest.raises(ReferenceError, match=r"biaya\.toml: code: is the address of a page"):
        read_service(path.rename(path.with_stem("biaya")))


def test_a_letter_that_is_there_is_taken(reference):
    path = reference(
        "services/klaim_jkk.toml", 'letter = "pengantar_klaim"', 'letter = "rekomendasi_paspor"'
    )

    assert read_service(path).letter == "rekomendasi_paspor"
