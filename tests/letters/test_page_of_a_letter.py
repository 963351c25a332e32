"""The page: an archive file that opens everywhere, whose QR leads to the check page."""

import io
import re
import shutil

import pikepdf
import pytest
import segno
from django.core.exceptions import ValidationError

from satuatap.common import files
from satuatap.common.reference import ReferenceError
from satuatap.letters import printing, templates_store, words
from satuatap.letters.templates_store import store
from tests.letters.conftest import SITI

pytestmark = pytest.mark.world("administration")
KINDS = ("pdfaid:part", "pdfaid:conformance", "pdfuaid:part")
PASSPORT = "rekomendasi_paspor"


def metadata_of(page):
    with pikepdf.open(io.BytesIO(page)) as pdf:
        with pdf.open_metadata() as found:
            kinds = {key: found[key] for key in KINDS}
        return kinds, str(pdf.docinfo["/Title"]), len(pdf.pages)


def text_of_pdf(page):
    """The words of a page, through the font's own table of signs."""
    with pikepdf.open(io.BytesIO(page)) as pdf:
        return "".join(_text_of_page(one) for one in pdf.pages)


def _text_of_page(page):
    tables = {
        name: _signs_of(font.ToUnicode.read_bytes().decode())
        for name, font in page.Resources.Font.items()
    }
    out, table = [], {}
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Tf":
            table = tables[str(operands[0])]
        if str(operator) in ("Tj", "TJ"):
            parts = operands[0] if str(operator) == "TJ" else [operands[0]]
            for part in parts:
                if isinstance(part, pikepdf.String):
                    raw = bytes(part)
                    out += [table.get(raw[i : i + 2], "?") for i in range(0, len(raw), 2)]
    return "".join(out)


def _signs_of(cmap):
    found = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.S):
        for code, sign in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            found[bytes.fromhex(code)] = bytes.fromhex(sign).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", cmap, re.S):
        for low, high, sign in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            first = int.from_bytes(bytes.fromhex(sign), "big")
            for step in range(int(high, 16) - int(low, 16) + 1):
                found[(int(low, 16) + step).to_bytes(2, "big")] = chr(first + step)
    return found


@pytest.mark.django_db
def test_the_page_is_an_archive_file_that_a_screen_reader_can_read(approved):
    kinds, title, pages = metadata_of(files.read(approved.pdf_file))

    assert kinds == {"pdfaid:part": "2", "pdfaid:conformance": "B", "pdfuaid:part": "1"}
    assert (title, pages) == ("Surat", 1)


@pytest.mark.django_db
def test_the_page_says_what_the_letter_says(approved):
    said = text_of_pdf(files.read(approved.pdf_file)).replace(" ", "")

    for words_on_it in ("SitiAminah", SITI["nik"], approved.number, "5Juni1999", "24November2026",
                        "EndangWahyuni", "KepalaLayananTerpaduSatuAtap"):  # fmt: skip
        assert words_on_it in said
    assert approved.check_code_shown in said
    assert "DRAF" not in said


@pytest.mark.django_db
def test_a_draft_is_marked_and_carries_no_code(draft):
    page = printing.draft_page(store().get(PASSPORT), draft.office, draft.words)

    said = text_of_pdf(page).replace(" ", "")
    assert "DRAF" in said
    assert "SitiAminah" in said
    assert "/cek/" not in said
    assert "560/" not in said


@pytest.mark.django_db
def test_the_qr_leads_to_the_check_page(approved, settings):
    address = printing.check_address(approved.check_code)

    assert address == f"{settings.PUBLIC_URL}/cek/{approved.check_code}/"
    assert qr_on(files.read(approved.pdf_file)) == qr_of(address)


def qr_on(page):
    """The dark modules of the QR on a page, read from the strokes that draw them row by row."""
    with pikepdf.open(io.BytesIO(page)) as pdf:
        drawn = pdf.pages[0].Contents.read_bytes().decode("latin-1")
    strokes = re.findall(r"(\d+) (\d+)\.5 m (\d+) \2\.5 l", drawn)
    return {
        (int(row), column) for start, row, end in strokes for column in range(int(start), int(end))
    }


def qr_of(address, border=2):
    """The dark modules that a QR of this address has."""
    rows = segno.make(address, error="m", micro=False).matrix
    return {
        (row + border, column + border)
        for row, modules in enumerate(rows)
        for column, is_dark in enumerate(modules)
        if is_dark
    }


HOSTILE = [
    '#eval("1+1") #panic() #read("/etc/passwd")',
    "*bold* _slanted_ $x^2$ <label> @reference \\ // /* =",
    "https://example.org/ -- ... ~ `raw` ```block```",
    "\"quotes\" 'single' {{ braces }} %s </script>",
    "A" * 100,
]


@pytest.mark.parametrize("name", HOSTILE)
def test_words_are_set_as_text_whatever_they_look_like(name, an_office_on_paper):
    template = store().get(PASSPORT)

    page = printing.draft_page(
        template, an_office_on_paper, template.clean(SITI | {"full_name": name})
    )

    said = text_of_pdf(page)
    for word in name.split():
        assert word in said.replace("\u200b", "")


