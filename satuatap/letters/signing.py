"""The electronic signature of a letter: PAdES (B-B) with the certificate of its office.

The signature is added behind the approved page, which stays in the file byte for byte. It has no
time stamp of a third party: the moment is this service's own clock. What is added keeps the file
within PDF/A-2b (fonts of the visible part are embedded, nothing depends on anything outside) and
the tags of PDF/UA-1 (the field is part of the structure, with words for a screen reader).
"""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import typst
from pyhanko.pdf_utils import generic, layout
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.generic import pdf_name, pdf_string
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.stamp import StaticStampStyle

STAMP = Path(__file__).with_name("stamp.typ")
FIELD = "TandaTanganKantor"
NO_MARGINS = layout.Margins.uniform(0)


@dataclass(frozen=True)
class Said:
    """What the signature says of itself; `lines` are what a reader sees, the first one bold.

    `place` is page, left, top, width, height in points (see `printing.FinalPage`); without it the
    signature is in the file and nothing of it is seen on the page.
    """

    reason: str
    location: str
    name: str
    lines: list[str]
    place: list[float] | None


def sign_page(page: bytes, signer: signers.Signer, said: Said, at: datetime) -> bytes:
    """The page with the signature behind it; `at` in the zone in which it shall be read."""
    writer = _Addition(io.BytesIO(page))
    fields.append_signature_field(writer, _field(writer, said.place))
    if said.place:
        _tag_field(writer, int(said.place[0]) - 1, ". ".join(said.lines))
    meta = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=fields.SigSeedSubFilter.PADES,
        reason=said.reason,
        location=said.location,
        name=said.name,
    )
    return _SignerAt(meta, signer, stamp_style=_style(said), at=at).sign_pdf(writer).getvalue()


class _Addition(IncrementalPdfFileWriter):
    """What is written behind the page; what the page says of itself (PDF/A) stays untouched."""

    def _update_meta(self):
        """The library would write the archive's description anew, in words of its own."""


class _SignerAt(signers.PdfSigner):
    """A signer that is told the moment; the library would ask the machine."""

    def __init__(self, *args, at: datetime, **kwargs):
        super().__init__(*args, **kwargs)
        self.at = at

    def init_signing_session(self, *args, **kwargs):
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self.at
        return session


def _field(writer, place):
    if place is None:
        unseen = fields.InvisSigSettings(box_out_of_bounds=True)
        return fields.SigFieldSpec(FIELD, invis_sig_settings=unseen)
    number, left, top, width, height = place
    page = writer.find_page_for_modification(int(number) - 1)[0].get_object()
    high = float(page["/MediaBox"][3])
    box = tuple(round(edge) for edge in (left, high - top - height, left + width, high - top))
    return fields.SigFieldSpec(FIELD, on_page=int(number) - 1, box=box)


def _style(said: Said) -> StaticStampStyle | None:
    if said.place is None:
        return None
    at_the_edge = layout.SimpleBoxLayoutRule(
        x_align=layout.AxisAlignment.ALIGN_MIN,
        y_align=layout.AxisAlignment.ALIGN_MIN,
        margins=NO_MARGINS,
    )
    drawing = _Drawn(_drawing(said.lines, *said.place[3:]))
    return StaticStampStyle(border_width=0, background=drawing, background_layout=at_the_edge)


def _drawing(lines: list[str], width: float, height: float) -> bytes:
    words = {"lines": lines, "width": width, "height": height}
    return typst.compile(
        STAMP,
        sys_inputs={"said": json.dumps(words, ensure_ascii=False)},
        pdf_standards=["a-2b"],
        pdf_tags=False,
        ignore_system_fonts=True,
        format="pdf",
    )


class _Drawn(PdfContent):
    """The visible part, from a PDF in memory (the library's own class wants a file)."""

    def __init__(self, drawing: bytes):
        super().__init__()
        self.drawing = drawing

    def render(self) -> bytes:
        reader = PdfFileReader(io.BytesIO(self.drawing))
        drawn = self._ensure_writer.import_page_as_xobject(reader)
        self.resources.xobject["/Drawn"] = drawn
        left, low, right, high = map(float, drawn.get_object()["/BBox"])
        self.box = layout.BoxConstraints(width=right - left, height=high - low)
        return b"/Drawn Do"


def _tag_field(writer, page_index: int, words: str) -> None:
    """Hang the field into the page's structure, or a screen reader would pass it over."""
    page = writer.find_page_for_modification(page_index)[0]
    field = page.get_object()["/Annots"][-1]
    tree = writer.root["/StructTreeRoot"]
    key = tree["/ParentTreeNextKey"]
    element = writer.add_object(
        generic.DictionaryObject({
            pdf_name("/Type"): pdf_name("/StructElem"),
            pdf_name("/S"): pdf_name("/Form"),
            pdf_name("/P"): writer.root.raw_get("/StructTreeRoot"),
            pdf_name("/Pg"): page,
            pdf_name("/Alt"): pdf_string(words),
            pdf_name("/K"): generic.DictionaryObject({
                pdf_name("/Type"): pdf_name("/OBJR"), pdf_name("/Obj"): field,
            }),
        })
    )  # fmt: skip
    tree["/K"].append(element)
    tree["/ParentTree"]["/Nums"].extend([key, element])
    tree["/ParentTreeNextKey"] = generic.NumberObject(key + 1)
    widget = field.get_object()
    widget["/StructParent"], widget["/TU"] = key, pdf_string(words)
    for changed in (tree, tree["/K"], tree["/ParentTree"], tree["/ParentTree"]["/Nums"], widget):
        writer.update_container(changed)
