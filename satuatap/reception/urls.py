"""Addresses of the room."""

from django.urls import path

from satuatap.reception.views import appointments, desk, display, front, head, plans

app_name = "reception"
urlpatterns = [
    path("antrean/", front.day, name="tickets"),
    path("antrean/ambil/", front.issue, name="issue"),
    path("antrean/janji/", front.check_in, name="check_in"),
    path("antrean/janji/baru/", appointments.book_at_counter, name="counter_groups"),
    path("antrean/janji/baru/<slug:group>/", appointments.book_at_counter, name="book_at_counter"),
    path("antrean/panggil/<slug:group>/", front.call_next, name="call_next"),
    path("antrean/tutup/", front.close, name="close"),
    path("antrean/layar/", front.screens, name="screens"),
    path("antrean/loket/<uuid:desk_id>/<slug:state>/", front.presence, name="presence"),
    path("antrean/<uuid:ticket_id>/", front.ticket, name="ticket"),
    path("antrean/<uuid:ticket_id>/kertas/", front.slip, name="slip"),
    path("antrean/<uuid:ticket_id>/<slug:name>/", front.deed, name="deed"),
    path("orang/<uuid:worker_id>/nomor/", front.for_worker, name="for_worker"),
    path("panggil/", desk.desk, name="desk"),
    path("panggil/loket/<uuid:desk_id>/", desk.call_next, name="desk_next"),
    path("panggil/<uuid:ticket_id>/", desk.ticket, name="desk_ticket"),
    path("panggil/<uuid:ticket_id>/<slug:name>/", desk.deed, name="desk_deed"),
    path("layar/<slug:office>/<slug:key>/", display.display, name="display"),
    path("layar/<slug:office>/<slug:key>/nomor/", display.numbers, name="display_numbers"),
    path("kesan/<slug:office>/<slug:key>/", display.impression, name="impression"),
    path("kesan/<slug:office>/<slug:key>/terima-kasih/", display.thanks, name="thanks"),
    path("kantor/<slug:office>/hari-ini/", appointments.today, name="today"),
    path("janji/", appointments.offices, name="book_office"),
    path("janji/kode/<str:code>/", appointments.appointment, name="appointment"),
    path("janji/kode/<str:code>/batal/", appointments.cancel, name="cancel"),
    path("janji/keliling/<uuid:stop_id>/", appointments.book_stop, name="book_stop"),
    path("janji/kantor/<slug:office>/", appointments.office_groups, name="book_group"),
    path("janji/kantor/<slug:office>/<slug:group>/", appointments.book, name="book"),
    path("janji-desa/", appointments.village, name="village"),
    path(
        "janji-desa/<slug:office>/<slug:group>/", appointments.book_from_village,
        name="book_from_village",
    ),
    path("pengunjung/", head.head, name="head"),
    path("pengunjung/buku-urutan/", head.book, name="order_book"),
    path("pengunjung/keadilan/", head.fairness, name="fairness"),
    path("jadwal/", plans.rota, name="rota"),
    path("jadwal/petugas/", plans.put_on_rota, name="put_on_rota"),
    path("jadwal/petugas/<uuid:entry_id>/hapus/", plans.take_off_rota, name="take_off_rota"),
    path("jadwal/loket/<uuid:desk_id>/<slug:state>/", plans.presence, name="plan_presence"),
    path("jadwal/janji/", plans.plan, name="plan"),
    path("jadwal/janji/kuota/", plans.set_quota, name="set_quota"),
    path("jadwal/keliling/", plans.add_stop, name="add_stop"),
    path("jadwal/keliling/<uuid:stop_id>/hapus/", plans.remove_stop, name="remove_stop"),
]  # fmt: skip
