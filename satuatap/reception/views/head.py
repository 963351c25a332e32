"""The head of the centre: visitors, waiting, satisfaction, the order book, the fairness report."""

from datetime import date

from django.db.models import Q
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from satuatap.accounts.roles import Permission
from satuatap.common.gates import gate
from satuatap.common.paging import uuid_or_none
from satuatap.reception import figures
from satuatap.reception.groups import order_rule
from satuatap.reception.models import Call, Impression
from satuatap.reception.reading import day_or_404, month_or_404, own_office, today_at

READ = Permission.READ_RECEPTION
PER_PAGE = 50


def _month(request, office) -> date:
    """The month of `?bulan=2026-11`, else the running one; 404 for what is no month."""
    text = request.GET.get("bulan", "")
    if not text:
        return today_at(office, timezone.now()).replace(day=1)
    return month_or_404(text)


def _before(month: date) -> date:
    return date(month.year - (month.month == 1), (month.month - 2) % 12 + 1, 1)


@gate(READ)
@require_GET
def head(request):
    """The month at a glance."""
    office = own_office(request.user, READ)
    month = _month(request, office)
    context = {
        "office": office, "month": month, "before": _before(month),
        "groups": figures.visitors_by_group(office, month),
        "sexes": figures.visitors_by_sex(office, month),
        "areas": figures.visitors_by_area(office, month),
        "waiting": figures.waiting_by_group(office, month),
        "scores": [label for _value, label in Impression.Score.choices],
        "satisfaction": figures.satisfaction(office, month),
        "appointments": figures.appointments_by_status(office, month),
    }  # fmt: skip
    return render(request, "reception/head.html", context)


@gate(READ)
@require_GET
def fairness(request):
    """Order of issue against order of service, desk by desk and officer by officer."""
    office = own_office(request.user, READ)
    month = _month(request, office)
    context = {
        "office": office, "month": month, "before": _before(month), "rule": order_rule(),
        "rows": figures.fairness(office, month), "reasons": figures.reasons_given(office, month),
    }  # fmt: skip
    return render(request, "reception/fairness.html", context)


@gate(READ)
@require_GET
def book(request):
    """The order book of one day: what was called when, in or out of order, and why."""
    office = own_office(request.user, READ)
    day = _day(request, office)
    rows = Call.objects.filter(office=office, day=day).select_related("desk", "officer", "ticket")
    last = uuid_or_none(request.GET.get("sesudah"))
    if last and (mark := Call.objects.only("called_at").filter(pk=last).first()):
        rows = rows.filter(
            Q(called_at__gt=mark.called_at) | Q(called_at=mark.called_at, pk__gt=mark.pk)
        )
    found = list(rows.order_by("called_at", "id")[: PER_PAGE + 1])
    address, kept = reverse("reception:order_book"), {"hari": day.isoformat()}
    onward = urlencode({**kept, "sesudah": found[PER_PAGE - 1].pk}) if len(found) > PER_PAGE else ""
    return render(request, "reception/order_book.html", {
        "office": office, "day": day, "calls": found[:PER_PAGE],
        "next_url": f"{address}?{onward}" if onward else "",
        "first_url": f"{address}?{urlencode(kept)}" if last else "",
    })  # fmt: skip


def _day(request, office) -> date:
    text = request.GET.get("hari", "")
    return day_or_404(text) if text else today_at(office, timezone.now())
