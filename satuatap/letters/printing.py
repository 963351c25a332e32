"""The page of a letter as PDF/A-2b, tagged for screen readers (PDF/UA-1).

What fills the page goes to typst as one JSON value and is set as text, never as markup. Only
the fonts inside typst are used, so that the page is the same on every machine.
"""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from datetime import date

import segno
import typst
from django.conf import settings

from satuatap.letters.codes import in_groups
from satuatap.letters.templates_store import LetterTemplate, letters_folder
from satuatap.letters.words import indonesian_date

STANDARDS = ["a-2b", "ua-1"]


@dataclass(frozen=True)
class FinalPage:
    """The page that is signed, and where on it an electronic signature is shown.

    `place` is page (from 1), left, top, width, height in points, from the upper left corner; None
    where the letter's text has no room for a signature.
    """

    content: bytes
    place: list[float] | None


def check_address(code: str) -> str:
    """Where the QR of a letter leads."""
    return f"{settings.PUBLIC_URL.rstrip('/')}/cek/{code}/"


def qr_of(address: str) -> segno.QRCode:
    """The QR that is printed: medium error correction, for creased paper."""
    return segno.make(address, error="m", micro=False)


def draft_page(template: LetterTemplate, office, filled: dict[str, str]) -> bytes:
    """The letter as it will look, marked as draft; without number, code or signer."""
    return _pdf(_compiler(template, _content(template, office, filled)))


def final_page(template: LetterTemplate, letter, day: date) -> FinalPage:
    """The page that is signed: with number, date, signer, and the QR to check it by."""
    content = _content(template, letter.office, letter.words)
    drawn = io.BytesIO()
    qr_of(check_address(letter.check_code)).save(drawn, kind="svg", border=2, scale=4)
    content |= {
        "draft": False,
        "number": letter.number,
        "date": indonesian_date(day),
        "day": [day.year, day.month, day.day],
        "signer": {"name": letter.signer.full_name, "position": letter.signer_position},
        "check": {
            "qr": drawn.getvalue().decode(),
            "address": check_address("").removesuffix("/"),
            "code": in_groups(letter.check_code),
        },
    }
    compiler = _compiler(template, content)
    return FinalPage(_pdf(compiler), _signature_place(compiler))


def _content(template, office, filled):
    fields = {field.code: field.shown(filled.get(field.code, "")) for field in template.fields}
    head = office.letterhead_lines
    address = [line.strip() for line in office.address.splitlines()]
    return {
        "draft": True,
        "letterhead": head,
        "address": [line for line in address if line and line not in head],
        "phone": office.phone,
        "labels": {field.code: field.label for field in template.fields},
        "fields": fields,
        "number": "",
        "date": "",
        "day": [2000, 1, 1],
        "signer": {"name": "", "position": template.signer_position},
        "check": None,
    }


def _compiler(template: LetterTemplate, content: dict) -> typst.Compiler:
    folder = letters_folder()
    return typst.Compiler(
        folder / template.page,
        root=folder,
        sys_inputs={"letter": json.dumps(content, ensure_ascii=False)},
        ignore_system_fonts=True,
    )


def _pdf(compiler: typst.Compiler) -> bytes:
    return compiler.compile(format="pdf", pdf_standards=STANDARDS)


def _signature_place(compiler: typst.Compiler) -> list[float] | None:
    found = json.loads(compiler.query("<signature-place>", field="value"))
    return [found[0]["page"], *found[0]["box"]] if found else None
