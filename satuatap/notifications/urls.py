"""Addresses of the room."""

from django.urls import path

from satuatap.notifications import views

app_name = "notifications"
urlpatterns = [
    path("pemberitahuan/", views.messages_out, name="list"),
    path("pemberitahuan/<uuid:message_id>/urus/", views.settle, name="settle"),
]
