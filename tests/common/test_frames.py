"""The frame of a page: nothing inline, a neutral face in protection, and pages for bad days."""

import re

import pytest
from django.template.loader import render_to_string

BAD_DAYS = [
    "400.html",
    "403_csrf.html",
    "404.html",
    "500.html",
    "common/outage.html",
    "common/refused.html",
]
KEPT = [("Catatan", "note", "Foto <buram>"), ("", "step", "abc")]


@pytest.mark.parametrize("template", [*BAD_DAYS, "common/staff.html", "common/public.html"])
def test_no_page_has_anything_inline(template):
    page = render_to_string(template, {"world": "administration", "kept": KEPT})

    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", page)
    assert not re.search(r"<script(?![^>]*\ssrc=)", page)


@pytest.mark.parametrize("template", [*BAD_DAYS, "common/staff.html", "common/public.html"])
def test_a_page_of_protection_shows_neither_name_nor_mark(template):
    lines = [{"name": "Pusat pengaduan", "number": "129", "tel": "129"}]

    page = render_to_string(template, {"world": "protection", "help_lines": lines})

    assert "<title>Pusat Informasi</title>" in page
    assert "Satu Atap" not in page
    assert "favicon" not in page
    assert "Pusat pengaduan" not in page


def test_a_neutral_page_stays_neutral_whatever_the_view_forgot():
    page = render_to_string("common/neutral.html", {"world": "administration"})

    assert "<title>Pusat Informasi</title>" in page
    assert "Satu Atap" not in page
    assert "data-satuatap-exit" in page


@pytest.mark.parametrize("template", BAD_DAYS)
def test_a_bad_day_needs_no_context_at_all(template):
    assert "<h1>" in render_to_string(template)


@pytest.mark.parametrize("template", ["common/outage.html", "403_csrf.html", "common/resume.html"])
def test_typed_text_comes_back_readable_and_ready_to_send(template):
    context = {"kept": KEPT, "action": "/meja/", "csrf_token": "token", "files_lost": True}

    page = render_to_string(template, context)

    assert "<dd>Foto &lt;buram&gt;</dd>" in page
    assert '<input type="hidden" name="note" value="Foto &lt;buram&gt;">' in page
    assert '<input type="hidden" name="step" value="abc">' in page
    assert 'action="/meja/"' in page
    assert 'value="token"' in page
    assert "perlu dipilih lagi" in page


def test_an_error_is_named_in_the_title():
    page = render_to_string(
        "common/public.html",
        {"world": "administration", "form": {"errors": {"name": ["Isi nama."]}}},
    )

    assert "<title>Kesalahan: Satu Atap</title>" in page
