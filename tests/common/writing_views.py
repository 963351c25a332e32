"""Addresses that do what no address of ours may do; only tests know them."""

from django.db import connection
from django.http import HttpResponse
from django.urls import path

from satuatap.accounts.models import WrongCode
from satuatap.common.gates import open_page

REASON = "only tests know this address"


def leave_a_row():
    """Write something that is allowed to everybody."""
    WrongCode.objects.create(page="tests", address_hash=b"x")


@open_page(REASON)
def write(request):
    """Write, also when only read."""
    leave_a_row()
    return HttpResponse("written")


@open_page(REASON, reading_is_an_event=True)
def write_an_event(request):
    """Write while reading, by leave."""
    leave_a_row()
    return HttpResponse("written")


@open_page(REASON)
def write_and_fail(request):
    """Write, then break."""
    leave_a_row()
    raise ZeroDivisionError


@open_page(REASON)
def fail_with_a_value(request):
    """Break in the database, with a NIK in its words."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 'NIK 3209115703980001'::int")


def without_a_gate(request):
    """Nobody said who may pass."""
    leave_a_row()
    return HttpResponse("written")


@open_page(REASON)
def echo(request):
    """What came in the body."""
    return HttpResponse(request.POST.get("word", ""))


urlpatterns = [
    path("tulis/", write),
    path("peristiwa/", write_an_event),
    path("gagal/", write_and_fail),
    path("nilai/", fail_with_a_value),
    path("tanpa-gerbang/", without_a_gate),
    path("gema/", echo),
]
handler500 = "satuatap.home.errors.failed"
handler400 = "satuatap.home.errors.not_understood"
handler404 = "satuatap.home.errors.not_found"
