"""Addresses of places."""

from datetime import date

from django.urls import path, register_converter

from satuatap.places import views


class DayConverter:
    """A date such as 2026-12-24."""

    regex = r"\d{4}-\d\d-\d\d"

    def to_python(self, value):
        """ValueError, and so no match, for a date that does not exist."""
        return date.fromisoformat(value)

    def to_url(self, value):
        """As it stands in the address."""
        return value.isoformat()


register_converter(DayConverter, "day")

app_name = "places"
SETTINGS = "pengaturan/kantor/"

urlpatterns = [
    path("tempat/desa/", views.villages, name="villages"),
    path("tempat/wilayah/", views.areas, name="areas"),
    path("kantor/", views.offices, name="offices"),
    path("kantor/<slug:code>/", views.office, name="office"),
    path(SETTINGS, views.manage_offices, name="manage_offices"),
    path("pengaturan/layanan-dikenal/", views.known_centres, name="known_centres"),
    path(f"{SETTINGS}baru/", views.edit_office, name="new_office"),
    path(f"{SETTINGS}<slug:code>/", views.manage_office, name="manage_office"),
    path(f"{SETTINGS}<slug:code>/ubah/", views.edit_office, name="edit_office"),
    path(f"{SETTINGS}<slug:code>/jam/", views.edit_hours, name="edit_hours"),
    path(f"{SETTINGS}<slug:code>/loket/<slug:institution>/", views.edit_desk, name="edit_desk"),
    path(f"{SETTINGS}<slug:code>/tutup/", views.close_days, name="close_days"),
    path(f"{SETTINGS}<slug:code>/tutup/<day:day>/hapus/", views.reopen_day, name="reopen_day"),
]
