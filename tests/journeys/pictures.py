"""Pictures for the officers' manual and the front page: made by a journey, small, always the same."""

import io
import time
from pathlib import Path

from PIL import Image

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "pictures"
CLOCK = Path(__file__).resolve().parent / "standing_clock"
STANDS_AT = "2026-11-24T10:40:00+07:00"
PHONE, DESK = 360, 1280
MOST_BYTES = 120_000
COLOURS = 64


def standing_clock() -> dict[str, str]:
    """What an installation is told so that its clock stands at the morning of the pictures."""
    return {
        "PYTHONPATH": str(CLOCK),
        "SATUATAP_STANDING_CLOCK": STANDS_AT,
        "SATUATAP_STANDING_CLOCK_SINCE": str(time.time()),
    }


def save(page, name: str, *, of: str | None = None, height: int | None = None) -> Path:
    """Write docs/pictures/<name>.png: the page or a part `of` it, its upper `height` pixels."""
    page.wait_for_load_state("networkidle")
    page.evaluate("document.activeElement?.blur(); scrollTo(0, 0)")
    calm = {"animations": "disabled", "caret": "hide"}
    if of:
        seen = page.locator(of).first.screenshot(**calm)
    else:
        size = page.viewport_size
        clip = {"x": 0, "y": 0, "width": size["width"], "height": height or size["height"]}
        seen = page.screenshot(clip=clip, full_page=True, **calm)
    path = FOLDER / f"{name}.png"
    path.write_bytes(_small(seen, height))
    return path


def _small(seen: bytes, height) -> bytes:
    """With a palette: a screen has few colours."""
    out = io.BytesIO()
    image = Image.open(io.BytesIO(seen)).convert("RGB")
    image = image.crop((0, 0, image.width, min(height or image.height, image.height)))
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    if len(out.getvalue()) > MOST_BYTES:
        raise ValueError(f"{len(out.getvalue())} bytes: take a smaller part of the page")
    return out.getvalue()
