"""Addresses of the room."""

from django.urls import path

from satuatap.applications.views import front, tracking
from satuatap.applications.views.desk import absent, moves, papers, queue, reviews

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
    path("loket/", queue.queue, name="queue"),
    path("loket/<uuid:step_id>/", queue.step, name="step"),
    path("loket/<uuid:step_id>/terima/<uuid:scan_id>/", papers.accept, name="accept"),
    path("loket/<uuid:step_id>/kembalikan/<uuid:scan_id>/", papers.send_back, name="send_back"),
    path("loket/<uuid:step_id>/baca/<uuid:scan_id>/", papers.read, name="read_paper"),
    path("loket/<uuid:step_id>/hasil/<slug:kind>/", papers.record, name="record"),
    path("loket/<uuid:step_id>/tanpa/", papers.waive, name="waive"),
    path("loket/<uuid:step_id>/pembetulan/", papers.correct, name="correct"),
    path("loket/<uuid:step_id>/selesai/", moves.finish, name="finish"),
    path("loket/<uuid:step_id>/kembalikan/", moves.return_to_her, name="return_to_her"),
    path("loket/<uuid:step_id>/tunda/", moves.hold, name="hold"),
    path("loket/<uuid:step_id>/lanjutkan/", moves.resume, name="resume"),
    path("loket/<uuid:step_id>/serahkan/", moves.hand, name="hand"),
    path("loket/<uuid:step_id>/wawancara/", moves.note_interview, name="note_interview"),
    path("pemeriksaan/", reviews.reviews, name="reviews"),
    path("pemeriksaan/<uuid:review_id>/", reviews.review, name="review"),
    path("lembaga/", absent.absent_steps, name="absent_steps"),
    path("lembaga/<uuid:step_id>/", absent.absent_step, name="absent_step"),
    path("lembaga/<uuid:step_id>/hasil/<slug:kind>/", absent.record_absent, name="record_absent"),
    path("lembaga/<uuid:step_id>/surat/", absent.paper, name="paper"),
    path("lacak/", tracking.ask, name="track"),
    path("lacak/<str:code>/", tracking.follow, name="follow"),
]
