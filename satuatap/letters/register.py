"""Numbers of the register, one after the other, without gap or double."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.utils.translation import gettext_lazy

from satuatap.accounts import audit
from satuatap.letters.models import Letter, LetterRegister

RANDOM_NUMBERS = 900_000
OPERATOR = "operator"  # whoever may run commands on the machine

MOVED_ON = audit.verb("letter_register_moved_on", gettext_lazy("memajukan nomor register surat"))


def draw_number(office, year: int) -> int:
    """The next number of this office and year, in the running transaction.

    The register's row stays locked until the transaction ends: whoever comes second waits,
    and a number that was drawn in a transaction that failed is drawn again. In protection a
    number must not tell how many came before it, so there it is drawn by lot.
    """
    if settings.WORLD == "protection":
        return _draw_by_lot(office, year)
    LetterRegister.objects.get_or_create(office=office, year=year)
    register = LetterRegister.objects.select_for_update().get(office=office, year=year)
    register.last_number += 1
    register.save(update_fields=["last_number"])
    return register.last_number


def move_on(*, office, year: int, at_least: int) -> tuple[int, int]:
    """Have the next number come after `at_least`; returns the last number before and after.

    After a restore from a backup the register may have forgotten numbers that stand on letters
    already; whoever holds the paper book says the highest one. It never goes back.
    """
    LetterRegister.objects.get_or_create(office=office, year=year)
    register = LetterRegister.objects.select_for_update().get(office=office, year=year)
    before = register.last_number
    if at_least > before:
        register.last_number = at_least
        register.save(update_fields=["last_number"])
        audit.record(MOVED_ON, by=OPERATOR, about=register, office=office)
    return before, register.last_number


def _draw_by_lot(office, year: int) -> int:
    while True:
        number = 100_000 + secrets.randbelow(RANDOM_NUMBERS)
        if not Letter.objects.in_register(office, year).filter(register_number=number).exists():
            return number
