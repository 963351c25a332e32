"""Definitions in words for officers: conditions, costs, sources."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from babel.numbers import format_decimal
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from satuatap.catalogue.conditions import condition
from satuatap.catalogue.definitions import StepDefinition
from satuatap.catalogue.documents import READ, DocumentKind
from satuatap.catalogue.questions import questions
from satuatap.common.templatetags.satuatap import rupiah

ADDRESS = re.compile(r"(.*?)(?: - )?(https?://\S+)")


@dataclass(frozen=True)
class Source:
    """Where a fact was read; `url` may be empty."""

    title: str
    url: str


def sources(text: str) -> tuple[Source, ...]:
    """“Title - address ; Title - address” in its parts."""
    parts = [part.strip() for part in re.split(r" ; | \| | · ", text) if part.strip()]
    found = []
    for part in parts:
        with_address = ADDRESS.fullmatch(part)
        title, url = (with_address[1], with_address[2]) if with_address else (part, "")
        found.append(Source(title or url, url))
    return tuple(found)


def condition_words(text: str) -> str:
    """“bila status perkawinan: Menikah atau Belum menikah”; nothing for nothing."""
    stated = condition(text)
    if stated is None:
        return ""
    question = questions()[stated.question]
    answers = _(" atau ").join(question.options[value] for value in stated.values)
    return _("bila %(question)s: %(answers)s") % {
        "question": question.label[:1].lower() + question.label[1:].rstrip("?"),
        "answers": answers,
    }


def doubt_words(kind: DocumentKind) -> str:
    """“Belum pasti, tanya BP3MI.” for a paper that was not read of itself; nothing for another."""
    return "" if kind.confidence == READ else _("Belum pasti, tanya %(whom)s.") % {"whom": kind.ask}


def step_cost_words(cost_rupiah: int | None) -> str:
    """“gratis”, “Rp 30.000”, or that it is not known; never “gratis” for what is not known."""
    if cost_rupiah is None:
        return _("belum diketahui")
    return rupiah(cost_rupiah) if cost_rupiah else _("gratis")


def cost_words(steps: Iterable[StepDefinition]) -> str:
    """What she may be asked for in all. What is not known is said, and is never called free."""
    asked = [step.cost_rupiah for step in steps]
    known = sum(cost for cost in asked if cost is not None)
    if None in asked:
        if known:
            return _("%(known)s, dan ada biaya yang belum diketahui") % {"known": rupiah(known)}
        return _("ada biaya yang belum diketahui")
    return _("paling banyak %(known)s") % {"known": rupiah(known)} if known else _("gratis")


def amount_words(amount: str, currency: str, per: str = "") -> str:
    """“Rp 37.500 per bulan”, “TWD 20.000”; an empty amount was not found and is said so."""
    if not amount:
        return _("belum diketahui")
    if currency == "IDR":
        text = rupiah(int(amount))
    else:
        english = (get_language() or "").startswith("en")
        written = format_decimal(amount, locale="en" if english else "id")
        text = f"{currency}\N{NO-BREAK SPACE}{written}"
    return _("%(amount)s per %(per)s") % {"amount": text, "per": per} if per else text
