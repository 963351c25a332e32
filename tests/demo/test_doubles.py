"""The synthetic set of people who are on file several times: the same everywhere, as it says it is."""

import gzip
import hashlib
import os
import re
import subprocess
import sys
from collections import Counter, defaultdict
from itertools import islice, pairwise
from math import log, sqrt
from pathlib import Path

import pytest

from demo.doubles.__main__ import main
from demo.doubles.csv_lines import HEAD, line_of
from demo.doubles.errors import ERRORS, MOST, SOURCES, chances
from demo.doubles.families import population
from demo.doubles.letters import RULES, changed, in_old_spelling, nickname, parted
from demo.doubles.people import FEMALE, NikRegister
from demo.doubles.queries import queries
from demo.doubles.sets import SETS, Registers, blocks, pairs, records
from demo.doubles.summary import Summary
from demo.doubles.villages import WEIGHTS, everywhere, villages_in_turn

PAGE = Path("docs/explanation/the-synthetic-set.md")
PEOPLE = 8_000
OFTEN = 12  # an error that is expected so often must be there


@pytest.fixture(scope="module")
def written():
    """Both sets with everything that is known of them."""
    found = {}
    for name in SETS:
        registers = Registers(name)
        found[name] = (list(blocks(name, PEOPLE, registers)), registers)
    return found


@pytest.fixture(scope="module")
def people(written):
    """The people of the first set."""
    return [person for block in written["first"][0] for person in block.people]


def run(*words, **environment):
    """The command in a process of its own."""
    return subprocess.run(
        [sys.executable, *words], env=os.environ | environment, capture_output=True, text=True,
        check=True,
    ).stdout  # fmt: skip


@pytest.mark.parametrize("name", SETS)
def test_the_sets_are_those_of_the_page(name):
    text = "".join([HEAD, *map(line_of, records(name, 10_000))])

    assert f"`{hashlib.sha256(text.encode()).hexdigest()}`" in PAGE.read_text()


def test_the_command_writes_the_same_in_every_process(capsys):
    main(["first", "--people", "300"])

    said = capsys.readouterr().out
    for hash_seed in ("1", "2"):
        command = ("-m", "demo.doubles", "first", "--people", "300")
        assert run(*command, PYTHONHASHSEED=hash_seed) == said
    assert len({line.split(",")[1] for line in said.splitlines()[1:]}) == 300


def test_truth_and_queries_come_as_csv_too(capsys):
    main(["first", "pairs", "--people", "300"])
    truth = capsys.readouterr().out.splitlines()
    main(["first", "queries", "--people", "300", "--count", "100"])
    asked = capsys.readouterr().out.splitlines()

    assert len(truth) == 1 + len(list(pairs("first", 300)))
    assert len(asked) == 1 + len(list(queries("first", 300, 100)))
    assert {len(line.split(",")) for line in asked} == {7}


def test_it_needs_neither_django_nor_our_rooms():
    code = "import sys, demo.doubles.__main__; print(*sys.modules)"

    assert not {"django", "satuatap"} & {word.split(".")[0] for word in run("-c", code).split()}


def test_a_small_set_is_the_beginning_of_a_large_one(people):
    small = [person for block in blocks("first", 3_000) for person in block.people]

    assert [p.id for p in people] == list(range(1, PEOPLE + 1))
    assert small == people[:3_000]


def test_record_numbers_run_and_do_not_tell_who_is_who(written):
    rows = [record for block in written["first"][0] for record in block.records]
    beside = sum(a.person_id == b.person_id for a, b in pairwise(rows))

    assert [row.record_id for row in rows] == list(range(1, len(rows) + 1))
    assert beside < len(rows) / 100
    assert {row.person_id for row in rows} == set(range(1, PEOPLE + 1))


def test_most_have_one_record_and_some_up_to_six(written):
    count = Counter(Counter(
        record.person_id for block in written["first"][0] for record in block.records
    ).values())  # fmt: skip

    assert set(count) == {1, 2, 3, 4, 5, 6}
    assert 0.74 < count[1] / PEOPLE < 0.78


def test_pairs_are_all_two_records_of_one_person(written):
    rows = [record for block in written["first"][0] for record in block.records][:1_500]
    last = rows[-1].record_id
    by_hand = {
        (a.record_id, b.record_id) for a in rows for b in rows
        if a.record_id < b.record_id and a.person_id == b.person_id
    }  # fmt: skip

    assert {pair for pair in pairs("first", PEOPLE) if pair[1] <= last} == by_hand


