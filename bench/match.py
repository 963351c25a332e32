"""How well entries of one person are told: precision, recall and F1 on the synthetic sets.

    python -m bench match --size small
    python -m bench match --size XS --train > reference/matching/weights.toml

`first` is the set on which the weights were trained, without its truth; `second` has other people
and half as many errors again, and nothing is ever tuned on it. Beside ours, in the same run: the
same NIK, and the same name with the same birth date. Times are of pure Python on one core.
"""

import argparse
import json
import math
import time
from collections import Counter, defaultdict
from hashlib import blake2b
from itertools import combinations

from django.conf import settings

from demo.doubles.sets import SETS, pairs_among, records
from demo.town import CHECKOUT
from satuatap.workers.matching.keys import keys_of
from satuatap.workers.matching.levels import LEVELS, compare
from satuatap.workers.matching.signatures import born_by, nik_parts, signature
from satuatap.workers.matching.training import FIXED, train
from satuatap.workers.matching.weights import weights

PEOPLE = {"small": 2_000, "XS": 10_000, "S": 100_000}
THIS_YEAR = 2026  # of the sets
OF_A_KEY = 60  # a key that more people share is too common to be looked up
AT_FIRST_SIGHT = 5
HEAD = """\
# How much each level of agreement says for (or against) one and the same person, in bits: log2(m / u), where m is
# how often the level occurs between entries of one person and u between entries of two who share a search key.
# `prior`: bits before anything is compared. Made without looking at the truth by
# `python -m bench match --size XS --train`; a level marked fixed was set by us (workers/matching/training.py).
owner = "Satu Atap"
source = "trained on the synthetic set `first` of demo/doubles, {people} people, seed {seed}"
valid_from = 2026-11-24
review_by = 2027-11-24
trained_on = 2026-11-24
prior = {prior:.2f}
# from here on an entry is shown to the officer; from here on registering waits for her answer
shown = -6.0
asked = -2.0"""


def main(words=None) -> int:
    """Print lines for people, and as the last one a JSON object."""
    parser = argparse.ArgumentParser(prog="bench match")
    parser.add_argument("--size", choices=PEOPLE, default="small")
    parser.add_argument("--train", action="store_true", help="print the weights made of `first`")
    told = parser.parse_args(words)
    size = told.size
    if not settings.configured:
        settings.configure(REFERENCE=CHECKOUT / "reference")
    if told.train:
        print(weights_made_of("first", PEOPLE[size]))
        return 0
    found = {name: measure(name, PEOPLE[size]) for name in ("first", "second")}
    print(json.dumps({"bench": "match", "size": size, **found}))
    return 0


def measure(name: str, people: int) -> dict:
    """One set: what ours and two plain rules find of its truth."""
    entries = list(records(name, people))
    truth = set(pairs_among(entries))
    begun = time.perf_counter()
    told = {entry.record_id: _signature(entry) for entry in entries}
    looked_up = sharing(told)
    scored = score(told, looked_up)
    took = time.perf_counter() - begun
    ours = {pair for pair, bits in scored.items() if bits >= 0}
    ways = {
        "ours": ours,
        "same NIK": _alike(entries, _nik),
        "same name and date": _alike(entries, _name),
    }
    print(f"{name}: {len(entries)} entries, {len(truth)} true pairs, {len(looked_up)} compared")
    result = {way: _judged(way, said, truth) for way, said in ways.items()}
    result["recall_looked_up"] = round(len(truth & looked_up) / len(truth), 4)
    result["recall_at_five"] = round(at_first_sight(scored, truth), 4)
    result["seconds"] = round(took, 1)
    print(f"  shares a key {result['recall_looked_up']:.4f}, among the first {AT_FIRST_SIGHT}"
          f" {result['recall_at_five']:.4f}, {took:.1f} s")  # fmt: skip
    return result


