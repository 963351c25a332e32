"""The population: families in villages, with twins, namesakes, shared phones and people who moved.

One village is a block: its people come from the seed and the village alone, so that memory is
bounded and a smaller population is the beginning of a larger one. STRUCTURE says how often what
happens; the figures are our own assumptions unless a reason names another source.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from demo.doubles.people import (
    FEMALE,
    MALE,
    NikRegister,
    Person,
    draw_birth_date,
    draw_passports,
    draw_phone,
)
from demo.doubles.villages import (
    OLD_CODES,
    Village,
    by_regency,
    by_subdistrict,
    everywhere,
    villages_in_turn,
)
from demo.doubles.words import Spread, clans_of, cultures_of, goes_on, time_of, words_of

SMALLEST, SPREAD_OF_SIZE = 90, 900  # people on file in one village; 315 on average
OLDEST = 1955  # first year of birth of somebody who is on file
YOUNGEST = 2007  # last year of birth of somebody who may go abroad (18 in 2025)
STRUCTURE = {
    "twins": 0.012,  # of births; about 1 in 80 to 1 in 110 in Asia
    "twins_share_a_word": 0.55,
    "child_on_file": 0.62,
    "mother_on_file": 0.30,  # mothers went before their daughters
    "father_on_file": 0.25,
    "married": 0.60,
    "spouse_on_file": 0.20,
    "father's_name_in_name": 0.10,  # "Siti Rohmah Kasim"
    "family_word": 0.12,  # brothers and sisters share the last word of the name
    "joined_compound": 0.30,  # "Nur" and "Hayati" are one word on the family card
    "namesake": 0.025,  # the full name of an earlier person of the village born about then
    "namesake_same_day": 0.05,  # of those: the same birth date too
    "family_phone": 0.55,  # the household's one phone
    "broker's_phone": 0.03,  # one recruiter's phone stands for all whom he brought
    "phone_changed": 0.50,  # numbers are given up abroad
    "moved": 0.22,  # lives elsewhere than where the NIK was first registered
    "nik_of_another_day": 0.010,  # birth date corrected later, the NIK keeps the first one
    "nik_without_40": 0.003,
    "no_nik": 0.02,  # never registered
    "old_area_code": 0.80,  # of those born before 1990 where the regency had another code
}
MOVES = {"subdistrict": 45, "regency": 33, "anywhere": 22}
WORDS_IN_A_NAME = {
    "old": Spread({1: 38, 2: 47, 3: 13, 4: 2}),
    "middle": Spread({1: 19, 2: 53, 3: 24, 4: 4}),
    "young": Spread({1: 6, 2: 48, 3: 38, 4: 8}),
}
WHERE = Spread(MOVES)


def population(seed: str) -> Iterator[list[Person]]:
    """People village by village, without an end but that of the villages (about 2,400,000)."""
    first_id, first_family = 1, 1
    for village in villages_in_turn(seed):
        block = Block(seed, village, first_id, first_family)
        people = block.filled()
        first_id += len(people)
        first_family = block.next_family
        yield people


class Block:
    """The families of one village."""

    def __init__(self, seed: str, village: Village, first_id: int, first_family: int):
        self.random = random = Random(f"{seed}/{village.code}").random  # noqa: S311  a seed is the point
        self.village, self.next_id, self.next_family = village, first_id, first_family
        self.cultures = cultures_of(village.regency)
        self.clans = clans_of(village.code[:2])
        self.niks = NikRegister(village.subdistrict, village.turn)
        old = OLD_CODES.get(village.regency)
        self.old_niks = NikRegister(old + village.code[5:8], village.turn) if old else None
        self.brokers = [draw_phone(random) for _ in range(2)]
        self.people: list[Person] = []
        self.by_sex_and_year: dict[tuple[str, int], list[Person]] = {}

    def filled(self) -> list[Person]:
        """Everybody on file who was first registered here."""
        size = SMALLEST + int(self.random() * self.random() * SPREAD_OF_SIZE)
        while len(self.people) < size:
            Family(self).settle()
            self.next_family += 1
        return self.people

    def nik(self, born: date, sex: str) -> str | None:
        """Her NIK by the rule, or as it is wrong on the card itself."""
        random = self.random
        kind = random()
        if kind < STRUCTURE["no_nik"]:
            return None
        kind -= STRUCTURE["no_nik"]
        if kind < STRUCTURE["nik_of_another_day"]:
            born = born + timedelta(1 + int(random() * 300))
        elif kind < STRUCTURE["nik_of_another_day"] + STRUCTURE["nik_without_40"]:
            sex = MALE
        if self.old_niks and born.year < 1990 and random() < STRUCTURE["old_area_code"]:
            return self.old_niks.give(born, sex)
        return self.niks.give(born, sex)

    def home(self) -> tuple[str, str | None]:
        """Where somebody lives now, and where she lived before."""
        random, here = self.random, self.village.code
        if random() >= STRUCTURE["moved"]:
            return here, None
        how = WHERE.draw(random)
        if how == "subdistrict":
            there = by_subdistrict()[self.village.subdistrict]
        else:
            there = by_regency()[self.village.regency] if how == "regency" else everywhere()
        new = there[int(random() * len(there))]
        return (new, here) if new != here else (here, None)


class Family:
    """Parents, their children, and whom these married."""

    def __init__(self, block: Block):
        self.block, self.random = block, block.random
        random = self.random
        self.culture = block.cultures.draw(random)
        self.mother_born = 1944 + int(random() * 43)
        self.father_born = self.mother_born - int(random() * 9)
        self.clan = None
        if self.culture == "christian" and block.clans:
            self.clan = block.clans[int(random() * len(block.clans))]
        self.father_words = self.name(MALE, time_of(self.father_born), self.clan)
        self.father = self.father_words[self._called(self.father_words)]
        self.shared_word = None
        if random() < STRUCTURE["family_word"]:
            self.shared_word = words_of(self.culture, "middle", MALE).draw(random, "more")
        self.phone = draw_phone(random)

    def settle(self) -> None:
        """The parents and children who are on file become people of the block."""
        block, random = self.block, self.random
        mother_date = draw_birth_date(random, self.mother_born, time_of(self.mother_born))
        father_date = draw_birth_date(random, self.father_born, time_of(self.father_born))
        mother_nik = block.nik(mother_date, FEMALE)
        father_nik = block.nik(father_date, MALE)
        home = block.home()
        if self.mother_born >= OLDEST and random() < STRUCTURE["mother_on_file"]:
            words = self.name(FEMALE, time_of(self.mother_born), None)
            fathers = words_of(self.culture, "old", MALE).draw(random, "first")
            self._add(words, FEMALE, mother_date, mother_nik, (father_nik,), home, fathers)
        if self.father_born >= OLDEST and random() < STRUCTURE["father_on_file"]:
            fathers = words_of(self.culture, "old", MALE).draw(random, "first")
            self._add(
                self.father_words, MALE, father_date, father_nik, (mother_nik,), home, fathers
            )
        year = self.mother_born + 18 + int(random() * 9)
        for _ in range(1 + int(random() * 4.5)):
            if year > YOUNGEST:
                return
            self._birth(year, mother_nik, home)
            year += 2 + int(random() * 5)

    def name(self, sex: str, time: str, last: str | None) -> list[str]:
        """The words of a name; `last` is a word that the family gives."""
        random = self.random
        words = words_of(self.culture, time, sex)
        count = WORDS_IN_A_NAME[time].draw(random)
        drawn = [words.draw(random, "first")]
        if drawn[0] in goes_on() and count == 1 and not last:
            count = 2
        while len(drawn) < count:
            word = words.draw(random, "more")
            if word not in drawn:
                drawn.append(word)
        if count > 1 and drawn[0] in ("Nur", "Sri") and random() < STRUCTURE["joined_compound"]:
            drawn[:2] = [drawn[0] + drawn[1].lower()]
        if last and last not in drawn:
            drawn[max(1, len(drawn) - 1) :] = [last]
        return drawn

    def _birth(self, year, mother_nik, home):
        random = self.random
        time = time_of(year)
        born = draw_birth_date(random, year, time)
        sex = FEMALE if random() < 0.62 else MALE  # 63 of 100 placements are women (BP2MI)
        if random() >= STRUCTURE["twins"]:
            if random() < STRUCTURE["child_on_file"]:
                self._child(sex, born, time, mother_nik, home)
            return
        one = self._child(sex, born, time, mother_nik, home, is_twin=True)
        if random() < 0.3:
            sex = MALE if sex == FEMALE else FEMALE
        other = self._child(sex, born, time, mother_nik, home, is_twin=True, twin=one)
        one.twin_of, other.twin_of = other.id, one.id

    def _child(self, sex, born, time, mother_nik, home, is_twin=False, twin=None) -> Person:
        random = self.random
        words = self.name(sex, time, self._last_word())
        if twin and sex == twin.sex and random() < STRUCTURE["twins_share_a_word"]:
            words = [twin.words[0], *words[1:]] if len(words) > 1 else [*twin.words[:1], *words]
        if twin and words == twin.words:
            words.append(words_of(self.culture, time, sex).compose(random))
        namesake = None if is_twin else self._namesake(sex, born)
        if namesake:
            words, born = list(namesake[0].words), namesake[1]
        nik = self.block.nik(born, sex)
        if not is_twin and random() < STRUCTURE["moved"]:
            home = self.block.home()
        others = [mother_nik]
        if born.year < 2002 and random() < STRUCTURE["married"]:
            others.append(self._married(sex, born, home))
        person = self._add(words, sex, born, nik, others, home, self.father)
        person.namesake_of = namesake and namesake[0].id
        return person

    def _last_word(self) -> str | None:
        if self.clan:
            return self.clan
        if self.random() < STRUCTURE["father's_name_in_name"]:
            return self.father
        return self.shared_word

    def _namesake(self, sex, born) -> tuple[Person, date] | None:
        """An earlier person of another family whose name is taken, and a birth date near hers."""
        random, block = self.random, self.block
        if random() >= STRUCTURE["namesake"]:
            return None
        earlier = block.by_sex_and_year.get((sex, born.year - 1 + int(random() * 3)))
        if not earlier:
            return None
        other = earlier[int(random() * len(earlier))]
        if other.family == block.next_family:
            return None
        if random() < STRUCTURE["namesake_same_day"]:
            return other, other.birth_date
        return other, born

    def _married(self, sex, born, home) -> str | None:
        """The NIK of her husband or his wife, who may be on file too."""
        random, block = self.random, self.block
        theirs = MALE if sex == FEMALE else FEMALE
        year = born.year + (-int(random() * 8) if sex == FEMALE else int(random() * 8))
        year = min(year, YOUNGEST)
        date_of_theirs = draw_birth_date(random, year, time_of(year))
        nik = block.nik(date_of_theirs, theirs)
        if random() < STRUCTURE["spouse_on_file"]:
            words = self.name(theirs, time_of(year), None)
            fathers = words_of(self.culture, "old", MALE).draw(random, "first")
            self._add(words, theirs, date_of_theirs, nik, (), home, fathers)
        return nik

    def _add(self, words, sex, born, nik, others, home, father) -> Person:
        block, random = self.block, self.random
        kind = random()
        if kind < STRUCTURE["broker's_phone"]:
            phone = block.brokers[int(random() * 2)]
        elif kind < STRUCTURE["broker's_phone"] + STRUCTURE["family_phone"]:
            phone = self.phone
        else:
            phone = draw_phone(random)
        former = draw_phone(random) if random() < STRUCTURE["phone_changed"] else None
        person = Person(
            block.next_id, block.next_family, words, sex, born, home[0], home[1], nik, father,
            phone, former, draw_passports(random), tuple(one for one in others if one),
        )  # fmt: skip
        block.next_id += 1
        block.people.append(person)
        block.by_sex_and_year.setdefault((sex, born.year), []).append(person)
        return person

    @staticmethod
    def _called(words) -> int:
        """The word by which a father is called after *bin*: the second, where the first goes on."""
        return 1 if len(words) > 1 and words[0] in goes_on() | {"Muhammad", "Ahmad"} else 0
