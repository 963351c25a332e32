"""Sheets to be printed and kept: large type, one idea per line, made without touching the disk."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from pathlib import Path

import segno
import typst

TEMPLATE = Path(__file__).with_name("sheet.typ")
GROUP = 4  # letters of a code that stand together


def text(words: str) -> dict:
    """A paragraph."""
    return {"kind": "text", "words": str(words)}


def heading(words: str) -> dict:
    """A heading inside the sheet."""
    return {"kind": "heading", "words": str(words)}


def steps(words: Iterable[str]) -> dict:
    """Numbered steps."""
    return {"kind": "steps", "words": [str(step) for step in words]}


def code(words: str) -> dict:
    """Letters to be copied by hand, in groups, in a typeface that tells 0 from O."""
    return {"kind": "code", "words": str(words)}


def qr(content: str) -> dict:
    """The same as a picture for a camera."""
    drawn = io.BytesIO()
    segno.make(content, error="m").save(drawn, kind="svg", scale=4, border=2, xmldecl=False)
    return {"kind": "qr", "words": drawn.getvalue().decode()}


def field(label: str) -> dict:
    """A line to be filled in by hand."""
    return {"kind": "field", "words": str(label)}


def grouped(secret: str) -> str:
    """A long word in groups of four, so that the eye finds its place again."""
    return " ".join(secret[n : n + GROUP] for n in range(0, len(secret), GROUP))


def as_pdf(title: str, parts: list[dict]) -> bytes:
    """The sheet as PDF, A4."""
    content = json.dumps({"title": str(title), "parts": parts})
    return typst.compile(TEMPLATE, sys_inputs={"content": content}, font_paths=[])