def sharing(told: dict) -> set[tuple[int, int]]:
    """Every two entries that share a key, the smaller id first."""
    holders = defaultdict(list)
    for number, person in told.items():
        for key in keys_of(person):
            holders[key].append(number)
    return {
        pair
        for numbers in holders.values()
        if len(numbers) <= OF_A_KEY
        for pair in combinations(sorted(numbers), 2)
    }


def score(told: dict, pairs) -> dict[tuple[int, int], float]:
    """Bits for each pair."""
    rarity, weigh = rarity_in(told), weights().score
    return {(one, two): weigh(compare(told[one], told[two], rarity)) for one, two in pairs}


def rarity_in(told: dict):
    """How rare a sound is among these entries, in sixteenths of a bit."""
    bearers = Counter(sound for person in told.values() for sound in set(person.name.sounds))
    rarity = {sound: int(16 * math.log2(len(told) / many)) for sound, many in bearers.items()}
    return rarity.__getitem__


def weights_made_of(name: str, people: int) -> str:
    """The text of `reference/matching/weights.toml`, trained on a set without its truth."""
    told = {entry.record_id: _signature(entry) for entry in records(name, people)}
    rarity, patterns = rarity_in(told), Counter()
    for one, two in sharing(told):
        patterns[tuple(compare(told[one], told[two], rarity).values())] += 1
    trained = train(patterns)
    lines = [HEAD.format(people=people, seed=SETS[name].seed, prior=trained.prior)]
    for field, levels in LEVELS.items():
        lines.append(f"\n[bits.{field}]")
        for level in levels:
            m, u = trained.m[field][level], trained.u[field][level]
            fixed = ", m fixed" if (field, level) in FIXED else ""
            lines.append(
                f"{level} = {trained.bits(field, level):.2f}  # m {m:.4f}, u {u:.5f}{fixed}"
            )
    return "\n".join(lines)


def at_first_sight(scored: dict, truth: set) -> float:
    """The share of entries with a double of which one stands among the first five candidates."""
    candidates = defaultdict(list)
    for (one, two), bits in scored.items():
        candidates[one].append((-bits, two))
        candidates[two].append((-bits, one))
    doubles = defaultdict(set)
    for one, two in truth:
        doubles[one].add(two)
        doubles[two].add(one)
    seen = sum(
        any(other in doubles[entry] for _bits, other in sorted(candidates[entry])[:AT_FIRST_SIGHT])
        for entry in doubles
    )
    return seen / len(doubles)


def _signature(entry):
    nik = entry.nik or ""
    return signature(
        entry.full_name, born=entry.birth_date, born_by_nik=born_by(nik, THIS_YEAR), sex=entry.sex,
        village=entry.village, nik=tuple(map(_hash, nik_parts(nik))) if nik else (),
        nik_is_whole=len(nik) == 16, phones=_hashes(_dialled(entry.phone or "")),
        papers=_hashes(entry.passport or ""),
    )  # fmt: skip


def _hash(text) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big")


def _hashes(text) -> frozenset[int]:
    return frozenset({_hash(text)} if text else ())


def _dialled(phone) -> str:
    figures = "".join(filter(str.isdigit, phone))
    return f"0{figures[2:]}" if figures.startswith("62") else figures


def _nik(entry):
    return entry.nik


def _name(entry):
    return entry.birth_date and (entry.full_name.casefold(), entry.birth_date)


def _alike(entries, by) -> set[tuple[int, int]]:
    """Every two entries that are equal by this."""
    groups = defaultdict(list)
    for entry in entries:
        if value := by(entry):
            groups[value].append(entry.record_id)
    return {pair for ids in groups.values() for pair in combinations(sorted(ids), 2)}


def _judged(way, said, truth) -> dict:
    right = len(said & truth)
    precision, recall = right / max(len(said), 1), right / len(truth)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    print(f"  {way:<20} precision {precision:.4f}, recall {recall:.4f}, F1 {f1:.4f}")
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}
