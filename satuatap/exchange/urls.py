"""Addresses of the room."""

from django.urls import path

from satuatap.exchange import views

app_name = "exchange"
urlpatterns = [
    path("sistem-luar/", views.all_systems, name="list"),
    path("sistem-luar/<slug:system>/", views.steps, name="steps"),
    path("sistem-luar/<slug:system>/terganggu/", views.down, name="down"),
    path("sistem-luar/<slug:system>/pulih/", views.up, name="up"),
    path("sistem-luar/<slug:system>/<uuid:step_id>/", views.sheet, name="sheet"),
]
