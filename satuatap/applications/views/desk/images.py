"""The answer that carries an image: never opened as anything but what it is."""

from django.http import HttpResponse


def image_answer(content: bytes, media_type: str) -> HttpResponse:
    """An image or a PDF of a paper, shown and not stored, without any right of its own."""
    response = HttpResponse(content, content_type=media_type)
    ending = "pdf" if media_type.endswith("pdf") else "jpg"
    response["Content-Disposition"] = f'inline; filename="surat.{ending}"'
    response["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'; sandbox"
    return response
