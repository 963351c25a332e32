"""Scans of papers: true type checked, size bounded, re-encoded so that nothing hidden remains."""

from __future__ import annotations

import io
from dataclasses import dataclass

import pikepdf
import puremagic
from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

LONGEST_SIDE = 2400  # pixels; an A4 page at about 200 dots per inch
MOST_PIXELS = 60_000_000
MOST_PAGES = 20
IMAGE_TYPES = ("JPEG", "PNG", "WEBP")
ACTIVE_CATALOG = ("/OpenAction", "/AA", "/AcroForm", "/Names", "/Metadata", "/Collection", "/URI")
ACTIVE_PAGE = ("/AA", "/Annots", "/Metadata", "/PieceInfo", "/LastModified")


class ScanRefused(ValueError):
    """The file is no scan that we can keep; the text is a sentence for the person."""


@dataclass(frozen=True)
class CleanScan:
    """A scan made anew from its pixels or pages."""

    content: bytes
    kind: str
    pages: int


def clean_scan(uploaded) -> CleanScan:
    """Make an uploaded photo (JPEG, PNG, WebP) or PDF anew, without metadata or active parts.

    Raises ScanRefused with a sentence when it is too large, empty, of another type than it
    looks, or damaged.
    """
    if uploaded.size > settings.SCAN_LIMIT:
        raise ScanRefused(_("Berkas ini lebih besar dari 10 MB. Foto ulang dengan ukuran lebih kecil."))
    content = uploaded.read()
    if not content:
        raise ScanRefused(_("Berkas ini kosong. Pilih foto atau PDF yang berisi."))
    return _clean_pdf(content) if _true_kind(content) == "pdf" else _clean_image(content)


def _true_kind(content: bytes) -> str:
    """What the first bytes say; the file's name and the sender's word do not count."""
    try:
        kind = puremagic.from_string(content[:4096], mime=True)
    except (puremagic.PureError, ValueError):
        kind = ""
    if kind == "application/pdf" and content[:5] == b"%PDF-":
        return "pdf"
    if kind in ("image/jpeg", "image/png", "image/webp"):
        return "image"
    raise ScanRefused(_("Jenis berkas ini tidak dapat dipakai. Pilih foto (JPG, PNG) atau PDF."))


def _clean_image(content: bytes) -> CleanScan:
    try:
        with Image.open(io.BytesIO(content), formats=IMAGE_TYPES) as image:
            if image.width * image.height > MOST_PIXELS:
                raise ScanRefused(_("Foto ini terlalu besar. Foto ulang dengan ukuran lebih kecil."))
            upright = ImageOps.exif_transpose(image).convert("RGB")
    except ScanRefused:
        raise
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise ScanRefused(_("Foto ini rusak atau tidak utuh. Foto ulang, lalu pilih lagi.")) from None
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    fresh = Image.new("RGB", upright.size)
    fresh.paste(upright)
    out = io.BytesIO()
    fresh.save(out, "JPEG", quality=85)
    return CleanScan(out.getvalue(), "image/jpeg", 1)


def _clean_pdf(content: bytes) -> CleanScan:
    """Copy the pages into a new document; scripts, forms, attachments and links stay behind."""
    try:
        with pikepdf.open(io.BytesIO(content)) as source, pikepdf.new() as fresh:
            if not 1 <= len(source.pages) <= MOST_PAGES:
                raise ScanRefused(_("PDF ini memiliki terlalu banyak halaman. Paling banyak 20."))
            for page in source.pages:
                for key in ACTIVE_PAGE:
                    if key in page:
                        del page[key]
                fresh.pages.append(page)
            for key in ACTIVE_CATALOG:
                if key in fresh.Root:
                    del fresh.Root[key]
            out = io.BytesIO()
            fresh.save(out, deterministic_id=True)
            return CleanScan(out.getvalue(), "application/pdf", len(fresh.pages))
    except pikepdf.PasswordError:
        raise ScanRefused(_("PDF ini terkunci kata sandi. Buka kuncinya, lalu pilih lagi.")) from None
    except (pikepdf.PdfError, ValueError, KeyError) as error:
        if isinstance(error, ScanRefused):
            raise
        raise ScanRefused(_("PDF ini rusak. Pindai ulang, lalu pilih lagi.")) from None