@pytest.mark.parametrize("name", SETS)
def test_every_error_happens_about_as_often_as_its_rate_says(written, name):
    registers = written[name][1]
    drawn, expected = registers.drawn(), registers.expected()

    for kind in ERRORS:
        assert abs(drawn[kind] - expected[kind]) <= 4 * sqrt(expected[kind]) + 1, kind
        assert drawn[kind] or expected[kind] < OFTEN, kind
    assert sum(count >= OFTEN for count in expected.values()) >= len(ERRORS) - 8


def test_what_stands_in_the_records_has_these_rates(written):
    """Counted from the records and the truth, not by those who drew them."""
    told = [(record, block) for block in written["first"][0] for record in block.records]
    truth = {person.id: person for block in written["first"][0] for person in block.people}
    wrong_sex = no_date = first_of_january = no_nik = old = 0
    for record, _ in told:
        person = truth[record.person_id]
        wrong_sex += record.sex != person.sex
        no_date += record.birth_date is None
        born = record.birth_date
        first_of_january += (
            bool(born) and born != person.birth_date and (born.month, born.day) == (1, 1)
        )
        if SOURCES[record.source].is_old and person.nik:
            old += 1
            no_nik += record.nik is None

    assert 0.003 < wrong_sex / len(told) < 0.008
    assert 0.034 < no_date / len(told) < 0.046
    assert 0.018 < first_of_january / len(told) < 0.032
    assert 0.25 < no_nik / old < 0.40


def test_the_second_set_has_errors_one_and_a_half_times_as_often(written):
    for source in SOURCES.values():
        once, more = chances(1.0, source), chances(SETS["second"].scale, source)
        for kind in ERRORS:
            assert more[kind] == pytest.approx(min(MOST, 1.5 * once[kind])), kind
    rates = [
        sum(registers.drawn()[kind] for kind in ("doubled", "title_before", "word_lost", "year_off"))
        / sum(len(block.records) for block in found)
        for found, registers in written.values()
    ]  # fmt: skip
    assert rates[1] / rates[0] == pytest.approx(1.5, rel=0.1)
    assert SETS["first"].seed != SETS["second"].seed


LETTERS = [
    ("old_u", "Umi", {"Oemi"}), ("old_u", "Soekarti", {"Sukarti"}), ("old_j", "Jamin", {"Djamin"}),
    ("old_c", "Cucu", {"Tjucu", "Cutju"}), ("old_y", "Yusuf", {"Jusuf"}),
    ("old_sy", "Syamsul", {"Sjamsul"}), ("old_ny", "Nyai", {"Njai"}),
    ("old_kh", "Khotimah", {"Chotimah"}), ("old_kh", "Achmad", {"Akhmad"}),
    ("doubled", "Ami", {"Ammi"}), ("undoubled", "Anna", {"Ana"}), ("letter_lost", "Rini", {"Rii"}),
    ("f_p_v", "Fatah", {"Patah", "Vatah"}), ("z_j_s", "Zaenab", {"Jaenab", "Saenab"}),
    ("q_k", "Qori", {"Kori"}), ("th_t", "Fathah", {"Fatah"}), ("dh_d", "Ridho", {"Rido"}),
    ("dh_d", "Ghofur", {"Gofur"}), ("sy_s", "Syarif", {"Sarif", "Sharif"}),
    ("kh_h", "Khusna", {"Husna", "Kusna"}), ("h_lost", "Mina", {"Mina"}),
    ("h_lost", "Minah", {"Mina"}), ("h_added", "Siti", {"Sitih"}), ("y_i", "Rukiyah", {"Rukiah"}),
    ("y_i", "Dewi", {"Dewy"}), ("ie_i", "Arief", {"Arif"}), ("ie_i", "Dewi", {"Dewie"}),
    ("ae_ai", "Zaenal", {"Zainal"}), ("vowel_heard", "Rohmah", {"Ruhmah", "Rahmah", "Rohmoh"}),
    ("siti_form", "Siti", {"Sitti", "St.", "S.", "Sity", "St", "Sitie"}),
    ("nur_form", "Nurhayati", {"Noorhayati", "Norhayati", "Noerhayati"}),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "word", "written_so"), LETTERS)
