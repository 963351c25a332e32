"""How far two people agree, field by field: from `Signature`s to the names of levels."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from rapidfuzz.distance import Hamming, JaroWinkler

from satuatap.workers.matching.names import Name
from satuatap.workers.matching.signatures import Signature

UNKNOWN = "unknown"
RARE, UNCOMMON = 16 * 16, 10 * 16  # sixteenths of a bit: a name of one in 65,536; in 1,024
LIKE, RATHER_LIKE = 0.90, 0.80  # Jaro-Winkler of what is left of two names
CALLED_BY = 4  # letters of sound that a short name has at least
HEAPS = {(1, 1), (12, 31), (7, 1)}  # days that stand for an unknown day

LEVELS = {
    "name": (
        "same_rare", "same_uncommon", "same_common", "sound_rare", "sound_uncommon", "sound_common",
        "part_rare", "part_uncommon", "part_common", "like_more", "like_alone", "rather_more",
        "rather_alone", "clash_rare", "clash_uncommon", "clash_common", "other",
    ),
    "birth_date": ("same", "same_heap", "swapped", "year_known", "figure", "next_year", "same_year",
                   "other"),
    "place": ("village", "subdistrict", "regency", "province", "other"),
    "nik": ("same", "slip", "tail", "head", "borrowed", "other"),
    "phone": ("same", "other"),
    "paper": ("same", "other"),
    "sex": ("same", "other"),
}  # fmt: skip


def compare(one: Signature, two: Signature, rarity: Callable[[str], int]) -> dict[str, str]:
    """The level of each field; `rarity`: sixteenths of a bit that a sound tells (16 x -log2 share)."""
    number = nik_level(one, two)
    born = date_level(one, two, by_nik=number not in ("same", "borrowed"))
    if number == "head" and born in ("same", "same_heap"):
        born = UNKNOWN  # the number has told it already
    return {
        "name": name_level(one.name, two.name, rarity),
        "birth_date": born,
        "place": place_level(one.village, two.village),
        "nik": number,
        "phone": shared(one.phones, two.phones),
        "paper": shared(one.papers, two.papers),
        "sex": UNKNOWN if not (one.sex and two.sex) else "same" if one.sex == two.sex else "other",
    }


def name_level(one: Name, two: Name, rarity: Callable[[str], int]) -> str:
    """How far two names agree, and how rare that is."""
    ours, theirs = set(one.sounds), set(two.sounds)
    if not (ours and theirs):
        return UNKNOWN
    common = ours & theirs
    told = _how_rare(sum(map(rarity, common)))
    if set(one.words) == set(two.words):
        return f"same_{told}"
    left = _left(one, common, two)
    right = _left(two, common, one)
    if not (left or right):
        return f"sound_{told}"
    if one.joined == two.joined:
        return f"sound_{_how_rare(max(sum(map(rarity, ours)), sum(map(rarity, theirs))))}"
    if common and not (left and right):
        return f"part_{told}"
    likeness = _likeness("".join(left), "".join(right))
    company = "more" if common else "alone"
    if likeness >= LIKE:
        return f"like_{company}"
    if likeness >= RATHER_LIKE:
        return f"rather_{company}"
    return f"clash_{told}" if common else "other"


def _left(name: Name, common: set[str], other: Name) -> list[str]:
    """The sounds of a name that nothing in the other name explains, in their order."""
    initials = list(other.initials)
    left = []
    for word, heard in zip(name.words, name.sounds, strict=True):
        if heard in common or heard in other.around:
            continue
        if word[0] in initials:
            initials.remove(word[0])
            continue
        left.append(heard)
    return left


def _likeness(one: str, two: str) -> float:
    """Jaro-Winkler; the end of a word by which she is called is like the word (Sulastri, Lastri)."""
    short, long = sorted((one, two), key=len)
    if len(short) >= CALLED_BY and long.endswith(short):
        return 1.0
    return JaroWinkler.similarity(one, two)


def _how_rare(told: int) -> str:
    return "rare" if told >= RARE else "uncommon" if told >= UNCOMMON else "common"


def date_level(one: Signature, two: Signature, by_nik: bool) -> str:
    """How far birth dates agree as told, or one as told and the other as her NIK tells it.

    What a NIK tells can only help: where it disagrees, the number itself has disagreed already.
    """
    told = _of_dates(one.born, two.born)
    if not by_nik:
        return told
    helped = {_of_dates(one.born, two.born_by_nik), _of_dates(one.born_by_nik, two.born)}
    order = LEVELS["birth_date"]
    return next((level for level in order[: order.index("same_year")]
                 if level == told or level in helped), told)  # fmt: skip


def _of_dates(one: date | None, two: date | None) -> str:
    if one is None or two is None:
        return UNKNOWN
    days = (one.month, one.day), (two.month, two.day)
    if one == two:
        return "same_heap" if days[0] in HEAPS else "same"
    if one.year == two.year:
        if days[0] == days[1][::-1]:
            return "swapped"
        if days[0] in HEAPS or days[1] in HEAPS:
            return "year_known"
    if Hamming.distance(f"{one:%Y%m%d}", f"{two:%Y%m%d}") == 1:
        return "figure"
    if abs(one.year - two.year) == 1 and days[0] == days[1]:
        return "next_year"
    return "same_year" if one.year == two.year else "other"


def place_level(one: str, two: str) -> str:
    """The smallest area in which both live; the codes of areas begin with those around them."""
    if not (one and two):
        return UNKNOWN
    for level, length in (("village", 13), ("subdistrict", 8), ("regency", 5), ("province", 2)):
        if len(one) >= length <= len(two) and one[:length] == two[:length]:
            return level
    return "other"


def nik_level(one: Signature, two: Signature) -> str:
    """Equal, equal but for a slip of the pen, but for the area, but for the serial number, or not.

    One number on a man and a woman is one of them's: every NIK tells the sex.
    The same area and serial number on the same birthday is one number with a slip in its date;
    a number with a figure too few that agrees in a part has lost it there. The same area and
    date with another serial number is as often somebody else born there that day.
    """
    if not (one.nik and two.nik):
        return UNKNOWN
    whole, head, tail, ends = (a == b for a, b in zip(one.nik, two.nik, strict=True))
    if whole:
        return "borrowed" if one.sex and two.sex and one.sex != two.sex else "same"
    if ends and one.born is not None and one.born == two.born:
        return "slip"
    if (head or tail or ends) and not (one.nik_is_whole and two.nik_is_whole):
        return "slip"
    return "tail" if tail else "head" if head else "other"


def shared(one, two) -> str:
    """Does one of hers equal one of the other's?"""
    if not (one and two):
        return UNKNOWN
    return "same" if set(one) & set(two) else "other"
