"""Addresses of the room."""

from django.urls import path

from satuatap.applications.views import desk, front, head, tracking

app_name = "applications"
urlpatterns = [
    path("permohonan/", front.applications, name="list"),
    path("permohonan/<uuid:application_id>/", front.application, name="application"),
    path("permohonan/<uuid:application_id>/kertas/", front.slip, name="slip"),
    path("permohonan/<uuid:application_id>/surat/", front.draft_letter, name="draft_letter"),
    path("permohonan/<uuid:application_id>/serahkan/", front.hand_over, name="hand_over"),
    path("permohonan/<uuid:application_id>/tarik/", front.withdraw, name="withdraw"),
    path("orang/<uuid:worker_id>/permohonan/", front.of_worker, name="of_worker"),
    path("orang/<uuid:worker_id>/buka/<slug:service>/", front.open_service, name="open"),
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
]
