"""Addresses of the world that this process serves."""

from importlib.util import find_spec

from django.conf import settings
from django.urls import include, path

from satuatap.home import views

ROOM_ADDRESSES = {
    "administration": (
        "places",
        "accounts",
        "privacy",
        "directory",
        "letters",
        "notifications",
        "catalogue",
        "workers",
        "reception",
        "applications",
        "exchange",
    ),
    "protection": ("places", "accounts", "privacy", "letters", "notifications"),
}

urlpatterns = [
    path("", views.start, name="start"),
    path("bahasa/<slug:code>/", views.choose_language, name="choose_language"),
    path("lanjutkan/", views.kept_form, name="kept_form"),
    path("hidup/", views.alive, name="alive"),
    *(
        path("", include(f"satuatap.{room}.urls"))
        for room in ROOM_ADDRESSES[settings.WORLD]
        if find_spec(f"satuatap.{room}.urls")
    ),
]

handler400 = "satuatap.home.errors.not_understood"
handler403 = "satuatap.home.errors.refused"
handler404 = "satuatap.home.errors.not_found"
handler500 = "satuatap.home.errors.failed"
