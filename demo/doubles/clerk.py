"""Somebody who writes a person down, with the errors of her register."""

from __future__ import annotations

from bisect import bisect
from dataclasses import dataclass
from datetime import date

from demo.doubles.errors import ERRORS, SOURCES, chances
from demo.doubles.letters import (
    changed,
    in_old_spelling,
    kinds_of,
    mistyped,
    nickname,
    parted,
    turned,
)
from demo.doubles.people import FEMALE, MALE, Person
from demo.doubles.villages import by_subdistrict

TITLES_BEFORE = {
    FEMALE: ("Hj.", "Hj", "Ibu", "Dra.", "Ustadzah", "Ny."),
    MALE: ("H.", "H", "Haji", "Bpk", "Drs.", "Ustadz", "Ust.", "Ir.", "KH."),
}
TITLES_AFTER = ("S.Pd", "S.Pd.", "SE", "A.Md", "S.Ag", "S.Kep", "SH", "S.Pd.I")
CHILD_OF = {FEMALE: "binti", MALE: "bin"}
CHILD_OF_IN_SHORT = {FEMALE: ("bt.", "bt", "Bte", "Bnt", "B."), MALE: ("b.", "b", "Bn.", "B.")}
DIGITS = "0123456789"


@dataclass(slots=True)
class Record:
    """One line of one register. `person_id` is the truth and nothing to match by.

    `village` is a village code, or a regency's where only that was known; `source` is a key of
    SOURCES. What is not known is None.
    """

    record_id: int
    person_id: int
    office: str
    full_name: str
    sex: str
    birth_date: date | None
    village: str
    nik: str | None
    phone: str | None
    passport: str | None
    source: str


class LetterErrors:
    """What can happen to the letters of a word: each kind by its own chance, drawn together."""

    def __init__(self, kinds: tuple[str, ...], chances: dict[str, float]):
        self.kinds, self.chances = kinds, [chances[kind] for kind in kinds]
        self.asked, left, self.first = 0, 1.0, []
        for chance in self.chances:
            left *= 1 - chance
            self.first.append(1 - left)
        self.any = 1 - left

    def draw(self, random) -> list[str]:
        """The kinds that happen to one word; one number is enough where none does."""
        self.asked += 1
        number = random()
        if number >= self.any:
            return []
        place = bisect(self.first, number)
        later = range(place + 1, len(self.kinds))
        return [self.kinds[place], *(self.kinds[n] for n in later if random() < self.chances[n])]


