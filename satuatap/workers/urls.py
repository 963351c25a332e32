"""Addresses of the room."""

from django.urls import path

from satuatap.workers import views

app_name = "workers"
urlpatterns = [
    path("orang/", views.find, name="find"),
    path("orang/baru/", views.register, name="register"),
    path("orang/<uuid:worker_id>/", views.worker, name="worker"),
    path("orang/<uuid:worker_id>/surat/<slug:kind>/", views.add_scan, name="add_scan"),
    path("foto/<uuid:scan_id>/", views.scan, name="scan"),
]
