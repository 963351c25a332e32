"""What every page's frame shows: world, menu, name, languages. No query is made here."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from satuatap.accounts.roles import Permission


@dataclass(frozen=True)
class MenuItem:
    """One entry of the menu."""

    url: str
    label: str
    is_current: bool


MENU = {
    "administration": [
        ("start", gettext_lazy("Beranda"), None),
        ("reception:tickets", gettext_lazy("Antrean"), Permission.RECEIVE_VISITORS),
        ("reception:desk", gettext_lazy("Panggil nomor"), Permission.CALL_VISITORS),
        ("applications:queue", gettext_lazy("Meja loket"), Permission.WORK_AT_DESK),
        ("workers:find", gettext_lazy("Orang"), Permission.REGISTER_WORKER),
        ("applications:list", gettext_lazy("Permohonan"), Permission.READ_APPLICATION),
        ("applications:absent_steps", gettext_lazy("Lembaga luar"), Permission.CLOSE_ABSENT_STEP),
        ("letters:list", gettext_lazy("Surat"), Permission.READ_LETTER),
        ("exchange:list", gettext_lazy("Sistem luar"), Permission.COPY_OUT),
        ("directory:agencies", gettext_lazy("P3MI"), Permission.READ_DIRECTORY),
        ("applications:head", gettext_lazy("Beban kerja"), Permission.OVERSEE),
        ("reception:head", gettext_lazy("Pengunjung"), Permission.READ_RECEPTION),
        ("catalogue:services", gettext_lazy("Katalog"), Permission.READ_CATALOGUE),
        ("reception:village", gettext_lazy("Janji temu"), Permission.BOOK_APPOINTMENT),
        ("people", gettext_lazy("Petugas"), Permission.MANAGE_PEOPLE),
        ("places:manage_offices", gettext_lazy("Kantor"), Permission.MANAGE_OFFICES),
        ("audit", gettext_lazy("Jejak"), Permission.READ_AUDIT),
    ],
    "protection": [
        ("start", gettext_lazy("Beranda"), None),
        ("people", gettext_lazy("Petugas"), Permission.MANAGE_PEOPLE),
        ("places:manage_offices", gettext_lazy("Kantor"), Permission.MANAGE_OFFICES),
        ("audit", gettext_lazy("Jejak"), Permission.READ_AUDIT),
    ],
}

# on the start page only: needed on some days, and then at once
ALSO_AT_START = {
    "administration": [
        ("applications:stops", gettext_lazy("Tujuan yang ditutup"), Permission.READ_APPLICATION),
    ],
    "protection": [],
}

AT_A_DESK = {"applications:queue", "reception:desk"}
# the same for every office, desk and village, or for villages only
ANYWHERE = {"catalogue:services", "reception:village"}


def shell(request):
    """Context of `common/base.html` and its children."""
    user = getattr(request, "user", None)
    signed_in = bool(user is not None and user.is_authenticated)
    return {
        "world": settings.WORLD,
        "home_url": "/",
        "menu": menu_of(request) if signed_in else [],
        "user_name": user.full_name if signed_in else "",
        "account_url": reverse("account") if signed_in else "",
        "protection_url": settings.PROTECTION_URL if settings.WORLD == "administration" else "",
        "language_links": language_links(request),
    }


def menu_of(request) -> list[MenuItem]:
    """The addresses that this person may use."""
    return _items(request, MENU[settings.WORLD])


def places_of_work(request) -> list[MenuItem]:
    """What the start page leads to: the menu without the start itself, and a little more."""
    return menu_of(request)[1:] + _items(request, ALSO_AT_START[settings.WORLD])


def _items(request, entries) -> list[MenuItem]:
    items = []
    for name, label, permission in entries:
        if permission is not None and not _is_work_here(request.user, name, permission):
            continue
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        current = request.path == url or (url != "/" and request.path.startswith(url))
        items.append(MenuItem(url, _(str(label)), current))
    return items


def _is_work_here(user, name, permission) -> bool:
    """Lists of the office are for roles of the office; a desk has its queue."""
    actor = user.actor
    if name in ANYWHERE:
        return permission in actor.permissions
    return permission in (actor.desks if name in AT_A_DESK else actor.offices)


def language_links(request):
    """Links to this page in the other languages."""
    now = get_language()
    return [
        {
            "code": code,
            "label": label,
            "url": f"/bahasa/{code}/?{urlencode({'kembali': request.path})}",
            "is_current": code == now,
        }
        for code, label in (("id", "Bahasa Indonesia"), ("en", "English"))
    ]
