"""How place names are written down for finding: one spelling for what people type."""

import re
import unicodedata

NOT_PLAIN = re.compile(r"[^a-z0-9]+")
APOSTROPHES = re.compile("['`\u2018\u2019\u02bc]")

# Words that people put before a name and that the official list leaves out.
TITLES = frozenset(
    {"desa", "ds", "kelurahan", "kel", "kecamatan", "kec", "distrik"}
    | {"kabupaten", "kab", "provinsi", "prov"}
)
OFFICIAL_TITLE = re.compile(r"^(kabupaten|provinsi) ")
LONGEST = 200
MOST_WORDS = 8


def plain(text: str) -> str:
    """Small letters, figures and single blanks; apostrophes vanish, other signs become blanks."""
    letters = unicodedata.normalize("NFKD", text[:LONGEST])
    letters = "".join(sign for sign in letters if not unicodedata.combining(sign))
    return NOT_PLAIN.sub(" ", APOSTROPHES.sub("", letters.lower())).strip()


def words_of(text: str) -> list[str]:
    """The words to search for, in the order typed, without titles such as "kec."."""
    return [word for word in plain(text).split() if word not in TITLES][:MOST_WORDS]


def search_text(*names: str) -> str:
    """What is stored for finding: own name first, then the names above it.

    A name of several words stands at the end once more as one word: people write
    "Sumberagung" where the list has "Sumber Agung".
    """
    parts = [OFFICIAL_TITLE.sub("", plain(name)) for name in names]
    joined = [part.replace(" ", "") for part in parts[:3] if " " in part]
    return " ".join([*parts, *joined])
