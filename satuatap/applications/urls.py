"""Addresses of the room."""

from django.urls import path

from satuatap.applications.views import (
    appeals,
    codes,
    desk,
    destinations,
    ending,
    front,
    head,
    opening,
    readiness,
    switches,
    tracking,
)

app_name = "applications"
urlpatterns = [
    path("permohonan/", front.applications, name="list"),
    path("permohonan/<uuid:application_id>/", front.application, name="application"),
    path("permohonan/<uuid:application_id>/surat/", ending.draft_letter, name="draft_letter"),
    path("permohonan/<uuid:application_id>/serahkan/", ending.hand_over, name="hand_over"),
    path("permohonan/<uuid:application_id>/tarik/", ending.withdraw, name="withdraw"),
    path("orang/<uuid:worker_id>/permohonan/", front.of_worker, name="of_worker"),
    path("orang/<uuid:worker_id>/buka/<slug:service>/", opening.open_service, name="open"),
    path("orang/<uuid:worker_id>/kesiapan/", readiness.readiness, name="readiness"),
    path("loket/", desk.queue, name="queue"),
    path("loket/<uuid:step_id>/", desk.step, name="step"),
    path("loket/<uuid:step_id>/terima/<uuid:scan_id>/", desk.accept, name="accept"),
    path("loket/<uuid:step_id>/kembalikan/<uuid:scan_id>/", desk.send_back, name="send_back"),
    path("loket/<uuid:step_id>/selesai/", desk.finish, name="finish"),
    path("loket/<uuid:step_id>/tunda/", desk.return_to_her, name="return_to_her"),
    path("beban/", head.head, name="head"),
    path("beban/tertahan/", head.stuck, name="stuck"),
    path("beban/kerja/", head.effort, name="effort"),
    path("kantor/<slug:code>/waktu/", head.times, name="times"),
    path("lacak/", tracking.ask, name="track"),
    path("lacak/<str:code>/", tracking.follow, name="follow"),
    path("permohonan/<uuid:application_id>/kertas/", codes.slip, name="slip"),
    path("permohonan/<uuid:application_id>/kode/", codes.replace, name="replace_code"),
    path("permohonan/<uuid:application_id>/kabar/", codes.channel, name="choose_channel"),
    path(
        "permohonan/<uuid:application_id>/keberatan/<uuid:verdict_id>/",
        appeals.appeal,
        name="appeal",
    ),
    path("tujuan-ditutup/", destinations.stops, name="stops"),
    path("tujuan-ditutup/baru/", destinations.stop, name="stop_destination"),
    path("tujuan-ditutup/<uuid:stop_id>/", destinations.affected, name="affected"),
    path("tujuan-ditutup/<uuid:stop_id>/buka/", destinations.lift, name="lift_destination"),
    path(
        "tujuan-ditutup/<uuid:stop_id>/uang/<uuid:application_id>/",
        destinations.settle,
        name="settle",
    ),
    path("layanan-kantor/", switches.services_here, name="switches"),
    path("layanan-kantor/<slug:code>/", switches.switch, name="switch_service"),
]
