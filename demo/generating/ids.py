"""Ids, numbers and codes that come from the seed instead of from chance."""

from datetime import date

from satuatap.common.codes import ALPHABET

LOW = (1 << 60) - 1


def new_id(chance, moment: int) -> str:
    """An id in the order of time (UUID version 7) for something that happened at this moment."""
    bits = chance.getrandbits(74)
    high, variant = bits >> 62, 8 | (bits >> 60 & 3)
    text = f"{moment * 1000:012x}7{high:03x}{variant:x}{bits & LOW:015x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def draw_code(chance, length: int) -> str:
    """A code as it stands on a slip; guessable to whoever knows the seed."""
    bits = chance.getrandbits(5 * length)
    return "".join(ALPHABET[bits >> 5 * place & 31] for place in range(length))


def nik_of(district: str, born: date, sex: str, serial: int) -> str:
    """Sixteen figures: district, day (40 more for a woman), month, year, and a serial number."""
    day = born.day + (40 if sex == "female" else 0)
    return f"{district.replace('.', '')}{day:02}{born:%m%y}{serial % 9999 + 1:04}"


def number_of(chance, kind: str, year: int) -> str:
    """An official number; the word in front says that it is nobody's."""
    return f"CONTOH-{kind}-{year}-{chance.getrandbits(32):010}"
