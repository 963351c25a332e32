"""Walk 2: the front desk registers a candidate in a real village and scans a family card."""

from tests.journeys import siti
from tests.journeys.inside import run

READ_BACK = """
import io
from PIL import Image
from satuatap.common import files
for file_id in files.every_file():
    content = files.read(file_id)
    if content[:2] == b"\\xff\\xd8":
        image = Image.open(io.BytesIO(content))
        assert not image.getexif(), "metadata was kept"
        assert b"PonselContoh" not in content
        print("clean")
"""


def test_a_candidate_is_registered_and_her_card_keeps_no_place(visit, installation):
    dewi = visit("dewi")

    her = siti.register(dewi, "Siti Maesaroh")
    siti.scan(dewi, her, "KK", siti.family_card(gps=True))

    assert "Siti Maesaroh" in dewi.text
    assert "Karangsari" in dewi.text and "Weru" in dewi.text
    assert "Kartu keluarga sudah difoto" in dewi.text
    assert run(installation, READ_BACK).count("clean") >= 1


def test_the_stored_file_is_sealed(installation):
    for stored in (installation.home / "administration" / "files").glob("*/*"):
        content = stored.read_bytes()
        assert content[:1] == b"\x01" and b"JFIF" not in content and b"GPS" not in content