@pytest.fixture
def an_office_on_paper():
    from satuatap.places.models import Office

    return Office(name="LTSA #strong[Lampung]", code="uji", letterhead="*KABUPATEN*\n#pagebreak()")


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("", "Isi bagian ini"),
        ("   \n\t ", "Isi bagian ini"),
        ("x" * 10_000, "10000 huruf. Paling panjang 100 huruf"),
        ("Si\0ti", "tidak terlihat"),
        ("Si\u202eti", "tidak terlihat"),
        ("Si\u200bti", "tidak terlihat"),
        ("Si\ue000ti", "tidak terlihat"),
        ("Siti 😀", "huruf Latin"),
        ("سيتي", "huruf Latin"),
        ("诗蒂", "huruf Latin"),
        ("Si\ud800ti", "tidak terlihat"),
    ],
)
def test_what_cannot_be_printed_is_refused_with_a_sentence(value, sentence):
    with pytest.raises(ValidationError) as refused:
        store().get(PASSPORT).clean(SITI | {"full_name": value})

    assert sentence in refused.value.message_dict["full_name"][0]


@pytest.mark.parametrize(
    "name", ["D\u2019Ornay", "Nuñez", "Łucja", "Siti\u00a0Aminah", "Sjahrir-Ñu", "Ngô"]
)
def test_names_of_many_countries_can_be_printed(name, an_office_on_paper):
    template = store().get(PASSPORT)

    page = printing.draft_page(
        template, an_office_on_paper, template.clean(SITI | {"full_name": name})
    )

    assert page.startswith(b"%PDF")


def test_a_name_typed_in_pieces_is_put_together():
    field = words.LetterField("full_name", "", words.TEXT, 10, "")

    assert field.clean("  Nun\u0303ez   \n Ali ") == "Nuñez Ali"


@pytest.mark.parametrize(
    ("kind", "value", "kept"),
    [
        (words.NIK, "1807 0145 0699 0002", "1807014506990002"),
        (words.NIK, "18.07.01.450699.0002", "1807014506990002"),
        (words.NIK, "180701450699000", None),
        (words.NIK, "18070145069900O2", None),
        (words.DATE, "1999-06-05", "1999-06-05"),
        (words.DATE, "1999-13-05", None),
        (words.LONG_TEXT, "RT 01\r\nRW 02", "RT 01\nRW 02"),
    ],
)
def test_each_kind_of_field_has_its_form(kind, value, kept):
    field = words.LetterField("x", "", kind, 40, "")

    if kept is None:
        with pytest.raises(ValidationError):
            field.clean(value)
    else:
        assert field.clean(value) == kept


def test_words_that_the_letter_does_not_know_are_refused():
    with pytest.raises(ValidationError, match="religion"):
        store().get(PASSPORT).clean(SITI | {"religion": "x"})


@pytest.mark.parametrize("template", list(store().templates.values()), ids=lambda one: one.code)
def test_every_letter_can_be_set(template, an_office_on_paper):
    assert printing.draft_page(template, an_office_on_paper, template.examples())


def copy_letters(folder):
    """The letters of this installation, in another folder."""
    shutil.copytree(templates_store.letters_folder(), folder, dirs_exist_ok=True)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("version = 1", "", "rekomendasi_paspor.toml: version: is missing"),
        ('kind = "nik"', 'kind = "script"', r"fields\[2\].kind: must be one of"),
        ("{number}", "{number}{office.name}", "number.pattern: must hold"),
        ("{year}", "", "number.pattern: must hold"),
        ("{number}", "{number", "number.pattern: must hold"),
        ("{number}", "{number!r}", "number.pattern: must hold"),
        ("{number}", "{number:>9}", "number.pattern: must hold"),
        ("[number.offices]", "[number.offices]\ncontoh = 7", "number.offices.contoh: must hold"),
        (
            "[number.offices]",
            '[number.offices]\ncontoh = "7/{nomor}/{year}"',
            "offices.contoh: must",
        ),
        ('code = "agency"', 'code = "agent"', r"rekomendasi_paspor.typ: line 16: prints agency"),
        ("review_by = 2027-06-30", "", "review_by: is missing"),
        ('["administration"]', '["everywhere"]', "worlds: must be among"),
        ('example = "1807014101990001"', 'example = "1"', r"fields\[2\].example: NIK"),
        ("version = 1", "version =", "is not valid TOML"),
    ],
)
def test_a_wrong_file_names_itself_and_the_key(tmp_path, old, new, sentence):
    copy_letters(tmp_path)
    wrong = tmp_path / f"{PASSPORT}.toml"
    wrong.write_text(wrong.read_text().replace(old, new, 1))

    with pytest.raises(ReferenceError, match=sentence):
        templates_store.read_store(tmp_path)


def test_a_page_that_prints_an_unknown_field_is_refused(tmp_path):
    copy_letters(tmp_path)
    page = tmp_path / "pengantar_klaim.typ"
    page.write_text(page.read_text().replace('field("branch")', 'field("cabang")'))

    with pytest.raises(ReferenceError, match=r"pengantar_klaim.typ: line 8: prints cabang"):
        templates_store.read_store(tmp_path)


def test_a_letter_without_its_page_is_refused(tmp_path):
    copy_letters(tmp_path)
    (tmp_path / "rekomendasi_paspor.typ").unlink()

    with pytest.raises(ReferenceError, match=r"has no page rekomendasi_paspor\.typ"):
        templates_store.read_store(tmp_path)


def test_a_letter_of_the_other_world_is_not_written_here(settings):
    settings.WORLD = "protection"

    assert store().of_this_world() == []
    with pytest.raises(LookupError):
        store().get(PASSPORT)
