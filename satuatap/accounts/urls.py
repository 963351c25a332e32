"""Addresses of signing in, the own account, and the people of an office.

Allauth reverses some of these names itself; there is no address for signing up.
"""

from django.urls import path

from satuatap.accounts.views import audit, own_account, people, second_factor, sign_in

SECOND = "akun/langkah-kedua/"
SIGN_ON = "akun/masuk/lewat/"
PERSON = "pengaturan/petugas/<uuid:person_id>/"

urlpatterns = [
    path("akun/masuk/", sign_in.sign_in, name="account_login"),
    path("akun/masuk/kode/", second_factor.enter_code, name="mfa_authenticate"),
    path("akun/keluar/", sign_in.sign_out, name="account_logout"),
    path("akun/ditutup/", sign_in.closed, name="account_inactive"),
    path("akun/kode-kertas/", sign_in.paper_code, name="paper_code"),
    path("akun/masuk/batal/", sign_in.sign_on_cancelled, name="socialaccount_login_cancelled"),
    path("akun/masuk/lain-orang/", sign_in.sign_on_refused, name="sign_on_refused"),
    path(f"{SIGN_ON}<slug:provider_id>/", sign_in.sign_on, name="openid_connect_login"),
    path(
        f"{SIGN_ON}<slug:provider_id>/kembali/",
        sign_in.sign_on_return,
        name="openid_connect_callback",
    ),
    path("akun/", own_account.account, name="account"),
    path("akun/kata-sandi/", own_account.change_password, name="account_change_password"),
    path("akun/percobaan/", own_account.failures, name="sign_in_failures"),
    path("akun/sesi/", own_account.sessions, name="own_sessions"),
    path("akun/sesi/akhiri-lain/", own_account.end_other_sessions, name="end_other_sessions"),
    path("akun/sesi/<slug:key>/akhiri/", own_account.end_session, name="end_session"),
    path("akun/konfirmasi/", second_factor.password_again, name="account_reauthenticate"),
    path("akun/konfirmasi/kode/", second_factor.code_again, name="mfa_reauthenticate"),
    path(SECOND, second_factor.second_factor, name="second_factor"),
    path(SECOND, second_factor.second_factor, name="mfa_index"),
    path(f"{SECOND}pasang/", second_factor.activate, name="mfa_activate_totp"),
    path(f"{SECOND}lepas/", second_factor.remove, name="mfa_deactivate_totp"),
    path(f"{SECOND}kode-cadangan/", second_factor.recovery_codes, name="mfa_view_recovery_codes"),
    path(
        f"{SECOND}kode-cadangan/baru/",
        second_factor.new_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path("jejak/", audit.audit_list, name="audit"),
    path("pengaturan/petugas/", people.people, name="people"),
    path("pengaturan/petugas/baru/", people.add_person, name="add_person"),
    path(PERSON, people.person, name="person"),
    path(f"{PERSON}peran/", people.choose_role, name="choose_role"),
    path(f"{PERSON}peran/<slug:code>/", people.give_role, name="give_role"),
    path(f"{PERSON}peran/<uuid:role_id>/akhiri/", people.end_role, name="end_role"),
    path(f"{PERSON}kode-kertas/", people.make_paper_code, name="make_paper_code"),
    path(f"{PERSON}tutup/", people.close_account, name="close_account"),
]