def test_a_word_is_misspelt_in_just_these_ways(kind, word, written_so):
    numbers = iter([n / 40 for n in range(40)] * 40)

    assert {changed(kind, word, lambda: next(numbers)) for _ in range(400)} == written_so


def test_every_letter_rule_has_an_example():
    assert set(RULES) <= {kind for kind, _, _ in LETTERS} <= set(ERRORS)


def test_words_are_parted_shortened_and_written_by_an_old_hand():
    assert parted("Nurhayati") == ("Nur", "Hayati")
    assert parted("Nurul") is None
    assert nickname("Sulastri") == "Lastri"
    assert nickname("Fatimah") == "Timah"
    assert in_old_spelling("Jumiati") == "Djoemiati"
    assert in_old_spelling("Syahnunyac") == "Sjahnoenjatj"
    assert in_old_spelling("Khusnul") == "Choesnoel"


def test_no_two_people_have_one_nik(people):
    niks = [person.nik for person in people if person.nik]

    assert len(set(niks)) == len(niks) > 0.97 * PEOPLE


def test_villages_of_a_subdistrict_give_different_numbers(people):
    """The same birth day in the next village of the same subdistrict."""
    one, other = NikRegister("32.12.01", 0), NikRegister("32.12.01", 1)
    born = people[0].birth_date
    given = [register.give(born, FEMALE) for register in (one, other) for _ in range(40)]

    numbers = [nik for nik in given if nik]
    assert len(set(numbers)) == len(numbers) == 50


def test_a_nik_is_built_by_the_rule(people):
    having = [person for person in people if person.nik]
    agrees = from_here = 0
    for person in having:
        born, more = person.birth_date, 40 if person.sex == FEMALE else 0
        agrees += person.nik[6:12] == f"{born.day + more:02}{born.month:02}{born.year % 100:02}"
        from_here += person.nik.startswith(person.village[:8].replace(".", ""))

    assert 0.98 < agrees / len(having) < 0.993  # corrected birth dates, forgotten 40
    assert 0.80 < from_here / len(having) < 0.92  # the area is that of the first registration


def test_the_old_code_of_a_regency_stands_in_older_niks():
    nunukan = next(v for v in villages_in_turn(SETS["first"].seed) if v.regency == "65.03")
    of_first = next(
        block for block in population(SETS["first"].seed)
        if any(p.nik and p.nik.startswith(("6405", "6503")) for p in block)
    )  # fmt: skip

    older = [p.nik[:4] for p in of_first if p.nik and p.birth_date.year < 1990]
    younger = {p.nik[:4] for p in of_first if p.nik and p.birth_date.year > 1991}
    assert nunukan.code[:5] == "65.03"
    assert older.count("6405") > len(older) / 2
    assert younger == {"6503"}


def test_there_are_families_with_one_father_and_one_phone(people):
    families = defaultdict(list)
    for person in people:
        families[person.family].append(person)
    several = [members for members in families.values() if len(members) > 1]
    one_father = sum(max(Counter(p.father for p in members).values()) > 1 for members in several)
    one_phone = sum(max(Counter(p.phone for p in members).values()) > 1 for members in several)

    assert len(several) > PEOPLE / 8
    assert one_father > len(several) / 2
    assert len(several) / 4 < one_phone < len(several)
    assert max(Counter(p.phone for p in people).values()) >= 5  # a recruiter's phone


def test_twins_share_birth_date_and_family_but_neither_name_nor_nik(people):
    by_id = {person.id: person for person in people}
    twins = [(p, by_id[p.twin_of]) for p in people if p.twin_of in by_id]

    assert len(twins) > PEOPLE / 100
    for one, other in twins:
        assert other.twin_of == one.id
        assert (one.birth_date, one.family) == (other.birth_date, other.family)
        assert one.words != other.words
        assert one.nik is None or one.nik != other.nik
    assert sum(a.words[0] == b.words[0] for a, b in twins) > len(twins) / 5


def test_villages_have_namesakes_born_near_each_other(written):
    near = 0
    for block in written["first"][0]:
        of_name = defaultdict(list)
        for person in block.people:
            for other in of_name[person.full_name]:
                near += abs((person.birth_date - other.birth_date).days) < 400
                assert other.nik is None or other.nik != person.nik
            of_name[person.full_name].append(person)

    assert near > PEOPLE / 200


