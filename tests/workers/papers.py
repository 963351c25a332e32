"""Papers as they come: photos with traces in them, and documents with something up their sleeve."""

import io
import struct
import zlib

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image

GPS, CAMERA = 0x8825, 0x010F
PHONE = "PonselContoh"


def exif_with_a_place() -> Image.Exif:
    """What a phone writes into a photo: where it was taken, and by what."""
    exif = Image.Exif()
    exif[CAMERA] = PHONE
    exif.get_ifd(GPS).update({1: "S", 2: (6.0, 45.0, 30.0), 3: "E", 4: (108.0, 28.0, 15.0)})
    return exif


def picture(kind="JPEG", size=(600, 400), **how) -> bytes:
    """A drawn paper."""
    out = io.BytesIO()
    Image.new("RGB", size, "#f6f2ea").save(out, kind, **how)
    return out.getvalue()


def document(change=None, *, pages=1, **how) -> bytes:
    """A PDF with a photo on each page; `change` puts something into it."""
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        for _ in range(pages):
            page = pdf.add_blank_page(page_size=(595, 842))
            photo = pikepdf.Stream(pdf, picture(exif=exif_with_a_place()))
            photo.update(
                Dictionary(
                    Type=Name.XObject, Subtype=Name.Image, Width=600, Height=400,
                    ColorSpace=Name.DeviceRGB, BitsPerComponent=8, Filter=Name.DCTDecode,
                )
            )  # fmt: skip
            page.Resources = Dictionary(XObject=Dictionary(Foto=photo))
            page.Contents = pikepdf.Stream(pdf, b"q 595 0 0 400 0 0 cm /Foto Do Q")
        if change:
            change(pdf)
        pdf.save(out, **how)
    return out.getvalue()


def script(pdf):
    """The action that runs a script."""
    return Dictionary(S=Name.JavaScript, JS="app.alert('halo')")


def open_action(pdf):
    pdf.Root.OpenAction = script(pdf)


def named_script(pdf):
    names = Dictionary(Names=Array(["satu", pdf.make_indirect(script(pdf))]))
    pdf.Root.Names = Dictionary(JavaScript=names)


def embedded_file(pdf):
    pdf.attachments["daftar.exe"] = b"MZ rahasia"


def file_of_a_page(pdf):
    kept = pdf.make_stream(b"MZ rahasia")
    spec = Dictionary(Type=Name.Filespec, F="daftar.exe", EF=Dictionary(F=kept))
    pdf.pages[0].AF = Array([pdf.make_indirect(spec)])


def annotations(pdf):
    link = Dictionary(
        Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 600, 800]),
        A=Dictionary(S=Name.URI, URI="https://penipu.example/"),
    )  # fmt: skip
    pdf.pages[0].Annots = Array([pdf.make_indirect(link)])


def form(pdf):
    field = Dictionary(FT=Name.Tx, T="nik", Type=Name.Annot, Subtype=Name.Widget, AA=script(pdf))
    pdf.Root.AcroForm = Dictionary(Fields=Array([pdf.make_indirect(field)]), XFA="<xdp/>")


def page_action(pdf):
    pdf.pages[0].AA = Dictionary(O=script(pdf))


def author(pdf):
    with pdf.open_metadata() as about:
        about["dc:creator"] = ["Siti Rahasia"]
    pdf.docinfo["/Author"] = "Siti Rahasia"


def note_in_a_picture(pdf):
    photo = pdf.pages[0].Resources.XObject.Foto
    photo.Metadata = pdf.make_stream(b"<x:xmpmeta>Siti Rahasia</x:xmpmeta>")


HIDDEN = {
    "open action": open_action,
    "named script": named_script,
    "embedded file": embedded_file,
    "file of a page": file_of_a_page,
    "annotations": annotations,
    "form": form,
    "page action": page_action,
    "author": author,
    "note in a picture": note_in_a_picture,
}


def every_word(content: bytes) -> bytes:
    """All that stands in a PDF, uncompressed."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.save(
            out,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
            compress_streams=False,
        )
    return out.getvalue()


def png_bomb(side: int) -> bytes:
    """A small file that says it has so many pixels on each side."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    lines = zlib.compress(b"\0" * 1_000_000, 9)
    chunks = [(b"IHDR", head), (b"IDAT", lines), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )


def pdf_bomb(size=600_000_000) -> bytes:
    """A document whose list of objects unpacks to 600 million bytes."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b" " * 1_000_000) for _ in range(size // 1_000_000))
    packed += packer.flush()
    objects = b"4 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>>stream\n" % len(
        packed
    )
    body = b"%PDF-1.5\n" + objects + packed + b"\nendstream\nendobj\n"
    table = struct.pack(">BHB", 0, 0, 0) + struct.pack(">BHB", 2, 4, 0) * 3
    table += struct.pack(">BHB", 1, 9, 0) + struct.pack(">BHB", 1, len(body) % 65536, 0)
    at = len(body)
    xref = b"5 0 obj\n<</Type/XRef/Size 6/W[1 2 1]/Root 1 0 R/Length %d>>stream\n" % len(table)
    return body + xref + table + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF" % at
