"""What a set holds, in figures: for the page `docs/explanation/the-synthetic-set.md`."""

from __future__ import annotations

import hashlib
from collections import Counter
from itertools import combinations

from demo.doubles.clerk import Record
from demo.doubles.csv_lines import HEAD, line_of
from demo.doubles.errors import ERRORS
from demo.doubles.people import Person
from demo.doubles.sets import Registers, blocks

NEAR = 366  # days between the birth dates of namesakes who are easily taken for one


class Summary:
    """Counts a set while it is written; keeps every name, so it grows with the set."""

    def __init__(self, set_name: str, people: int):
        self.registers = Registers(set_name)
        self.figures: Counter[str] = Counter()
        self.words: set[str] = set()
        self.written_words: set[str] = set()
        self.names: Counter[str] = Counter()
        digest = hashlib.sha256(HEAD.encode())
        for block in blocks(set_name, people, self.registers):
            self._count_people(block.people)
            self._count_records(block.records)
            digest.update("".join(map(line_of, block.records)).encode())
        self.sha256 = digest.hexdigest()

    def lines(self) -> list[tuple[str, str]]:
        """What is counted, and the figure as it is printed."""
        figures, people = self.figures, self.figures["people"]
        several = sum(count for count in self.names.values() if count > 1)
        counted = [
            ("People", f"{people:,}"),
            ("Records", f"{figures['records']:,}"),
            ("People with more than one record", f"{figures['several']:,}"),
            ("Pairs of records of one person", f"{figures['pairs']:,}"),
            ("... with the same name, letter by letter (capitals apart)", _share(figures["same_name"], figures["pairs"])),
            ("... with the same birth date", _share(figures["same_date"], figures["pairs"])),
            ("... with the same NIK", _share(figures["same_nik"], figures["pairs"])),
            ("... with name, birth date and village the same", _share(figures["same_all"], figures["pairs"])),
            ("Records without NIK", _share(figures["no_nik"], figures["records"])),
            ("Records without birth date", _share(figures["no_date"], figures["records"])),
            ("Distinct words in true names", f"{len(self.words):,}"),
            ("Distinct words in written names", f"{len(self.written_words):,}"),
            ("People who share their full name with another", _share(several, people)),
            ("Pairs of namesakes in one village", f"{figures['namesakes']:,}"),
            ("... born within a year of each other", f"{figures['near']:,}"),
            ("Twins", f"{figures['twins']:,}"),
            ("People with one word as name", _share(figures["single"], people)),
            ("People who live elsewhere than where their NIK is from", _share(figures["moved"], people)),
            ("Birth dates on 1 January, 31 December or 1 July", _share(figures["heap"], people)),
            ("SHA-256 of the CSV", f"`{self.sha256}`"),
        ]  # fmt: skip
        return counted

    def markdown(self) -> str:
        """Both tables."""
        records, drawn = self.figures["records"], self.registers.drawn()
        expected = self.registers.expected()
        text = ["| What | Figure |", "|---|---|"]
        text += [f"| {what} | {figure} |" for what, figure in self.lines()]
        text += ["", "| Error | drawn | expected | of 1,000 records |", "|---|---|---|---|"]
        text += [
            f"| {kind} | {drawn[kind]:,} | {expected[kind]:,.0f} | {1000 * drawn[kind] / records:.1f} |"
            for kind in ERRORS
        ]
        return "\n".join(text) + "\n"

    def _count_people(self, people: list[Person]) -> None:
        figures = self.figures
        figures["people"] += len(people)
        of_name: dict[str, list[Person]] = {}
        for person in people:
            self.words.update(word.lower() for word in person.words)
            self.names[person.full_name] += 1
            of_name.setdefault(person.full_name, []).append(person)
            born = person.birth_date
            figures["twins"] += person.twin_of is not None
            figures["single"] += len(person.words) == 1
            figures["moved"] += person.former_village is not None
            figures["heap"] += (born.month, born.day) in ((1, 1), (12, 31), (7, 1))
        for several in of_name.values():
            for one, other in combinations(several, 2):
                figures["namesakes"] += 1
                figures["near"] += abs((one.birth_date - other.birth_date).days) <= NEAR

    def _count_records(self, records: list[Record]) -> None:
        figures = self.figures
        figures["records"] += len(records)
        of_person: dict[int, list[Record]] = {}
        for record in records:
            self.written_words.update(record.full_name.lower().split())
            of_person.setdefault(record.person_id, []).append(record)
            figures["no_nik"] += record.nik is None
            figures["no_date"] += record.birth_date is None
        for several in of_person.values():
            figures["several"] += len(several) > 1
            for one, other in combinations(several, 2):
                self._count_pair(one, other)

    def _count_pair(self, one: Record, other: Record) -> None:
        figures = self.figures
        same_name = one.full_name.lower() == other.full_name.lower()
        same_date = one.birth_date is not None and one.birth_date == other.birth_date
        figures["pairs"] += 1
        figures["same_name"] += same_name
        figures["same_date"] += same_date
        figures["same_nik"] += one.nik is not None and one.nik == other.nik
        figures["same_all"] += same_name and same_date and one.village == other.village


def _share(count: int, whole: int) -> str:
    return f"{count:,} ({100 * count / max(whole, 1):.1f} %)"
