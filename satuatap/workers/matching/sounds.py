"""How a word of an Indonesian name sounds, whichever way it was spelt."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Spelling before 1972 (and before 1947): only where the letters cannot be modern.
OLD_MARK = re.compile("oe|dj|tj|sj|nj(?=[aiueo])")
OLD_Y = re.compile("(?<![dtsn])j")
OLD = (("oe", "u"), ("dj", "j"), ("tj", "c"), ("sj", "sy"))
DOUBLED = re.compile(r"(.)\1+")
REMEMBERED = 1 << 16

# What is heard as one: from letters to the class that stands for them, longest first.
HEARD = re.compile("kh|ch|th|ts|dh|dz|gh|bh|ph|sy|sh|sj|ny|nj|ng|ck|.")
CLASS = {
    **dict.fromkeys(("kh", "ch", "h"), ""),  # Khasanah, Hasanah, Achmad, Ahmad
    **dict.fromkeys(("q", "k", "ck", "g", "gh"), "k"),
    **dict.fromkeys(("th", "t"), "t"),
    **dict.fromkeys(("d", "dh", "dz"), "d"),
    **dict.fromkeys(("f", "p", "v", "ph"), "p"),
    **dict.fromkeys(("b", "bh"), "b"),
    **dict.fromkeys(("s", "sy", "sh", "sj", "z", "j", "ts", "x"), "s"),  # Zaenab, Jaenab, Saenab
    **dict.fromkeys(("n", "ny", "nj", "ng"), "n"),
    **dict.fromkeys(("i", "e", "y"), "i"),
    **dict.fromkeys(("a", "o", "u", "w"), "a"),
}
FINAL = {"d": "t", "b": "p"}  # Ahmad, Ahmat; Jacob, Jacop


def plain(text: str) -> str:
    """Small letters without accents."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


@lru_cache(REMEMBERED)
def modern(word: str) -> str:
    """A word in small letters as it is spelt since 1972, without doubled letters."""
    if OLD_MARK.search(word):
        word = OLD_Y.sub("y", word) if "oe" in word or "dj" in word or "tj" in word else word
        for old, new in OLD:
            word = word.replace(old, new)
    return DOUBLED.sub(r"\1", word)


@lru_cache(REMEMBERED)
def sound(word: str) -> str:
    """The sound of one word in small letters: consonants by class, two kinds of vowel.

    Words that are heard alike have the same sound; the converse does not hold. A word without
    any letter that sounds is its own sound.
    """
    classes = [CLASS.get(letters, letters) for letters in HEARD.findall(modern(word))]
    heard = DOUBLED.sub(r"\1", "".join(classes))
    if heard[-1:] in FINAL:
        heard = heard[:-1] + FINAL[heard[-1]]
    return heard or word
