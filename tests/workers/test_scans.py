"""A paper is photographed: what is kept is made anew, sealed, and opened only with a trace."""

import io
import resource
from pathlib import Path

import pikepdf
import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from PIL import Image

from satuatap.accounts.models import AuditEntry
from satuatap.common import files
from satuatap.common.once import OnceField
from satuatap.common.scans import LONGEST_SIDE, ScanRefused, clean_scan
from satuatap.workers import actions
from satuatap.workers.models import Scan
from tests.centre import a_photo, a_scan, a_worker, act, an_application, browser, text_of
from tests.conftest import owner_at_work
from tests.workers import papers

pytestmark = pytest.mark.world("administration")


def clean(content: bytes, name="kk.jpg"):
    """What is kept of an upload with this content."""
    return clean_scan(SimpleUploadedFile(name, content))


# --- photos -------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_of_a_photo_only_its_pixels_are_kept(kind):
    taken = papers.picture(kind, exif=papers.exif_with_a_place())
    assert papers.PHONE.encode() in taken

    kept = clean(taken)

    assert (kept.kind, kept.pages) == ("image/jpeg", 1)
    with Image.open(io.BytesIO(kept.content)) as image:
        assert image.format == "JPEG"
        assert not image.getexif()
        assert not {"exif", "xmp", "icc_profile", "comment"} & set(image.info)
    assert papers.PHONE.encode() not in kept.content


def test_a_photo_taken_sideways_is_turned_upright():
    exif = papers.exif_with_a_place()
    exif[0x0112] = 6  # the phone was held upright

    kept = clean(papers.picture(size=(600, 400), exif=exif))

    assert Image.open(io.BytesIO(kept.content)).size == (400, 600)


def test_a_large_photo_is_kept_at_the_size_of_a_page():
    kept = clean(papers.picture(size=(4000, 3000)))

    assert Image.open(io.BytesIO(kept.content)).size == (LONGEST_SIDE, 1800)


@pytest.mark.parametrize("mode", ["RGBA", "P", "L", "1", "CMYK"])
def test_colours_of_every_kind_are_kept(mode):
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "white").convert(mode).save(out, "JPEG" if mode == "CMYK" else "PNG")

    kept = clean(out.getvalue())

    image = Image.open(io.BytesIO(kept.content))
    assert min(image.getpixel((30, 20))) > 240


def test_what_hangs_behind_a_photo_is_gone():
    page = b"<script>alert(1)</script>%PDF-1.7 rahasia"

    kept = clean(papers.picture() + page)

    assert b"script" not in kept.content and b"rahasia" not in kept.content


# --- documents ----------------------------------------------------------------------------------

ACTIVE = (b"JavaScript", b"app.alert", b"daftar.exe", b"MZ rahasia", b"penipu", b"XFA", b"AcroForm")
TRACES = (b"Siti Rahasia", b"xmpmeta", papers.PHONE.encode())


@pytest.mark.parametrize("trick", papers.HIDDEN)
def test_of_a_document_only_its_pages_are_kept(trick):
    sent = papers.document(papers.HIDDEN[trick])
    assert any(word in papers.every_word(sent) for word in ACTIVE + TRACES)

    kept = clean(sent, "kk.pdf")

    assert (kept.kind, kept.pages) == ("application/pdf", 1)
    words = papers.every_word(kept.content)
    assert not [word for word in ACTIVE + TRACES if word in words]
    with pikepdf.open(io.BytesIO(kept.content)) as pdf:
        assert set(pdf.Root.keys()) == {"/Type", "/Pages"}
        assert set(pdf.pages[0].keys()) <= {
            "/Type", "/Parent", "/MediaBox", "/Resources", "/Contents",
        }  # fmt: skip


def test_a_document_still_shows_what_it_showed():
    kept = clean(papers.document(), "kk.pdf")

    with pikepdf.open(io.BytesIO(kept.content)) as pdf:
        photo = pdf.pages[0].Resources.XObject.Foto
        assert Image.open(io.BytesIO(photo.read_raw_bytes())).size == (600, 400)
        assert b"/Foto Do" in pdf.pages[0].Contents.read_bytes()


def test_a_document_may_have_twenty_pages():
    assert clean(papers.document(pages=20), "kk.pdf").pages == 20
    with pytest.raises(ScanRefused, match="terlalu banyak halaman"):
        clean(papers.document(pages=21), "kk.pdf")


def test_a_locked_document_is_refused():
    locked = papers.document(encryption=pikepdf.Encryption(user="kunci", owner="kunci"))

    with pytest.raises(ScanRefused, match="terkunci kata sandi"):
        clean(locked, "kk.pdf")


# --- refused ------------------------------------------------------------------------------------

