"""Addresses of the room."""

from django.urls import path

from satuatap.letters import lists, public, views

app_name = "letters"
urlpatterns = [
    path("surat/", lists.letters, name="list"),
    path("surat/register/", lists.register, name="register"),
    path("surat/register/buku.pdf", lists.register_book, name="register_book"),
    path("surat/baru/<slug:template>/", views.draft, name="draft"),
    path("surat/<uuid:letter_id>/", views.letter, name="letter"),
    path("surat/<uuid:letter_id>/konsep/", views.correct, name="correct"),
    path("surat/<uuid:letter_id>/setujui/", views.approve, name="approve"),
    path("surat/<uuid:letter_id>/tanda-tangan/", views.sign, name="sign"),
    path(
        "surat/<uuid:letter_id>/tanda-tangan-elektronik/",
        views.sign_certified,
        name="sign_certified",
    ),
    path("surat/<uuid:letter_id>/terbitkan/", views.issue, name="issue"),
    path("surat/<uuid:letter_id>/batalkan/", views.cancel, name="cancel"),
    path("surat/<uuid:letter_id>/buang/", views.discard, name="discard"),
    path("surat/<uuid:letter_id>/surat.pdf", views.page, name="page"),
    path("surat/<uuid:letter_id>/bertanda-tangan/", views.signed_page, name="signed_page"),
    path("cek/", public.check, name="check"),
    path("cek/<str:code>/", public.checked, name="checked"),
]