def test_birth_dates_heap_as_in_registers(people):
    days = Counter((p.birth_date.month, p.birth_date.day) for p in people)
    fives = sum(p.birth_date.year % 5 == 0 for p in people)

    assert [day for day, _ in days.most_common(3)] == [(1, 1), (12, 31), (7, 1)]
    assert 0.07 < sum(days[day] for day in ((1, 1), (12, 31), (7, 1))) / PEOPLE < 0.14
    assert 0.22 < fives / PEOPLE < 0.32


def test_names_have_one_to_four_words_and_a_long_tail(people):
    lengths = Counter(len(person.words) for person in people)
    words = Counter(word for person in people for word in person.words)
    top = sum(count for _, count in words.most_common(20)) / words.total()

    assert {1, 2, 3, 4} <= set(lengths)
    assert 0.10 < lengths[1] / PEOPLE < 0.25
    assert 0.15 < top < 0.40
    assert sum(count == 1 for count in words.values()) > len(words) / 3


def test_villages_are_real_and_every_regency_has_its_weight():
    with gzip.open("reference/places/areas.csv.gz", "rt") as file:
        official = {line.split(",")[0] for line in file}
    taken = Counter(v.regency for v in islice(villages_in_turn("any"), 2_000))

    assert set(everywhere()) <= official
    for regency, weight in WEIGHTS.items():
        assert taken[regency] == pytest.approx(2_000 * weight / sum(WEIGHTS.values()), abs=2)


def test_a_query_is_misspelt_and_knows_whom_it_means(written, people):
    by_id = {person.id: person for person in people}
    of_person = defaultdict(list)
    for block in written["first"][0]:
        for record in block.records:
            of_person[record.person_id].append(record.record_id)
    asked = list(queries("first", PEOPLE, 1_000))

    assert 880 < len(asked) < 1_120
    for query in asked:
        person = by_id[query.person_id]
        assert query.typed != person.full_name
        assert list(query.record_ids) == sorted(of_person[person.id])
        assert query.birth_date in (None, person.birth_date)
        assert query.village in (None, person.village)
    assert 0.4 < sum(query.birth_date is None for query in asked) / len(asked) < 0.6
    assert {"key", "turned", "lost", "doubled", "h_lost", "z_j_s"} <= {
        error for query in asked for error in query.errors
    }


def test_the_summary_counts_what_is_there():
    figures = dict(Summary("first", 1_000).lines())
    rows = list(records("first", 1_000))
    digest = hashlib.sha256("".join([HEAD, *map(line_of, rows)]).encode()).hexdigest()

    assert figures["People"] == "1,000"
    assert figures["Records"] == f"{len(rows):,}"
    assert figures["Pairs of records of one person"] == f"{len(list(pairs('first', 1_000))):,}"
    assert figures["SHA-256 of the CSV"] == f"`{digest}`"


def test_every_rate_stands_on_the_page_with_its_reason():
    page = PAGE.read_text()

    for name, kind in ERRORS.items():
        assert re.search(rf"^\| {name} \| {100 * kind.rate:g} % \|", page, re.MULTILINE), name
        assert kind.reason in page


def test_a_set_ends_with_its_villages(monkeypatch):
    monkeypatch.setattr("demo.doubles.sets.population", lambda seed: iter([]))

    with pytest.raises(ValueError, match="no villages left"):
        list(records("first", 10))


@pytest.mark.prove
def test_a_million_people_have_fifty_thousand_words():
    """Reckoned from 200,000: distinct words grow with a power of the people (Heaps)."""
    words, counted, seen = set(), {}, 0
    for block in population(SETS["first"].seed):
        for person in block:
            words.update(word.lower() for word in person.words)
            seen += 1
            if seen in (50_000, 200_000):
                counted[seen] = len(words)
        if seen >= 200_000:
            break

    growth = log(counted[200_000] / counted[50_000]) / log(4)
    assert counted[200_000] * 5**growth >= 50_000


@pytest.mark.prove
def test_memory_does_not_grow_with_the_set():
    peaks = [
        int(run("-c", "import resource, collections\n"
                "from demo.doubles.sets import records\n"
                f"collections.deque(records('first', {people}), 0)\n"
                "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"))
        for people in (100_000, 300_000)
    ]  # fmt: skip

    assert peaks[1] < 1.5 * peaks[0] < 300_000  # kilobytes
