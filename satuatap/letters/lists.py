"""Lists of letters: the office's own, and its register as a book."""

from __future__ import annotations

from babel.dates import get_month_names
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from satuatap.accounts.roles import Permission
from satuatap.common.gates import gate
from satuatap.common.paging import uuid_or_none
from satuatap.letters.book import BookTooLong, Period, make_book
from satuatap.letters.models import Letter
from satuatap.letters.templates_store import store
from satuatap.letters.workflow import LetterStatus
from satuatap.places.calendars import local_date
from satuatap.places.models import Office

PER_PAGE = 25
PER_BOOK_PAGE = 100
EARLIEST = 2000
MONTHS = get_month_names("wide", context="stand-alone", locale="id")


@gate(Permission.READ_LETTER)
def letters(request):
    """The letters of the own office, newest first, all or those in one state."""
    office, offices = _office(request)
    status = request.GET.get("keadaan", "")
    rows = Letter.objects.for_a_list().filter(office=office)
    if status:
        rows = rows.filter(status=_known(status))
    found = list(rows.newest_first(_before(request))[: PER_PAGE + 1])
    context = {
        "letters": found[:PER_PAGE],
        "office": office,
        "offices": offices,
        "status": status,
        "states": LetterStatus.choices,
        "kinds": store().of_this_world() if _writes_at(request.user, office) else [],
        **_pager(request, "letters:list", found, PER_PAGE, lambda last: last.pk),
    }
    return render(request, "letters/list.html", context)


def _writes_at(user, office) -> bool:
    return user.may(Permission.DRAFT_LETTER, office=office)


@gate(Permission.READ_LETTER)
def register(request):
    """The register of one office and year, in the order of numbers, as a book for printing."""
    office, offices = _office(request)
    today = local_date(timezone.now(), office.zone)
    year = _number(request, "tahun", today.year, 9999)
    after = _number(request, "sesudah", 0, 2_000_000_000)
    rows = Letter.objects.for_a_list().in_register(office, year, after)
    found = list(rows[: PER_BOOK_PAGE + 1])
    context = {
        "letters": found[:PER_BOOK_PAGE],
        "office": office,
        "offices": offices,
        "year": year,
        "years": [today.year - back for back in range(5)],
        "months": [(number, MONTHS[number]) for number in range(1, 13)],
        **_pager(
            request, "letters:register", found, PER_BOOK_PAGE, lambda last: last.register_number
        ),
    }
    return render(request, "letters/register.html", context)


@gate(Permission.READ_LETTER)
def register_book(request):
    """The register of one month or year as PDF; a year that is too long is asked for by month."""
    office, _offices = _office(request)
    now = timezone.now()
    year = _number(request, "tahun", local_date(now, office.zone).year, 9998)
    if year < EARLIEST:
        raise Http404
    period = Period(year, _number(request, "bulan", 0, 12))
    try:
        content = make_book(office, period, now)
    except BookTooLong:
        messages.warning(request, _("Buku ini terlalu tebal untuk satu berkas. Pilih satu bulan."))
        kept = {key: request.GET[key] for key in ("kantor", "tahun") if request.GET.get(key)}
        return redirect(f"{reverse('letters:register')}?{urlencode(kept)}")
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": 'inline; filename="register-surat.pdf"'},
    )


def _office(request):
    """The office of `?kantor=` (a code) among the reader's own, else the first of them."""
    own = Office.objects.filter(pk__in=request.user.offices_with(Permission.READ_LETTER))
    offices = list(own.order_by("name", "pk"))
    code = request.GET.get("kantor")
    for office in offices:
        if not code or office.code == code:
            return office, offices
    raise Http404


def _known(status: str) -> str:
    if status not in LetterStatus.values:
        raise Http404
    return status


def _before(request) -> Letter | None:
    """The last letter of the page before; the first page answers where there is none."""
    last = uuid_or_none(request.GET.get("sesudah"))
    return Letter.objects.only("drafted_at").filter(pk=last).first() if last else None


def _number(request, name: str, otherwise: int, highest: int) -> int:
    text = request.GET.get(name) or str(otherwise)
    if not (text.isascii() and text.isdigit() and len(text) < 11) or int(text) > highest:
        raise Http404
    return int(text)


def _pager(request, name: str, found: list, size: int, mark) -> dict[str, str]:
    """Addresses of the next and the first page; empty where there is none."""
    kept = {key: request.GET[key] for key in ("kantor", "keadaan", "tahun") if request.GET.get(key)}
    first = reverse(name) + (f"?{urlencode(kept)}" if kept else "")
    if len(found) <= size:
        return {"next_url": "", "first_url": first if request.GET.get("sesudah") else ""}
    onward = urlencode({**kept, "sesudah": mark(found[size - 1])})
    return {
        "next_url": f"{reverse(name)}?{onward}",
        "first_url": first if request.GET.get("sesudah") else "",
    }
