"""Rules: the law's age stops, everything else is a caution with source and date."""

from datetime import date

import pytest

from satuatap.catalogue.rules import (
    age_rule,
    destination_rule,
    permission_rule,
    scheme_rule,
    years_on,
)
from satuatap.catalogue.tables import ages, costs, destinations, occupations, wages

TODAY = date(2026, 11, 24)
NANNY, FACTORY = "CHILDCARE", "FACTORY"


@pytest.mark.parametrize(("birth_date", "years"), [
    (date(2008, 11, 24), 18), (date(2008, 11, 25), 17), (date(2008, 11, 23), 18),
    (date(2004, 2, 29), 22),
])  # fmt: skip
def test_age_is_counted_in_full_years(birth_date, years):
    assert years_on(TODAY, birth_date) == years


def test_the_law_stops_whoever_is_not_eighteen_whatever_the_place_says():
    found = age_rule(TODAY, date(2008, 11, 25), "TW", FACTORY)

    assert found.level == "stop"
    assert "18 tahun" in found.sentence
    assert "pasal 66" in found.source


def test_on_her_eighteenth_birthday_the_law_no_longer_stops_her():
    assert age_rule(TODAY, date(2008, 11, 24), "TW", FACTORY).level == "ok"


@pytest.mark.parametrize(("place", "work", "years", "level"), [
    ("SG", NANNY, 22, "caution"), ("SG", NANNY, 23, "ok"), ("SG", NANNY, 49, "ok"), ("SG", NANNY, 50, "caution"),
    ("TW", "ELDERCARE_HOME", 19, "caution"), ("TW", "ELDERCARE_HOME", 20, "ok"),
    ("TW", FACTORY, 19, "ok"), ("KR", FACTORY, 40, "caution"), ("SG", FACTORY, 19, "ok"),
    ("", "", 18, "ok"), ("HK", NANNY, 20, "ok"),  # only the media say 21 there
])  # fmt: skip
def test_the_limits_of_places_and_works_are_cautions_with_source_and_date(
    place, work, years, level
):
    found = age_rule(TODAY, date(2026 - years, 1, 1), place, work)

    assert found.level == level
    assert found.source and found.as_of


def test_without_a_birth_date_the_officer_is_asked_to_look():
    found = age_rule(TODAY, None, "TW", FACTORY)

    assert found.level == "caution"
    assert "KTP" in found.sentence


@pytest.mark.parametrize(("place", "work", "level", "words"), [
    ("TW", "ELDERCARE_HOME", "ok", "terbuka"), ("TW", "", "ok", "terbuka"),
    ("SA", "", "caution", "badan hukum"), ("SA", NANNY, "caution", "moratorium"),
    ("KH", FACTORY, "caution", "tertutup"), ("DE", NANNY, "caution", "belum terbaca"),
    ("ZZ", FACTORY, "caution", "belum ada di daftar"),
    ("", FACTORY, "caution", "belum ada di daftar"),
])  # fmt: skip
def test_a_destination_is_never_a_stop_by_itself(place, work, level, words):
    found = destination_rule(TODAY, place, work)

    assert found.level == level
    assert words in found.sentence


def test_no_destination_and_no_work_at_all_ends_in_a_stop():
    for place in destinations():
        for work in ("", *(row.code for row in occupations())):
            found = destination_rule(TODAY, place.code, work)
            assert found.level in ("ok", "caution")


def test_a_stop_written_into_the_table_is_still_only_a_caution(reference):
    reference("rules/destination.toml", 'status = "closed"\nlevel = "caution"',
              'status = "closed"\nlevel = "stop"')  # fmt: skip

    assert destination_rule(TODAY, "KH").level == "caution"


@pytest.mark.parametrize(("status", "kind", "signer", "to_officer"), [
    ("married", "IZIN_KELUARGA", "suami atau istri", False),
    ("single", "IZIN_KELUARGA", "orang tua atau wali", False),
    ("divorced", "", "", True), ("widowed", "", "", True), ("", "", "", True),
    ("something new", "", "", True),
])  # fmt: skip
def test_the_letter_of_the_family_follows_the_law_and_not_more(status, kind, signer, to_officer):
    rule = permission_rule(TODAY, status)

    assert (rule.kind, rule.signer, rule.to_officer) == (kind, signer, to_officer)
    assert rule.sentence and "pasal 13 huruf b" in rule.source


def test_a_new_wording_holds_from_its_day_on(reference):
    line = 'marital_status = "divorced"\nkind = ""\nsigner = ""\nto_officer = true'
    later = (
        f'{line}\nsentence = "lama"\nsource = "UU"\n\n[[rules]]\nvalid_from = 2027-01-01\n'
        'marital_status = "divorced"\nkind = "STATUS_KAWIN"\nsigner = "sendiri"\nto_officer = false'
    )
    reference("rules/permission.toml", line, later)

    assert permission_rule(date(2026, 12, 31), "divorced").kind == ""
    assert permission_rule(date(2027, 1, 1), "divorced").kind == "STATUS_KAWIN"


@pytest.mark.parametrize(("scheme", "work", "person", "level"), [
    ("mandiri", NANNY, True, "stop"), ("mandiri", NANNY, None, "caution"),
    ("mandiri", NANNY, False, "ok"), ("mandiri", FACTORY, None, "ok"),
    ("p2p", NANNY, True, "ok"), ("reentry", "", None, "ok"),
])  # fmt: skip
def test_the_independent_way_is_only_for_employers_that_are_legal_entities(
    scheme, work, person, level
):
    assert scheme_rule(TODAY, scheme, work, person).level == level


def test_every_row_of_every_table_keeps_source_and_date():
    sizes = {"destinations": 81, "occupations": 28, "costs": 99, "wages": 51, "ages": 19}
    tables = {
        "destinations": destinations(), "occupations": occupations(), "costs": costs(),
        "wages": wages(), "ages": ages(),
    }  # fmt: skip

    assert {name: len(rows) for name, rows in tables.items()} == sizes
    for rows in tables.values():
        assert all(row.source and row.as_of and row.confidence for row in rows)
