"""Addresses of the room. A service's code is never one of the fixed words (`service_checks`)."""

from django.urls import path

from satuatap.catalogue import views

app_name = "catalogue"
urlpatterns = [
    path("katalog/", views.offered, name="services"),
    path("katalog/surat/", views.papers, name="papers"),
    path("katalog/tujuan/", views.destinations, name="destinations"),
    path("katalog/biaya/", views.costs, name="costs"),
    path("katalog/upah/", views.wages, name="wages"),
    path("katalog/aturan/", views.rules, name="rules"),
    path("katalog/perubahan/", views.changes, name="changes"),
    path("katalog/<slug:code>/", views.service, name="service"),
]
