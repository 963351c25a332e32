"""QR codes as pictures that a page may show under its content policy."""

import segno


def qr_data_uri(address: str) -> str:
    """A QR code of this address as an SVG data URI."""
    return segno.make(address, error="m").svg_data_uri(scale=4, border=2)
