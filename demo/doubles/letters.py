"""How one word of a name comes to be spelt differently."""

from __future__ import annotations

import re
from functools import lru_cache

# kind of error: (what stands there, what is written instead), in small letters
RULES: dict[str, list[tuple[str, str]]] = {
    "old_u": [("u", "oe"), ("oe", "u")],
    "old_j": [("(?<![dsn])j", "dj"), ("dj", "j")],
    "old_c": [("c(?!h)", "tj"), ("tj", "c")],
    "old_y": [("(?<![sn])y(?=[aiueo])", "j")],
    "old_sy": [("sy", "sj"), ("sj", "sy")],
    "old_ny": [("ny", "nj"), ("(?<!u)nj", "ny")],
    "old_kh": [("kh", "ch"), ("ch", "kh")],
    "doubled": [
        ("(?<=[aiueo])([bdfklmnrst])(?=[aiueo])", r"\1\1"),
        ("(?<=[aiueo])([lmnrst])(?=[aiueo])", r"\1\1"),
        ("(?<=[^aiueo])([aou])(?=[^aiueo])", r"\1\1"),
    ],
    "undoubled": [(r"([a-z])\1", r"\1")],
    "letter_lost": [("(?<=[a-z]{2})[a-z](?=[a-z])", "")],
    "f_p_v": [("f", "p"), ("f", "v"), ("v", "f"), ("v", "p"), ("p(?=[aiu])", "f")],
    "z_j_s": [("z", "j"), ("z", "s"), ("^j", "z"), ("s(?=[aiueo])", "z")],
    "q_k": [("q", "k"), ("k(?=[ao])", "q")],
    "th_t": [("th", "t"), ("(?<!s)t(?=[aiueo])", "th")],
    "dh_d": [
        ("dh", "d"), ("dz", "d"), ("(?<=a)d(?=[aiu])", "dh"), ("gh", "g"),
        ("(?<!n)g(?=[ao])", "gh"),
    ],
    "sy_s": [("sy", "s"), ("sy", "sh"), ("sh", "s"), ("s(?=[aou])", "sy")],
    "kh_h": [("kh", "h"), ("kh", "k"), ("^h(?=[ao])", "kh"), ("(?<=o)h(?=m)", "kh")],
    "h_lost": [("(?<=[aiueo])h$", ""), ("(?<=[aiueo])h(?=[a-z])", "")],
    "h_added": [("(?<=[ai])$", "h")],
    "y_i": [
        ("iy(?=[aiueo])", "i"), ("i(?=[auo])", "iy"), ("(?<=[^aiueo])y(?=[aiueo])", "i"),
        ("(?<=[^aiueo])i$", "y"), ("y$", "i"),
    ],
    "ie_i": [("ie(?=[a-z])", "i"), ("i(?=[fnt]$)", "ie"), ("i$", "ie"), ("ie$", "i")],
    "ae_ai": [("ae", "ai"), ("ai", "ae"), ("ao", "au"), ("au", "ao")],
    "vowel_heard": [
        ("(?<=[a-z])o", "u"), ("(?<=[a-z])u", "o"), ("(?<=[a-z])o", "a"),
        ("(?<=[^aiueo])a(?=[bdhkmr])", "o"), ("e(?=[a-z])", "i"), ("i(?=[hknrst]$)", "e"),
    ],
}  # fmt: skip
COMPILED = {
    kind: [(re.compile(there), instead) for there, instead in rules]
    for kind, rules in RULES.items()
}
OLD = {"sy": "sj", "ny": "nj", "kh": "ch", "c": "tj", "j": "dj", "y": "j", "u": "oe"}
OLD_SOUND = re.compile("sy|ny|kh|c(?!h)|j|y(?=[aiueo])|u")

