"""How an officer types the name of somebody who stands before her, heard or mistyped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from demo.doubles.letters import changed, kinds_of, mistyped, turned
from demo.doubles.people import Person
from demo.doubles.sets import SETS, Block, blocks

# Which errors come from hearing and which from the keyboard; each that can happen is as likely.
HEARD = {
    "old_kh", "doubled", "undoubled", "f_p_v", "z_j_s", "q_k", "th_t", "dh_d", "sy_s", "kh_h",
    "h_lost", "h_added", "y_i", "ie_i", "ae_ai", "vowel_heard",
}  # fmt: skip
TYPED = ("key", "turned", "doubled", "lost")
# Own assumptions.
IS_HEARD, HAS_TWO = 0.60, 0.30  # the others are typed; the others have one error
WORD_LEFT_OUT, ORDER_TURNED = 0.10, 0.05  # besides; only in names of three, or two, words
WITH_BIRTH_DATE, WITH_VILLAGE = 0.50, 0.50


@dataclass(frozen=True, slots=True)
class Query:
    """What is typed, and who is meant: any of her records is right.

    Birth date and village are right where they are given; None where nobody typed them.
    """

    query_id: int
    person_id: int
    record_ids: tuple[int, ...]
    typed: str
    birth_date: date | None
    village: str | None
    errors: tuple[str, ...]


def queries(set_name: str, people: int, count: int) -> Iterator[Query]:
    """About so many look-ups, spread over the whole set; each differs from the person's name."""
    chance = Random(f"{SETS[set_name].seed}/queries")  # noqa: S311  a seed is the point
    share, number = count / people, 0
    for block in blocks(set_name, people):
        for person in block.people:
            if chance.random() < share:
                number += 1
                yield _query(number, person, block, chance.random)


def misspelt(words: list[str], random) -> tuple[list[str], tuple[str, ...]]:
    """The words of a name with one or two errors, never as they were; and which errors."""
    while True:
        new, done = list(words), []
        for _ in range(2 if random() < HAS_TWO else 1):
            place = int(random() * len(new))
            draw = _heard if random() < IS_HEARD else _typed
            new[place], kind = draw(new[place], random)
            done.append(kind)
        if new != words:
            break
    if len(new) > 2 and random() < WORD_LEFT_OUT:
        del new[int(random() * len(new))]
        done.append("word_lost")
    elif len(new) > 1 and random() < ORDER_TURNED:
        new[0], new[1] = new[1], new[0]
        done.append("order_turned")
    return new, tuple(done)


def _query(number: int, person: Person, block: Block, random) -> Query:
    while True:
        words, errors = misspelt(person.words, random)
        if sorted(words) != sorted(person.words) and not set(words) < set(person.words):
            break
    ids = [record.record_id for record in block.records if record.person_id == person.id]
    return Query(
        number, person.id, tuple(sorted(ids)), " ".join(words),
        person.birth_date if random() < WITH_BIRTH_DATE else None,
        person.village if random() < WITH_VILLAGE else None, errors,
    )  # fmt: skip


def _heard(word, random) -> tuple[str, str]:
    kinds = [kind for kind in kinds_of(word) if kind in HEARD]
    if not kinds:
        return _typed(word, random)
    kind = kinds[int(random() * len(kinds))]
    return changed(kind, word, random), kind


def _typed(word, random) -> tuple[str, str]:
    kind = TYPED[int(random() * len(TYPED))]
    if len(word) < 4:
        kind = "doubled"
    if kind == "key":
        return mistyped(word, random), kind
    if kind == "turned":
        return turned(word, random), kind
    place = 1 + int(random() * (len(word) - 1))
    left = word[:place] + word[place] if kind == "doubled" else word[:place]
    return left + word[place + (kind == "lost") :], kind