class Clerk:
    """Writes records for one source; every number comes from `random`, in order."""

    def __init__(self, source: str, scale: float, random):
        self.source, self.random = source, random
        self.is_old = SOURCES[source].is_old
        self.in_capitals = SOURCES[source].is_in_capitals
        self.chances = chances(scale, SOURCES[source])
        self.letters: dict[tuple[str, ...], LetterErrors] = {}
        self.asked = dict.fromkeys(ERRORS, 0)
        self.drawn = dict.fromkeys(ERRORS, 0)

    def expected(self) -> dict[str, float]:
        """How often each error was to be expected in what was written so far."""
        found = {kind: times * self.chances[kind] for kind, times in self.asked.items()}
        for letters in self.letters.values():
            for kind in letters.kinds:
                found[kind] += letters.asked * self.chances[kind]
        return found

    def happens(self, kind: str) -> bool:
        """Does this error happen now that it can?"""
        self.asked[kind] += 1
        if self.random() < self.chances[kind]:
            self.drawn[kind] += 1
            return True
        return False

    def write(self, person: Person) -> Record:
        """The person as she comes to stand in this register; the record has no number yet."""
        name = self.name(person)
        sex = person.sex
        if self.happens("sex_wrong"):
            sex = MALE if sex == FEMALE else FEMALE
        village = self.village(person)
        return Record(
            0, person.id, f"contoh-{village[:2]}{village[3:5]}", name, sex,
            self.birth_date(person.birth_date), village, self.nik(person), self.phone(person),
            self.passport(person.passports), self.source,
        )  # fmt: skip

    def name(self, person: Person) -> str:
        """Her name: first its words, then their order, then what is put around it."""
        words = self._whole(self._spelt(person.words))
        happens, random, sex = self.happens, self.random, person.sex
        if happens("bin_binti"):
            father = person.father
            if happens("father_shortened"):
                father = f"{father[0]}."
            short = CHILD_OF_IN_SHORT[sex]
            of = short[int(random() * len(short))] if happens("bin_shortened") else CHILD_OF[sex]
            words = [*words, of, father]
        if happens("title_before"):
            titles = TITLES_BEFORE[sex]
            words = [titles[int(random() * random() * len(titles))], *words]
        if happens("title_after"):
            words = [*words, TITLES_AFTER[int(random() * len(TITLES_AFTER))]]
        name = " ".join(words)
        return name.upper() if self.in_capitals else name

    def _spelt(self, words) -> list[str]:
        """Every word as this hand spells it."""
        if self.happens("old_hand"):
            words = [in_old_spelling(word) for word in words]
        spelt = []
        for word in words:
            kinds = kinds_of(word)
            letters = self.letters.get(kinds)
            if letters is None:
                letters = self.letters[kinds] = LetterErrors(kinds, self.chances)
            for kind in letters.draw(self.random):
                self.drawn[kind] += 1
                if word[-1] != ".":
                    word = changed(kind, word, self.random)
            spelt.append(word)
        return spelt

    def _whole(self, words) -> list[str]:
        """Words lost, turned, joined, parted, shortened, mistyped."""
        if len(words) > 1:
            if self.happens("word_lost"):
                del words[int(self.random() * len(words))]
            words = self._in_order(words)
        for place, word in enumerate(words):
            two = parted(word)
            if two:
                if self.happens("split"):
                    words[place : place + 1] = two
                break
        place = int(self.random() * len(words))
        word = words[place]
        if len(word) > 3 and word[-1] != ".":
            self._at_the_keyboard(words, place)
            self._as_called(words, place, nickname(word))
        return words

    def _at_the_keyboard(self, words, place) -> None:
        if self.happens("keyboard"):
            words[place] = mistyped(words[place], self.random)
        elif self.happens("turned_letters"):
            words[place] = turned(words[place], self.random)

    def _as_called(self, words, place, nick) -> None:
        if nick:
            if self.happens("nickname"):
                words[place] = nick
            elif self.happens("alias"):
                words += ["al.", nick]

    def _in_order(self, words) -> list[str]:
        """Two words change places, become one, or one is an initial."""
        happens, random = self.happens, self.random
        if len(words) == 1:
            return words
        place = 1 + int(random() * (len(words) - 1))
        if happens("order_turned"):
            words[place - 1], words[place] = words[place], words[place - 1]
        if happens("joined"):
            words[place - 1 : place + 1] = [words[place - 1].rstrip(".") + words[place].lower()]
        elif happens("initial"):
            words[place] = f"{words[place][0]}."
        return words

    def birth_date(self, born: date) -> date | None:
        """The date as it stands there."""
        happens = self.happens
        if happens("date_missing"):
            return None
        if happens("date_unknown"):
            return date(born.year, 1, 1)
        if born.day <= 12 and born.day != born.month and happens("day_and_month"):
            return date(born.year, born.day, born.month)
        if happens("date_digit"):
            return self._other_figure(born)
        if happens("year_off"):
            return date(
                born.year + (1 if self.random() < 0.5 else -1), born.month, min(born.day, 28)
            )
        return born

    def _other_figure(self, born) -> date:
        """One figure of the day or of the year is another; the day still exists."""
        random = self.random
        while True:
            text = f"{born.year}{born.month:02}{born.day:02}"
            place = (2, 3, 6, 7)[int(random() * 4)]
            text = f"{text[:place]}{DIGITS[int(random() * 10)]}{text[place + 1 :]}"
            try:
                new = date(int(text[:4]), int(text[4:6]), int(text[6:]))
            except ValueError:
                continue
            if new != born and new.year < 2010:
                return new

    def village(self, person: Person) -> str:
        """Where the register has her."""
        village = person.village
        if person.former_village and self.happens("village_before"):
            village = person.former_village
        if self.happens("village_beside"):
            beside = by_subdistrict()[village[:8]]
            return beside[int(self.random() * len(beside))]
        return village[:5] if self.happens("only_district") else village

    def nik(self, person: Person) -> str | None:
        """The number as it was typed."""
        happens, nik = self.happens, person.nik
        if nik is None or happens("nik_missing_old" if self.is_old else "nik_missing_now"):
            return None
        if person.nik_of_others and happens("nik_of_another"):
            return person.nik_of_others[int(self.random() * len(person.nik_of_others))]
        place = int(self.random() * 15)
        if happens("nik_digit"):
            digit = DIGITS[(int(nik[place]) + 1 + int(self.random() * 9)) % 10]
            return f"{nik[:place]}{digit}{nik[place + 1 :]}"
        if nik[place] != nik[place + 1] and happens("nik_turned"):
            return f"{nik[:place]}{nik[place + 1]}{nik[place]}{nik[place + 2 :]}"
        if happens("nik_figure_lost"):
            return nik[:place] + nik[place + 1 :]
        return nik

    def phone(self, person: Person) -> str | None:
        """The number of that time, written in one of the usual ways."""
        if self.happens("phone_missing"):
            return None
        phone = person.phone
        if person.former_phone and self.happens("phone_before"):
            phone = person.former_phone
        if not self.happens("phone_form"):
            return phone
        form = self.random()
        if form < 0.5:
            return f"+62{phone[1:]}"
        if form < 0.7:
            return f"62{phone[1:]}"
        return (
            f"{phone[:4]}-{phone[4:8]}-{phone[8:]}" if form < 0.85 else f"{phone[:4]} {phone[4:]}"
        )

    def passport(self, passports: tuple[str, ...]) -> str | None:
        """The newest passport or one before it."""
        if not passports or self.happens("passport_missing"):
            return None
        if len(passports) > 1 and self.happens("passport_before"):
            return passports[int(self.random() * (len(passports) - 1))]
        return passports[-1]
