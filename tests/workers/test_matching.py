"""Is this the same person: names as they sound, keys that survive slips, levels and weights."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.match import PEOPLE as SIZES
from bench.match import weights_made_of
from satuatap.common.reference import ReferenceError
from satuatap.workers.matching import names
from satuatap.workers.matching.keys import keys_of
from satuatap.workers.matching.levels import LEVELS, UNKNOWN, compare
from satuatap.workers.matching.names import take_apart
from satuatap.workers.matching.signatures import born_by, nik_parts, signature
from satuatap.workers.matching.sounds import modern, sound
from satuatap.workers.matching.training import FIELDS, train
from satuatap.workers.matching.weights import read_weights, weights, weights_file

pytestmark = pytest.mark.world("administration")
NIK = "3209115703980001"


def somebody(full_name="Siti Aminah", nik="", **known):
    """A person as she is compared."""
    parts = tuple(map(hash, nik_parts(nik))) if nik else ()
    return signature(full_name, nik=parts, nik_is_whole=len(nik) == 16,
                     born_by_nik=born_by(nik, 2026), **known)  # fmt: skip


def levels(one, two, told=160):
    """How two people agree, each sound telling so many sixteenths of a bit."""
    return compare(one, two, lambda _sound: told)


# --- sounds and names ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("soekarno", "sukarno"), ("djoko", "joko"), ("tjahyono", "cahyono"), ("sjarifah", "syarifah"),
        ("khasanah", "hasanah"), ("achmad", "ahmad"), ("ahmad", "ahmat"), ("fatimah", "patimah"),
        ("fathimah", "fatimah"), ("zaenab", "jaenab"), ("syaiful", "saiful"), ("qomariyah", "komariah"),
        ("rukiyah", "rukiah"), ("arief", "arif"), ("rohmah", "rahmah"), ("aminnah", "aminah"),
        ("aminah", "amina"), ("setyawan", "setiawan"), ("suwarni", "suarni"), ("ramadhan", "ramadan"),
    ],
)  # fmt: skip
def test_spellings_that_are_heard_alike_have_one_sound(one, two):
    assert sound(one) == sound(two)


@pytest.mark.parametrize(("one", "two"), [("siti", "sri"), ("aminah", "rohmah"), ("budi", "dedi")])
def test_other_names_have_another_sound(one, two):
    assert sound(one) != sound(two)


@pytest.mark.parametrize(
    ("old", "new"), [("soejono", "suyono"), ("djojo", "joyo"), ("yusuf", "yusuf")]
)
def test_spelling_before_1972_is_read_as_it_is_written_now(old, new):
    assert modern(old) == new


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("Hj. Siti Aminah, S.Pd.", ("siti", "aminah")),
        ("SITI AMINAH BINTI H. ABDULLAH", ("siti", "aminah")),
        ("St. Aminah bt. Abd.", ("siti", "aminah")),
        ("Moh. Yusuf", ("muhamad", "yusuf")),
        ("M. Yusuf", ("muhamad", "yusuf")),
        ("Siti Nur'aini", ("siti", "nuraini")),
        ("Sulastri al. Lastri", ("sulastri",)),
        ("Haji", ("haji",)),
        ("Ny. B", ("b",)),
        ("—…!", ()),
        ("", ()),
    ],
)
def test_a_name_is_taken_apart(written, words):
    assert take_apart(written).words == words


def test_the_fathers_name_and_initials_are_kept_apart():
    name = take_apart("Siti A. Rahmawati binti Abdullah")

    assert name.around == (sound("abdullah"),)
    assert name.initials == ("a",)


@given(st.text(max_size=200))
def test_no_name_is_too_strange_to_be_taken_apart(text):
    person = somebody(text, born=date(1998, 3, 17), village="32.09.11.2001")

    assert isinstance(keys_of(person), set)
    assert levels(person, person)["name"] in (*LEVELS["name"], UNKNOWN)


# --- keys: what two entries of one person share -------------------------------------------------


@pytest.mark.parametrize(
    "other",
    [
        {"full_name": "Sitti Amina"},
        {"full_name": "Aminah Siti"},
        {"full_name": "Siti Aminah binti Abd."},
        {"full_name": "Sitiaminah"},
        {"born": date(1998, 12, 3)},
        {"born": date(1997, 3, 12)},
        {"born": None, "village": "32.09.11.2001"},
        {"full_name": "Somebody Else", "born": None, "nik": NIK},
        {"full_name": "Somebody Else", "born": None, "nik": "3209115703980007"},
        {"full_name": "Somebody Else", "born": None, "nik": "3209215703980001"},
        {"full_name": "Somebody Else", "born": None, "phones": frozenset({1})},
        {"full_name": "Somebody Else", "born": None, "papers": frozenset({2})},
    ],
)
def test_a_slip_leaves_a_key_that_both_have(other):
    known = {"full_name": "Siti Aminah", "born": date(1998, 3, 12), "village": "32.09.11.2001"}
    one = somebody(**known, nik=NIK, phones=frozenset({1}), papers=frozenset({2}))

    assert keys_of(one) & keys_of(somebody(**{**known, "village": "32.09.30.2001"} | other))


def test_somebody_else_in_another_district_shares_none():
    one = somebody("Siti Aminah", born=date(1998, 3, 12), village="32.09.11.2001")
    two = somebody("Budi Santoso", born=date(1998, 3, 12), village="35.05.11.2001")

    assert not keys_of(one) & keys_of(two)


# --- levels -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "level"),
    [
        ("Siti Aminah", "same_rare"),
        ("AMINAH, Siti", "same_rare"),
        ("Sitti Amina", "sound_rare"),
        ("Siti A.", "sound_uncommon"),
        ("Aminah", "part_uncommon"),
        ("Siti Aminan", "like_more"),
        ("Siti Rohmah", "clash_uncommon"),
        ("Budi Santoso", "other"),
        ("", UNKNOWN),
    ],
)
def test_names_agree_so_far(written, level):
    assert levels(somebody("Siti Aminah"), somebody(written))["name"] == level


@pytest.mark.parametrize(
    ("born", "level"),
    [
        (date(1998, 3, 12), "same"), (date(1998, 12, 3), "swapped"), (date(1998, 1, 1), "year_known"),
        (date(1998, 3, 13), "figure"), (date(1988, 3, 12), "figure"), (date(2000, 3, 12), "other"),
        (date(1998, 7, 20), "same_year"), (date(1970, 7, 20), "other"), (None, UNKNOWN),
    ],
)  # fmt: skip
def test_birth_dates_agree_so_far(born, level):
    one, two = somebody(born=date(1998, 3, 12)), somebody(born=born)

    assert levels(one, two)["birth_date"] == levels(two, one)["birth_date"] == level


def test_a_date_on_which_many_are_written_down_says_less():
    one = somebody(born=date(1970, 12, 31))

    assert levels(one, one)["birth_date"] == "same_heap"


def test_a_nik_tells_the_date_that_nobody_wrote_down():
    with_nik, with_date = somebody(nik=NIK), somebody(born=date(1998, 3, 17))

    assert levels(with_nik, with_date)["birth_date"] == "same"


@pytest.mark.parametrize(
    ("nik", "level"),
    [
        (NIK, "same"), ("3209115703980002", "head"), ("3209215703980001", "tail"),
        ("3209115703890001", "slip"), ("320911570398001", "slip"), ("3578014504850003", "other"),
        ("", UNKNOWN),
    ],
)  # fmt: skip
def test_numbers_agree_so_far(nik, level):
    known = {"born": date(1998, 3, 17), "sex": "female"}

    assert levels(somebody(nik=NIK, **known), somebody(nik=nik, **known))["nik"] == level


def test_one_number_on_a_man_and_a_woman_is_borrowed():
    one, two = somebody(nik=NIK, sex="female"), somebody("Budi", nik=NIK, sex="male")

    assert levels(one, two)["nik"] == "borrowed"


@pytest.mark.parametrize(
    ("nik", "born"),
    [
        (NIK, date(1998, 3, 17)), ("3209111703980001", date(1998, 3, 17)),
        ("3209115703050001", date(2005, 3, 17)), ("3209117203980001", None), ("12", None),
        ("32091157039800x1", None),
    ],
)  # fmt: skip
def test_a_nik_tells_a_birth_date(nik, born):
    assert born_by(nik, 2026) == born


PEOPLE = st.builds(
    somebody,
    st.sampled_from(["Siti Aminah", "Sitti A.", "Aminah binti Abd", "Budi", "", "M. Yusuf"]),
    nik=st.sampled_from(["", NIK, "3209115703980002", "320911570398001"]),
    born=st.sampled_from([None, date(1998, 3, 17), date(1998, 1, 1), date(1999, 3, 17)]),
    sex=st.sampled_from(["", "female", "male"]),
    village=st.sampled_from(["", "32.09", "32.09.11.2001", "32.09.11.2002", "35.05.01.2001"]),
    phones=st.sampled_from([frozenset(), frozenset({1}), frozenset({2})]),
)


@given(PEOPLE, PEOPLE)
def test_who_is_compared_with_whom_makes_no_difference(one, two):
    assert levels(one, two) == levels(two, one)
    assert set(levels(one, two)) == set(LEVELS)


@given(PEOPLE, PEOPLE)
def test_every_level_has_its_weight(one, two):
    assert isinstance(weights().score(levels(one, two)), float)


# --- training ---------------------------------------------------------------------------------


def test_the_weights_are_those_that_training_makes_of_the_first_set():
    assert weights_made_of("first", SIZES["XS"]) + "\n" == weights_file().read_text()


def test_training_finds_two_kinds_of_pairs_that_nobody_told_it():
    """Of 10,000 pairs 1,000 are of one person: nine in ten of them have the same name and date."""
    nothing_else = (UNKNOWN,) * (len(FIELDS) - 2)
    patterns = Counter()
    for name, date_, many in (
        ("same_rare", "same", 810), ("same_rare", "other", 90), ("other", "same", 90),
        ("other", "other", 10), ("same_rare", "same", 1), ("same_rare", "other", 89),
        ("other", "same", 89), ("other", "other", 8821),
    ):  # fmt: skip
        patterns[(name, date_, *nothing_else)] += many

    trained = train(patterns)

    assert trained.share == pytest.approx(0.1, abs=0.02)
    assert trained.bits("name", "same_rare") > 4 and trained.bits("birth_date", "same") > 4
    assert trained.bits("name", "other") < -4 and trained.bits("birth_date", "other") < -2
    assert trained.m["name"]["other"] == 0.012  # set by us


# --- reference ----------------------------------------------------------------------------------


def test_the_same_person_is_likely_and_another_is_not():
    known = {"born": date(1998, 3, 17), "village": "32.09.11.2001", "sex": "female"}
    siti = somebody("Siti Aminah", nik=NIK, **known)

    assert weights().score(levels(siti, somebody("Sitti Amina", nik=NIK, **known))) > 10
    assert weights().score(levels(siti, somebody("Budi Santoso", nik="3578014504850003"))) < -10


@pytest.mark.parametrize(
    ("was", "is_now", "says"),
    [
        ("same_rare = ", "same_rarer = ", "bits.name"),
        ("[bits.sex]", "[bits.six]", "exactly the fields"),
        ("shown = -6.0", "shown = 3.0", "nobody is asked"),
        ("village = 0", "village = 90", "beyond"),
    ],
)
def test_a_broken_weight_is_named(tmp_path, was, is_now, says):
    text = weights_file().read_text()
    assert was in text
    path = tmp_path / "weights.toml"
    path.write_text(text.replace(was, is_now))

    with pytest.raises(ReferenceError, match=says):
        read_weights(path)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("titles = []", "titles"),
        ('titles = ["h"]\ndegrees = ["se"]\nchild_of = ["bin"]\nalso_called = ["al"]\n'
         '[forms]\nsiti = ["s"]\nsri = ["s"]', "stands for"),
    ],
)  # fmt: skip
def test_a_broken_list_of_words_is_named(tmp_path, monkeypatch, text, says):
    path = tmp_path / "names.toml"
    path.write_text(text)
    monkeypatch.setattr(names, "usage_file", lambda: path)
    names.usage.cache_clear()

    try:
        with pytest.raises(ReferenceError, match=says):
            names.usage()
    finally:
        names.usage.cache_clear()
