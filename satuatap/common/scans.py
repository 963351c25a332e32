"""Scans of papers: true type checked, size bounded, re-encoded so that nothing hidden remains."""

from __future__ import annotations

import io
from dataclasses import dataclass

import pikepdf
import puremagic
from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

LONGEST_SIDE = 2400  # pixels; an A4 page at about 200 dots per inch
MOST_PIXELS = 60_000_000
MOST_PAGES = 20
IMAGE_TYPES = ("JPEG", "PNG", "WEBP")
KEPT_OF_A_PAGE = {
    "/Type", "/Parent", "/Resources", "/Contents", "/MediaBox", "/CropBox", "/Rotate",
    "/UserUnit", "/Group",
}  # fmt: skip
NOTES = {
    0xFE,
    *range(0xE1, 0xEE),
    0xEF,
}  # comment and APPn; APP0 and APP14 say how colours are kept
NEVER_IN_A_STREAM = ("/Metadata", "/PieceInfo", "/LastModified", "/AF", "/OPI", "/Ref", "/AA")
KNOWN_FILTERS = {
    "/FlateDecode", "/LZWDecode", "/RunLengthDecode", "/ASCIIHexDecode", "/ASCII85Decode",
    "/CCITTFaxDecode", "/JBIG2Decode", "/JPXDecode", "/DCTDecode",
}  # fmt: skip
JPEG = b"\xff\xd8\xff"
pikepdf.settings.set_qpdf_limits(  # of the process: a small file must not fill the memory
    flate_max_memory=100_000_000, run_length_max_memory=100_000_000, max_stream_filters=3
)


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
        raise ScanRefused(
            _("Berkas ini lebih besar dari 10 MB. Foto ulang dengan ukuran lebih kecil.")
        )
    content = uploaded.read()
    if not content:
        raise ScanRefused(_("Berkas ini kosong. Pilih foto atau PDF yang berisi."))
    return _clean_pdf(content) if _true_kind(content) == "pdf" else _clean_image(content)


def _true_kind(content: bytes) -> str:
    """What the first bytes say; the file's name and the sender's word do not count."""
    try:
        kind = puremagic.from_string(content[:4096], mime=True)
    except Exception:  # whatever it stumbles over is no photo
        kind = ""
    if kind == "application/pdf" and content[:5] == b"%PDF-":
        return "pdf"
    if kind in ("image/jpeg", "image/png", "image/webp"):
        return "image"
    raise ScanRefused(_("Jenis berkas ini tidak dapat dipakai. Pilih foto (JPG, PNG) atau PDF."))


def _clean_image(content: bytes) -> CleanScan:
    try:
        fresh = _redrawn(content)
    except ScanRefused:
        raise
    except Exception:  # hostile bytes make decoders fail in every way that there is
        raise ScanRefused(
            _("Foto ini rusak atau tidak utuh. Foto ulang, lalu pilih lagi.")
        ) from None
    out = io.BytesIO()
    fresh.save(out, "JPEG", quality=85)
    return CleanScan(out.getvalue(), "image/jpeg", 1)


def _redrawn(content: bytes) -> Image.Image:
    """The pixels alone, upright, on a new sheet."""
    with Image.open(io.BytesIO(content), formats=IMAGE_TYPES) as image:
        if image.width * image.height > MOST_PIXELS:
            raise ScanRefused(_("Foto ini terlalu besar. Foto ulang dengan ukuran lebih kecil."))
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a large JPEG is read at a smaller size
        upright = ImageOps.exif_transpose(image).convert("RGB")
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    fresh = Image.new("RGB", upright.size)
    fresh.paste(upright)
    return fresh


def _clean_pdf(content: bytes) -> CleanScan:
    """Copy the pages into a new document; scripts, forms, attachments and links stay behind."""
    try:
        with pikepdf.open(io.BytesIO(content)) as source, pikepdf.new() as fresh:
            if len(source.pages) > MOST_PAGES:
                raise ScanRefused(_("PDF ini memiliki terlalu banyak halaman. Paling banyak 20."))
            _copy_pages(source, fresh)
            out = io.BytesIO()
            fresh.save(out, deterministic_id=True)
            return CleanScan(out.getvalue(), "application/pdf", len(fresh.pages))
    except ScanRefused:
        raise
    except pikepdf.PasswordError:
        raise ScanRefused(
            _("PDF ini terkunci kata sandi. Buka kuncinya, lalu pilih lagi.")
        ) from None
    except Exception:  # as with images
        raise ScanRefused(_("PDF ini rusak. Pindai ulang, lalu pilih lagi.")) from None


def _copy_pages(source, fresh) -> None:
    """What a page needs to be seen, and of its streams nothing that only says where and how."""
    if not len(source.pages):
        raise ValueError("a document without pages")
    for page in source.pages:
        for key in set(page.keys()) - KEPT_OF_A_PAGE:
            del page[key]
        fresh.pages.append(page)
    for thing in fresh.objects:
        if isinstance(thing, pikepdf.Stream):
            _clean_stream(thing)


def _clean_stream(stream) -> None:
    for key in NEVER_IN_A_STREAM:
        if key in stream:
            del stream[key]
    filters = stream.get("/Filter", pikepdf.Array())
    names = [str(filters)] if isinstance(filters, pikepdf.Name) else [str(f) for f in filters]
    if set(names) - KNOWN_FILTERS or (not names and JPEG in stream.read_raw_bytes()):
        raise ValueError("a stream that says not, or wrongly, what it holds")
    if "/DCTDecode" in names:
        if names != ["/DCTDecode"]:
            raise ValueError("a photo within other filters")
        stream.write(without_notes(stream.read_raw_bytes()), filter=pikepdf.Name.DCTDecode)


def without_notes(jpeg: bytes) -> bytes:
    """A JPEG without the segments in which cameras write place, time and owner; same pixels.

    Raises ValueError where it is none.
    """
    if jpeg[:2] != b"\xff\xd8":
        raise ValueError("no JPEG")
    kept, at = bytearray(jpeg[:2]), 2
    while jpeg[at : at + 2] != b"\xff\xda":  # the pixels begin
        if at + 4 > len(jpeg) or jpeg[at] != 0xFF:
            raise ValueError("a broken JPEG")
        end = at + 2 + int.from_bytes(jpeg[at + 2 : at + 4])
        if jpeg[at + 1] not in NOTES:
            kept += jpeg[at:end]
        at = end
    return bytes(kept + jpeg[at:])