FORMS = {
    "muhammad_form": ({"muhammad"}, ("Moh.", "Moh", "Muh.", "M.", "Mohamad", "Mohammad", "Muhamad",
                                     "Mochamad", "Moch.", "Mohd.", "Mohammed", "M")),
    "ahmad_form": ({"ahmad", "akhmad"}, ("Achmad", "Akhmad", "Ach.", "Akh.", "Ahmat", "Ahamad")),
    "siti_form": ({"siti"}, ("Sitti", "St.", "S.", "Sity", "St", "Sitie")),
    "nur_form": ({"nur"}, ("Noor", "Nor", "Nour", "Noer", "Nurr")),
    "abdul_form": ({"abdul"}, ("Abd.", "Abd", "A.", "Abdoel", "Abdull", "Abdl")),
}  # fmt: skip
NUR = re.compile("^nur(?=[a-z]{3})")
NUR_INSIDE = ("noor", "nor", "noer")
PREFIXES = re.compile(
    "^(nur|sri|siti|abdul|abdur|eka|dwi|tri|saiful|khoirul|umi|sura|wahyu)(?=[a-z]{4})"
)
NICK = re.compile("[bcdfghjklmnprstwyz][aiueo][a-z]{2,4}$")
NEIGHBOURS = {
    "a": "sq", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "f": "dg", "g": "fh", "h": "gj",
    "i": "uo", "j": "hk", "k": "jl", "l": "k", "m": "n", "n": "bm", "o": "ip", "p": "o", "q": "w",
    "r": "et", "s": "ad", "t": "ry", "u": "yi", "v": "cb", "w": "eq", "x": "zc", "y": "tu",
    "z": "x",
}  # fmt: skip
BOUNDED = 1 << 17
_known: dict[tuple[str, ...], tuple[str, ...]] = {}


@lru_cache(BOUNDED)
def kinds_of(word: str) -> tuple[str, ...]:
    """The kinds of error that can happen to this word, shortened forms included."""
    small = word.lower()
    kinds = [kind for kind, (words, _) in FORMS.items() if small in words]
    if NUR.search(small):
        kinds.append("nur_form")
    kinds += [kind for kind, rules in COMPILED.items() if any(p.search(small) for p, _ in rules)]
    found = tuple(kinds)
    return _known.setdefault(found, found)


def changed(kind: str, word: str, random) -> str:
    """The word after this error; the word itself where the error has no place any more."""
    small = word.lower()
    if kind in FORMS:
        words, forms = FORMS[kind]
        if small in words:
            return forms[int(random() * random() * len(forms))]
        return (
            NUR.sub(NUR_INSIDE[int(random() * 3)], small).capitalize()
            if kind == "nur_form"
            else word
        )
    rules = [rule for rule in COMPILED[kind] if rule[0].search(small)]
    if not rules:
        return word
    pattern, instead = rules[int(random() * len(rules))]
    places = list(pattern.finditer(small))
    place = places[int(random() * len(places))]
    if "\\" in instead:
        instead = place.expand(instead)
    new = small[: place.start()] + instead + small[place.end() :]
    return new.capitalize() if word[:1].isupper() else new


def in_old_spelling(word: str) -> str:
    """Every sound of the word as it was written before 1972 and mostly 1947."""
    return OLD_SOUND.sub(lambda found: OLD[found.group()], word.lower()).capitalize()


def mistyped(word: str, random) -> str:
    """A neighbouring key instead of one letter after the first."""
    place = 1 + int(random() * (len(word) - 1))
    keys = NEIGHBOURS.get(word[place])
    return f"{word[:place]}{keys[int(random() * len(keys))]}{word[place + 1 :]}" if keys else word


def turned(word: str, random) -> str:
    """Two letters inside in the wrong order; words of four letters or more."""
    place = 1 + int(random() * (len(word) - 2))
    return f"{word[:place]}{word[place + 1]}{word[place]}{word[place + 2 :]}"


@lru_cache(BOUNDED)
def parted(word: str) -> tuple[str, str] | None:
    """The two words of which this one is made, where it is."""
    found = PREFIXES.match(word.lower())
    return (word[: found.end()], word[found.end() :].capitalize()) if found else None


@lru_cache(BOUNDED)
def nickname(word: str) -> str | None:
    """The end of a word, as people call each other: Sulastri, Lastri."""
    found = NICK.search(word.lower(), 2)
    return found.group().capitalize() if found else None
