"""The files from which areas, holidays and centres come, and their loading."""

import gzip
from collections import Counter
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from satuatap.common.reference import ReferenceError, run_loaders
from satuatap.places import checks, reference_loaders
from satuatap.places.models import Area, Centre, Holiday


@pytest.fixture
def files(settings, tmp_path):
    """An empty folder in place of `reference/`."""
    settings.REFERENCE = tmp_path
    return tmp_path


def write(folder, name, text):
    """A table with a sidecar that is in order."""
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    path.with_suffix(".toml").write_text(
        'owner = "o"\nsource = "s"\nvalid_from = 2026-01-01\nreview_by = 2027-01-01\n'
    )
    return path


def test_the_snapshot_holds_every_area_once():
    areas = reference_loaders.read_areas()

    assert Counter(row["level"] for row in areas.values()) == {
        "1": 38,
        "2": 514,
        "3": 7285,
        "4": 83762,
    }


def test_every_former_code_is_gone_today_and_has_a_successor():
    current = reference_loaders.read_areas()

    former = reference_loaders.read_former_areas(current)

    assert len(former) == 104
    assert all(row["successor"] for row in former)


def test_holidays_of_two_years_follow_the_joint_decree():
    rows = [
        row
        for path in reference_loaders.calendar_files()
        for row in reference_loaders.read_holidays(path)
    ]

    kinds = Counter((row["date"].year, row["kind"]) for row in rows)

    assert kinds[2026, "national"] == 17
    assert kinds[2026, "joint_leave"] == 8
    assert kinds[2027, "national"] == 18
    assert kinds[2027, "joint_leave"] == 8


def test_this_room_s_files_pass_the_check():
    problems = checks.reference_files_are_in_order(None)

    assert [problem.msg for problem in problems if problem.is_serious()] == []


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("2026-02-30,Hari,national", "is no date"),
        ("2027-01-01,Hari,national", "does not lie in 2026"),
        ("2026-01-01,Hari,libur", "kind 'libur' is unknown"),
        ("2026-01-01,Hari", "too many or too few cells"),
    ],
)
def test_a_wrong_holiday_is_named_with_file_and_line(files, line, reason):
    path = write(files, "calendar/2026.csv", f"date,name,kind\n{line}\n")

    with pytest.raises(ReferenceError, match=rf"reference/calendar/2026.csv: line 2: .*{reason}"):
        reference_loaders.read_holidays(path)


def test_a_village_without_its_district_is_refused(files):
    write(
        files,
        "places/areas.csv",
        "code,name,level,parent\n32,Jawa Barat,1,\n32.09.01,Waled,3,32.09\n",
    )
    table = files / "places" / "areas.csv"
    (files / "places" / "areas.csv.gz").write_bytes(gzip.compress(table.read_bytes()))

    with pytest.raises(ReferenceError, match=r"line 3: 32.09.01 has no parent 32.09"):
        reference_loaders.read_areas()


def fingerprint():
    """Counts of all three tables, and one number for the content of the areas."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(hashtext(a::text)::bigint) FROM places_area a")
        content = cursor.fetchone()
    return content, Area.objects.count(), Holiday.objects.count(), Centre.objects.count()


def test_loading_again_changes_nothing(as_owner):
    before = fingerprint()

    done = {loaded.name: loaded.counts for loaded in run_loaders(["areas", "holidays", "centres"])}

    assert done["areas"]["villages"] == 83762
    assert fingerprint() == before


def test_loading_mends_what_somebody_changed_and_keeps_codes_that_are_gone(as_owner):
    Area.objects.filter(pk="32.09").update(name="Kabupaten Lain")
    Area.objects.create(
        code="32.09.01.9999", name="Desa Hapus", level=4, parent_id="32.09.01", search="desa hapus"
    )

    list(run_loaders(["areas"]))

    assert Area.objects.get(pk="32.09").name == "Kabupaten Cirebon"
    assert not Area.objects.get(pk="32.09.01.9999").is_current


@pytest.mark.django_db
def test_the_service_does_not_load_reference_data():
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE satuatap_service")

    with pytest.raises(CommandError, match="SATUATAP_ROLE=owner"):
        call_command("load_reference")


@pytest.mark.django_db
def test_plans_are_never_public_and_the_four_pilots_have_their_day():
    pilots = dict(Centre.objects.exclude(mrc_since=None).values_list("area_id", "mrc_since"))

    assert pilots == {
        "32.09": date(2021, 6, 10),
        "18.07": date(2021, 11, 29),
        "35.04": date(2022, 3, 18),
        "35.05": date(2022, 7, 25),
    }
    assert Centre.objects.count() == 47
    assert Centre.objects.public().count() == 41
    assert not Centre.objects.public().filter(status_code="plan").exists()


@pytest.mark.parametrize(
    ("last_known", "words"),
    [("2021-02-17", "17 Februari 2021"), ("2024-04", "April 2024"), ("2021", "2021"), ("", "")],
)
def test_a_date_known_only_in_part_is_said_in_part(last_known, words):
    centre = Centre(last_known=last_known, status_code="open_reported")

    assert centre.last_known_words == words
    assert centre.state_sentence.startswith("Dilaporkan buka (")
