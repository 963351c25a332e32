"""What goes wrong when people are put on file, and how often: the one table of the error model.

A rate is the chance per opportunity in the set `first`: per word in which the letters stand, or
per record in which it can happen (a day above 12 cannot change places with the month). The set
`second` has 1.5 times each rate. Slips also go by the carelessness of the source (SOURCES).

No register has published such rates for Indonesia. They are OUR OWN ASSUMPTIONS, of the size that
work on names in other countries reports; a reason says why the error exists at all, and "rule"
marks what follows from a rule or a source instead of from our opinion.
"""

from __future__ import annotations

from dataclasses import dataclass

MOST = 0.95


@dataclass(frozen=True, slots=True)
class ErrorKind:
    """One way of being wrong. `per` word or record; a slip depends on who writes."""

    group: str
    rate: float
    per: str
    reason: str
    is_slip: bool = True


def _letters(rate, reason):
    return ErrorKind("letters", rate, "word", reason)


def _name(rate, reason, per="record"):
    return ErrorKind("name", rate, per, reason)


def _field(group, rate, reason, is_slip=True):
    return ErrorKind(group, rate, "record", reason, is_slip)


ERRORS = {
    # Spelling. Rule: the reforms of 1947 (oe > u) and 1972 (dj, tj, sj, nj, ch, j > j, c, sy, ny,
    # kh, y); birth papers of parents and habits outlive them, and papers of one person differ.
    "old_hand": _name(0.020, "the whole name in the spelling before 1972, as on old papers (rule)"),
    "old_u": _letters(0.010, "oe for u, or u for oe (rule)"),
    "old_j": _letters(0.010, "dj for j, or j for dj (rule)"),
    "old_c": _letters(0.010, "tj for c, or c for tj (rule)"),
    "old_y": _letters(0.006, "j for y (rule)"),
    "old_sy": _letters(0.010, "sj for sy, or sy for sj (rule)"),
    "old_ny": _letters(0.008, "nj for ny, or ny for nj (rule)"),
    "old_kh": _letters(0.020, "ch for kh, or kh for ch (rule; Achmad and Akhmad are both common)"),
    "doubled": _letters(0.012, "one consonant or vowel written twice"),
    "undoubled": _letters(0.060, "a double letter written once"),
    "letter_lost": _letters(0.010, "one letter left out"),
    "f_p_v": _letters(0.020, "f, p and v are one sound for many (Patimah, Fatimah)"),
    "z_j_s": _letters(0.020, "z, j and s change (Zaenab, Jaenab, Saenab)"),
    "q_k": _letters(0.030, "q or k (Qomariyah, Komariyah)"),
    "th_t": _letters(0.025, "th or t (Fathimah, Fatimah)"),
    "dh_d": _letters(0.025, "dh, dz or d; gh or g (Ramadhan, Ramadan; Ghofur, Gofur)"),
    "sy_s": _letters(0.025, "sy, sh or s (Syaiful, Saiful)"),
    "kh_h": _letters(0.020, "kh, k or h (Khasanah, Hasanah; Rokhman, Rohman)"),
    "h_lost": _letters(0.015, "h inside or at the end is hardly heard (Aminah, Amina)"),
    "h_added": _letters(0.006, "h at the end of a word that has none"),
    "y_i": _letters(0.012, "y or i; iy or i before a vowel (Rukiyah, Rukiah)"),
    "ie_i": _letters(0.010, "ie or i (Arief, Arif)"),
    "ae_ai": _letters(0.030, "ae or ai; ao or au (Zaenal, Zainal; Nuraeni, Nuraini)"),
    "vowel_heard": _letters(0.008, "o for u or a, e for i and back (Rohmah, Rahmah)"),
    # Words that everybody shortens in a way of her own.
    "muhammad_form": _name(0.300, "Moh., Muh., M., Mohamad, Mochamad and others", "word"),
    "ahmad_form": _name(0.080, "Achmad, Akhmad, Ach.", "word"),
    "siti_form": _name(0.070, "Sitti, St., S.", "word"),
    "nur_form": _name(0.050, "Noor, Nor, Nour; in Nurhayati too", "word"),
    "abdul_form": _name(0.120, "Abd., A., Abdoel", "word"),
    # The whole name. Rule for most: papers of one person differ in it, which is why districts
    # offer a correction of population data and courts a change of passport data.
    "title_before": _name(0.020, "H., Hj., Drs., Ustadz, Ir. written into the name"),
    "title_after": _name(0.010, "S.Pd., S.E., A.Md. written into the name"),
    "bin_binti": _name(
        0.050,
        "father's name with bin or binti, as passports for the hajj and "
        "employers in Arab countries and Malaysia ask",
    ),
    "bin_shortened": _name(0.400, "of those: b., bt., bte. instead of the word"),
    "father_shortened": _name(0.120, "of those: the father's name as an initial"),
    "initial": _name(0.020, "one word but the first as an initial"),
    "order_turned": _name(0.012, "two words change places"),
    "word_lost": _name(0.035, "one word left out"),
    "joined": _name(0.020, "two words written as one (Sri Wahyuni, Sriwahyuni)"),
    "split": _name(0.050, "one word written as two (Nurhayati, Nur Hayati)"),
    "keyboard": _name(0.012, "a neighbouring key"),
    "turned_letters": _name(0.006, "two letters typed in the wrong order"),
    "nickname": _name(0.008, "the name by which everybody calls her (Sulastri, Lastri)"),
    "alias": _name(0.005, "the nickname added with al."),
    # Birth date.
    "day_and_month": _field("birth_date", 0.020, "day and month change places"),
    "date_digit": _field("birth_date", 0.010, "one figure of day or year wrong"),
    "year_off": _field("birth_date", 0.015, "a year earlier or later"),
    "date_unknown": _field("birth_date", 0.025, "only the year is known: 1 January is put in"),
    "date_missing": _field("birth_date", 0.040, "no birth date", False),
    # Where she lives.
    "village_before": _field(
        "village",
        0.300,
        "where she lived before (rule: registers are of their day; only for those who moved)",
        False,
    ),
    "village_beside": _field("village", 0.030, "a neighbouring village of the subdistrict"),
    "only_district": _field("village", 0.040, "only the regency is known"),
    # NIK. Rule: 16 figures, area of first registration, day + 40 for women, serial number.
    "nik_missing_old": _field("nik", 0.330, "old registers: 25 to 40 of 100 without NIK", False),
    "nik_missing_now": _field("nik", 0.040, "came without a card or family card", False),
    "nik_digit": _field("nik", 0.012, "one figure wrong"),
    "nik_turned": _field("nik", 0.008, "two figures change places"),
    "nik_figure_lost": _field("nik", 0.004, "one figure left out"),
    "nik_of_another": _field("nik", 0.010, "mother's, husband's or wife's from the family card"),
    # Phone and paper.
    "phone_missing": _field("phone", 0.200, "none written down", False),
    "phone_before": _field("phone", 0.350, "a number since given up (only who changed it)", False),
    "phone_form": _field("phone", 0.200, "+62, 62, blanks or dashes instead of 08...", False),
    "passport_missing": _field("passport", 0.450, "not yet, or not asked", False),
    "passport_before": _field(
        "passport",
        0.350,
        "the number before the renewal (rule: each passport has a number of its own)",
        False,
    ),
    "sex_wrong": _field("sex", 0.005, "the wrong box"),
}


@dataclass(frozen=True, slots=True)
class Source:
    """A kind of register: its share of all records, how carelessly it is kept, how it looks."""

    share: int
    carelessness: float
    is_old: bool = False
    is_in_capitals: bool = False


# Five systems, four spellings. Shares and carelessness are our own assumptions.
SOURCES = {
    "national_app": Source(30, 0.6),  # SIAPkerja since 2023: she types it herself, NIK checked
    "desk": Source(20, 0.9),  # the centre's own spreadsheet
    "training": Source(10, 1.0),  # list of a training centre
    "old_national": Source(15, 1.1, is_old=True, is_in_capitals=True),  # SISKOTKLN until 2023
    "agency_sheet": Source(12, 1.3, is_old=True),  # what agencies handed in
    "village_list": Source(13, 1.5, is_old=True),  # the village's list of who has left
}


def chances(scale: float, source: Source) -> dict[str, float]:
    """The chance of every error in a register of this kind."""
    return {
        name: min(MOST, kind.rate * scale * (source.carelessness if kind.is_slip else 1))
        for name, kind in ERRORS.items()
    }