KIND = "Jenis berkas ini tidak dapat dipakai"
BROKEN = "rusak"
GIF = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00;"
REFUSED = {
    "nothing": (b"", "kosong"),
    "11 MB": (b"\xff\xd8" + b"x" * 11 * 1024 * 1024, "lebih besar dari 10 MB"),
    "GIF": (GIF, KIND),
    "SVG": (b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', KIND),
    "SVG with a declaration": (b'<?xml version="1.0"?><svg onload="x()"/>', KIND),
    "HTML": (b"<!doctype html><script>alert(1)</script>", KIND),
    "program": (b"MZ\x90\x00" + b"\x00" * 200, KIND),
    "archive": (b"PK\x03\x04" + b"\x00" * 200, KIND),
    "GIF that says it is a document": (GIF + papers.document(), KIND),
    "page before a document": (b"<html>" + papers.document(), KIND),
    "head of a photo": (papers.picture()[:20], BROKEN),
    "half a photo": (papers.picture(size=(1600, 1200))[:6000], BROKEN),
    "half a PNG": (papers.picture("PNG", size=(1600, 1200))[:60], BROKEN),
    "script with the head of a photo": (b"\xff\xd8\xff\xe0<script>alert(1)</script>", BROKEN),
    "head of a document": (b"%PDF-1.7\n", BROKEN),
    "document without pages": (papers.document(pages=0), BROKEN),
    "photo of 900 million pixels": (papers.png_bomb(30_000), "(rusak|terlalu besar)"),
    "photo of 64 million pixels": (papers.png_bomb(8_000), "terlalu besar"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_paper_is_refused_with_a_sentence(name):
    content, sentence = REFUSED[name]

    with pytest.raises(ScanRefused, match=sentence):
        clean(content)


def test_a_document_that_unpacks_without_end_does_not_fill_the_memory():
    bomb = papers.pdf_bomb()
    assert len(bomb) < 2_000_000

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(ScanRefused):
        clean(bomb, "kk.pdf")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000  # kilobytes


def test_a_photo_within_other_filters_is_refused():
    def wrap(pdf):
        photo = pdf.pages[0].Resources.XObject.Foto
        photo.Filter = pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.DCTDecode])

    with pytest.raises(ScanRefused, match=BROKEN):
        clean(papers.document(wrap), "kk.pdf")


ORIGINALS = [
    papers.picture(size=(80, 60), exif=papers.exif_with_a_place()),
    papers.picture("PNG", size=(80, 60)),
    papers.picture("WEBP", size=(80, 60)),
    papers.document(papers.form),
    papers.document(papers.embedded_file),
]


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(some.data())
def test_whatever_comes_is_kept_or_refused_and_nothing_else_happens(data):
    content = bytearray(data.draw(some.sampled_from(ORIGINALS)))
    for _ in range(data.draw(some.integers(1, 8))):
        at = data.draw(some.integers(0, len(content) - 1))
        content[at : at + data.draw(some.integers(0, 6))] = data.draw(some.binary(max_size=6))
    cut = data.draw(some.integers(len(content) // 2, len(content)))

    try:
        kept = clean(bytes(content[:cut]))
    except ScanRefused as refused:
        assert str(refused).endswith(".")
    else:
        assert kept.content[:2] in (b"\xff\xd8", b"%P")
        assert papers.PHONE.encode() not in kept.content


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(some.sampled_from([b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF", b"%PDF-1.7\n", b""]),
       some.binary(max_size=400))  # fmt: skip
def test_noise_is_refused(head, noise):
    with pytest.raises(ScanRefused):
        clean(head + noise)


# --- kept ---------------------------------------------------------------------------------------


def test_what_is_kept_lies_sealed_on_the_disk(dewi, settings):
    scan = a_scan(dewi, a_worker(dewi), uploaded=a_photo(exif=papers.exif_with_a_place()))

    lying = [path for path in Path(settings.FILES).rglob("*-*") if path.is_file()]
    assert [path.name for path in lying] == [str(scan.file_id)]
    assert b"JFIF" not in lying[0].read_bytes()
    assert lying[0].stat().st_mode & 0o777 == 0o600
    assert files.read(scan.file_id)[:2] == b"\xff\xd8"


def test_a_refused_file_leaves_nothing(dewi, settings):
    siti = a_worker(dewi)

    with pytest.raises(ScanRefused):
        a_scan(dewi, siti, uploaded=SimpleUploadedFile("kk.jpg", GIF))

    assert not Scan.objects.exists()
    assert not Path(settings.FILES).exists()


def sent(content: bytes, name="kk.jpg") -> dict:
    """The form of one photo."""
    return {"once": OnceField.fresh(), "scan": SimpleUploadedFile(name, content)}


def test_the_front_desk_adds_a_photo_and_reads_that_it_is_there(dewi):
    siti = a_worker(dewi)
    visitor = browser(dewi)

    answer = visitor.post(f"{siti.get_absolute_url()}surat/KK/", sent(papers.picture()))

    assert answer.url == siti.get_absolute_url()
    page = text_of(visitor.get(answer.url))
    assert "Kartu keluarga sudah difoto" in page
    assert "Foto ulang" in page


@pytest.mark.parametrize("name", ["nothing", "11 MB", "HTML", "half a photo"])
def test_the_front_desk_reads_why_a_file_was_refused(dewi, name):
    siti = a_worker(dewi)
    content, sentence = REFUSED[name]

    answer = browser(dewi).post(f"{siti.get_absolute_url()}surat/KK/", sent(content[:11_400_000]))

    if answer.status_code == 413:
        assert "terlalu besar" in text_of(answer)
    else:
        assert answer.status_code == 200
        assert sentence in text_of(answer)
    assert not Scan.objects.exists()


def test_the_same_photo_sent_twice_is_one(dewi):
    siti = a_worker(dewi)
    form, visitor = sent(papers.picture()), browser(dewi)

    for _ in range(2):
        form["scan"].seek(0)
        visitor.post(f"{siti.get_absolute_url()}surat/KK/", form)

    assert Scan.objects.count() == 1


def test_there_is_no_paper_that_the_centre_does_not_know(dewi):
    siti = a_worker(dewi)

    answer = browser(dewi).post(f"{siti.get_absolute_url()}surat/SIM/", sent(papers.picture()))

    assert answer.status_code == 404


def test_another_office_adds_nothing(dewi, pak_rudi):
    siti = a_worker(dewi)

    answer = browser(pak_rudi).post(f"{siti.get_absolute_url()}surat/KK/", sent(papers.picture()))

    assert answer.status_code == 404
    with pytest.raises(PermissionDenied, match="meja depan kantor ini"):
        a_scan(pak_rudi, siti)


# --- opened -------------------------------------------------------------------------------------


def opened():
    """Who opened which image, according to the trail."""
    with owner_at_work():
        entries = AuditEntry.objects.filter(verb="scan_opened")
        return [(entry.person_id, entry.about_id, entry.reason) for entry in entries]


def test_that_an_image_was_opened_is_on_record(dewi, bu_lestari):
    scan = a_scan(dewi, a_worker(dewi))

    answer = browser(bu_lestari).get(scan.get_absolute_url())

    assert answer.content[:2] == b"\xff\xd8"
    assert opened() == [(bu_lestari.pk, str(scan.pk), "KK")]


@pytest.mark.parametrize(("content", "kind"), [
    (papers.picture(), "image/jpeg"), (papers.document(), "application/pdf"),
])  # fmt: skip
def test_an_image_is_opened_as_what_it_is_and_can_do_nothing(dewi, bu_lestari, content, kind):
    scan = a_scan(dewi, a_worker(dewi), uploaded=SimpleUploadedFile("kk", content))

    answer = browser(bu_lestari).get(scan.get_absolute_url())

    assert answer["Content-Type"] == kind
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store"
    policy = answer["Content-Security-Policy"].split("; ")
    assert set(policy) == {"default-src 'none'", "frame-ancestors 'none'", "sandbox"}
    assert "Siti" not in answer["Content-Disposition"]


def test_the_front_desk_does_not_open_what_it_photographed(dewi):
    siti = a_worker(dewi)
    scan = a_scan(dewi, siti)
    visitor = browser(dewi)

    assert visitor.get(scan.get_absolute_url()).status_code == 404
    assert "Buka foto" not in text_of(visitor.get(siti.get_absolute_url()))
    with pytest.raises(PermissionDenied, match="oleh loket yang memeriksanya"):
        actions.open_scan(by=act(dewi), scan=scan)
    assert opened() == []


def test_a_desk_opens_what_lies_on_it_and_nobody_elses(dewi, bu_ratna, pak_hasan, pak_rudi):
    an_application(dewi)
    scan = Scan.objects.get(kind="KK")

    assert browser(bu_ratna).get(scan.get_absolute_url()).status_code == 200
    assert browser(pak_hasan).get(scan.get_absolute_url()).status_code == 404
    assert browser(pak_rudi).get(scan.get_absolute_url()).status_code == 404
    assert [who for who, _what, _why in opened()] == [bu_ratna.pk]


def test_an_image_without_an_application_lies_on_no_desk(dewi, bu_ratna):
    scan = a_scan(dewi, a_worker(dewi))

    assert browser(bu_ratna).get(scan.get_absolute_url()).status_code == 404
