"""What the officer reads before a journey is opened: what follows, and what the rules say of it."""

import datetime
import itertools

import pytest
from django.utils import timezone

from satuatap.applications.models import Application, ServiceSwitch
from satuatap.applications.reading.rules import advice_on
from satuatap.catalogue.services import services
from satuatap.common.ids import new_id
from satuatap.common.once import OnceField
from satuatap.common.workflow import MoveRefused
from satuatap.directory.models import JobOrder
from satuatap.workers.models import Worker
from tests.centre import a_scan, a_worker, act, browser, decide, open_with, text_of
from tests.conftest import owner_at_work
from tests.directory.conftest import an_agency, an_order, compared

pytestmark = pytest.mark.world("administration")

DAY = datetime.date(2026, 11, 24)
TAIWAN = {"scheme": "p2p", "destination": "TW", "occupation": "ELDERCARE_HOME"}
VERIFICATION = {"marital_status": "married"} | TAIWAN
CHILD = datetime.date(2010, 1, 1)
GROWN_UP = datetime.date(1995, 1, 1)


@pytest.fixture
def desk_window(dewi):
    """Dewi's browser."""
    return browser(dewi)


def the_form(worker, service):
    """Address of the page that opens this service for her."""
    return f"{worker.get_absolute_url()}buka/{service}/"


def sent(window, worker, service, **answers):
    """The answers sent once; the page that follows and what it would send to open."""
    form = {"once": OnceField.fresh(), **answers}
    page = window.post(the_form(worker, service), form)
    seen = page.context["ahead"].advice.mark if "ahead" in (page.context or {}) else ""
    return page, form | {"seen": seen}


# --- rules as a truth table ---------------------------------------------------------------------

AGES = [  # years old, what the rule says of a journey abroad
    (None, "caution"), (17, "stop"), (18, "ok"), (45, "ok"),
]  # fmt: skip


@pytest.mark.parametrize(("years", "level"), AGES)
@pytest.mark.parametrize("places_abroad", [True, False])
def test_only_the_laws_own_age_stops_and_only_a_journey_abroad(years, level, places_abroad):
    born = DAY.replace(year=DAY.year - years) if years else None

    advice = advice_on({}, places_abroad=places_abroad, birth_date=born, day=DAY)

    levels = [finding.level for finding in advice.findings]
    assert levels == ([level] if places_abroad else [])
    assert bool(advice.stops) is (places_abroad and level == "stop")


WHO_SIGNS = [  # marital status, is a letter asked, does it go to an officer
    ("married", True, False), ("single", True, False), ("divorced", False, True),
    ("widowed", False, True), ("", None, None),
]  # fmt: skip


@pytest.mark.parametrize(("status", "is_asked", "to_officer"), WHO_SIGNS)
def test_who_signs_by_marital_status(status, is_asked, to_officer):
    answers = {"marital_status": status} if status else {}

    rule = advice_on(answers, places_abroad=True, birth_date=GROWN_UP, day=DAY).permission

    if not status:
        assert rule is None
        return
    assert (bool(rule.kind), rule.to_officer) == (is_asked, to_officer)
    assert "bantuan hukum" in rule.sentence
    steps = services()["verifikasi_cpmi"].steps_for(answers | {"scheme": "p2p"})
    assert any("IZIN_KELUARGA" in step.documents for step in steps) is is_asked


@pytest.mark.parametrize("scheme", ["ssw", "reentry"])
def test_where_nothing_asks_for_the_familys_letter_no_signer_is_named(scheme):
    answers = {"marital_status": "married", "scheme": scheme}

    rule = advice_on(answers, places_abroad=True, birth_date=GROWN_UP, day=DAY).permission

    assert (rule.kind, rule.signer, rule.to_officer) == ("", "", True)


EVERY_JOURNEY = list(
    itertools.product(
        ("single", "married", "divorced", "widowed"),
        ("p2p", "mandiri", "reentry"),
        ("TW", "SA", "MY", "SY"),
        ("ELDERCARE_HOME", "NURSE"),
    )
)


@pytest.mark.parametrize("journey", EVERY_JOURNEY, ids="-".join)
def test_nobody_of_age_is_ever_turned_away_by_a_rule(journey):
    answers = dict(
        zip(("marital_status", "scheme", "destination", "occupation"), journey, strict=True)
    )

    advice = advice_on(answers, places_abroad=True, birth_date=GROWN_UP, day=DAY)

    assert not advice.stops
    for finding in advice.cautions:
        assert finding.source and finding.as_of, finding


WHO_EMPLOYS = [  # scheme, employer as answered, is it stopped: UU 18/2017 pasal 63
    ("mandiri", "person", True), ("mandiri", "company", False), ("mandiri", "", False),
    ("p2p", "person", False), ("reentry", "person", False),
]  # fmt: skip


@pytest.mark.parametrize(("scheme", "employer", "is_stopped"), WHO_EMPLOYS)
def test_alone_she_goes_only_to_an_employer_that_is_a_legal_entity(scheme, employer, is_stopped):
    answers = TAIWAN | {"scheme": scheme, "employer": employer}

    advice = advice_on(answers, places_abroad=True, birth_date=GROWN_UP, day=DAY)

    assert bool(advice.stops) is is_stopped
    assert not advice.is_too_young


def test_alone_to_a_private_person_is_read_and_not_opened(desk_window, siti, dewi):
    said = VERIFICATION | {"scheme": "mandiri", "employer": "person"}

    page, form = sent(desk_window, siti, "verifikasi_cpmi", **said)
    again = desk_window.post(the_form(siti, "verifikasi_cpmi"), form)

    for text in (text_of(page), text_of(again)):
        assert "Permohonan ini tidak dapat dibuka" in text
        assert "UU 18/2017 pasal 63" in text
        assert "dinas yang mengurus anak" not in text
    with pytest.raises(MoveRefused, match="berbadan hukum"):
        open_with(dewi, services()["verifikasi_cpmi"], siti, answers=said)
    assert not Application.objects.exists()


def test_alone_the_employer_is_asked_and_else_it_is_not(desk_window, siti):
    page, _form = sent(desk_window, siti, "verifikasi_cpmi", **VERIFICATION | {"scheme": "mandiri"})
    assert "Jawab pertanyaan ini dahulu: Siapa pemberi kerjanya?" in text_of(page)
    assert "Belum ada yang dibuka" not in text_of(page)

    page, form = sent(desk_window, siti, "verifikasi_cpmi", **VERIFICATION, employer="person")
    desk_window.post(the_form(siti, "verifikasi_cpmi"), form)

    assert "employer" not in Application.objects.get().answers


# --- on the page --------------------------------------------------------------------------------


def test_what_follows_is_read_before_anything_is_opened(desk_window, siti):
    page, form = sent(desk_window, siti, "verifikasi_cpmi", **VERIFICATION)

    text = text_of(page)
    assert "Belum ada yang dibuka" in text
    assert "Surat izin suami atau istri" in text and "bantuan hukum" in text
    assert "UU 18/2017 pasal 13" in text
    assert "Tanggal lahir belum tercatat" in text
    assert "Taiwan" in text and "Menikah" in text
    assert not Application.objects.exists()

    answer = desk_window.post(the_form(siti, "verifikasi_cpmi"), form)
    opened = Application.objects.get()
    assert answer.url == opened.get_absolute_url()
    assert (opened.answers, opened.destination) == (VERIFICATION, "TW")
    assert "IZIN_KELUARGA" in opened.steps.get(code="surat_keluarga").documents


def test_a_divorced_woman_is_asked_for_no_letter_and_talks_with_an_officer(desk_window, siti):
    said = VERIFICATION | {"marital_status": "divorced"}

    page, form = sent(desk_window, siti, "verifikasi_cpmi", **said)
    desk_window.post(the_form(siti, "verifikasi_cpmi"), form)

    assert "Bicarakan dengan petugas" in text_of(page)
    assert (
        "IZIN_KELUARGA" not in Application.objects.get().steps.get(code="surat_keluarga").documents
    )


def test_what_was_not_read_is_not_opened(desk_window, siti):
    _page, form = sent(desk_window, siti, "verifikasi_cpmi", **VERIFICATION)

    other = form | {"marital_status": "divorced"}
    page = text_of(desk_window.post(the_form(siti, "verifikasi_cpmi"), other))

    assert "Bicarakan dengan petugas" in page
    assert not Application.objects.exists()


def test_answers_can_be_changed_and_nothing_typed_is_lost(desk_window, siti):
    _page, form = sent(desk_window, siti, "verifikasi_cpmi", **VERIFICATION)

    page = text_of(desk_window.post(the_form(siti, "verifikasi_cpmi"), form | {"change": "1"}))

    assert '<option value="TW" selected>' in page
    assert 'value="married"' in page and "checked" in page
    assert "Lihat yang akan berjalan" in page


def test_a_missing_answer_keeps_the_others(desk_window, siti):
    said = {k: v for k, v in VERIFICATION.items() if k != "scheme"}

    page, _form = sent(desk_window, siti, "verifikasi_cpmi", **said)

    text = text_of(page)
    assert "Pilih skema penempatan" in text
    assert '<option value="TW" selected>' in text
    assert not Application.objects.exists()


def test_a_child_is_not_placed_and_the_officer_reads_what_to_do(desk_window, dewi):
    child = a_worker(dewi, birth_date=CHILD)

    page, form = sent(desk_window, child, "verifikasi_cpmi", **VERIFICATION)

    text = text_of(page)
    assert "belum 18 tahun" in text and "meja informasi" in text
    assert "Buka permohonan" not in text
    again = desk_window.post(the_form(child, "verifikasi_cpmi"), form)
    assert "tidak dapat dibuka" in text_of(again)
    assert not Application.objects.exists()


def test_the_verb_itself_refuses_to_place_a_child(dewi, now):
    child = a_worker(dewi, birth_date=CHILD)

    with pytest.raises(MoveRefused, match="belum 18 tahun"):
        open_with(dewi, services()["verifikasi_cpmi"], child, now=now, answers=VERIFICATION)

    # what places nobody abroad is hers at any age
    assert open_with(dewi, services()["verifikasi_kependudukan"], child, now=now)


def test_a_birth_date_that_was_not_known_is_completed_on_the_way(desk_window, siti):
    said = VERIFICATION | {"birth_date": "17-03-1998"}

    page, form = sent(desk_window, siti, "verifikasi_cpmi", **said)
    assert "17 Maret 1998" in text_of(page)
    assert Worker.objects.get().birth_date is None
    desk_window.post(the_form(siti, "verifikasi_cpmi"), form)

    assert Worker.objects.get().birth_date == datetime.date(1998, 3, 17)


def test_a_birth_date_of_a_child_does_not_get_round_the_law(desk_window, siti):
    page, form = sent(desk_window, siti, "verifikasi_cpmi", **VERIFICATION, birth_date="01-01-2010")
    desk_window.post(the_form(siti, "verifikasi_cpmi"), form)

    assert "belum 18 tahun" in text_of(page)
    assert not Application.objects.exists()


def test_what_she_answered_before_is_not_asked_anew(desk_window, siti):
    _page, form = sent(desk_window, siti, "verifikasi_cpmi", **VERIFICATION)
    desk_window.post(the_form(siti, "verifikasi_cpmi"), form)

    page = text_of(desk_window.get(the_form(siti, "orientasi")))

    assert '<option value="TW" selected>' in page


def test_a_paper_that_a_desk_accepted_is_used_again(desk_window, dewi, siti, person, now):
    first = open_with(dewi, services()["verifikasi_kependudukan"], siti, now=now)
    act(dewi)
    decide(person("yusuf"), first.steps.get(), "KTP")

    page, _form = sent(desk_window, siti, "rekening_pinjaman", loan="no")

    assert "dipakai lagi, tidak diminta kedua kali" in text_of(page)


def test_a_scheme_that_the_service_is_not_for_cannot_be_picked(desk_window, siti):
    page = text_of(desk_window.get(the_form(siti, "perjanjian_penempatan")))

    assert "Lewat perusahaan penempatan" in page
    assert "Mandiri (perseorangan)" not in page


# --- the family, and who cannot come ------------------------------------------------------------


def test_an_heir_gets_through_without_phone_and_without_mail(desk_window, siti):
    said = {"applicant": "Aminah", "relation": "spouse", "children_for_scholarship": "two"}

    page, form = sent(desk_window, siti, "klaim_jkm", **said)
    assert "Aminah" in text_of(page)
    desk_window.post(the_form(siti, "klaim_jkm"), form)

    opened = Application.objects.get()
    assert (opened.applicant, opened.relation, opened.channel) == ("Aminah", "spouse", "")
    shown = text_of(desk_window.get(opened.get_absolute_url()))
    assert "Aminah, suami atau istri" in shown
    for word in ("HP", "telepon", "surel", "email"):
        assert f'name="{word}"' not in text_of(page)


def test_who_claims_is_asked_with_her_name(desk_window, siti):
    page, _form = sent(desk_window, siti, "klaim_jkm", children_for_scholarship="none")

    assert "Isi nama ahli waris seperti di KTP-nya." in text_of(page)
    assert "Pilih hubungan ahli waris dengan pekerja." in text_of(page)


@pytest.mark.parametrize("service", services().values(), ids=lambda service: service.code)
def test_without_coming_is_offered_only_where_it_can_be_kept(service, desk_window, siti):
    page = text_of(desk_window.get(the_form(siti, service.code)))

    assert ('name="is_remote"' in page) is service.remote


def test_it_runs_without_her_coming_and_the_page_says_so(desk_window, siti):
    form = {"once": OnceField.fresh(), "is_remote": "on"}

    answer = desk_window.post(the_form(siti, "rekomendasi_paspor"), form, follow=True)

    assert Application.objects.get().is_remote
    assert "diurus tanpa datang" in text_of(answer)


def test_the_verb_refuses_to_promise_what_a_service_cannot_keep(dewi, siti, now):
    with pytest.raises(MoveRefused, match="datang sendiri"):
        open_with(dewi, services()["paspor"], siti, now=now, answers={"scheme": "p2p"},
                  is_remote=True)  # fmt: skip


# --- the job order ------------------------------------------------------------------------------


@pytest.fixture
def order(bu_lestari, bu_endang):
    """A job order for Taiwan that two people have seen; and one that nobody compared."""
    now = timezone.now()
    today = now.date()
    days = {"valid_until": today + datetime.timedelta(days=60),
            "permit_until": today + datetime.timedelta(days=90), "seen_on": today}  # fmt: skip
    agency = compared(bu_endang, an_agency(bu_lestari, now, seen_on=today), now)
    an_order(bu_lestari, agency, now, number="JO-BARU", **days)
    return compared(bu_endang, an_order(bu_lestari, agency, now, **days), now)


def test_only_job_orders_that_may_be_used_can_be_picked(desk_window, siti, order, bu_lestari):
    page = text_of(desk_window.get(the_form(siti, "perjanjian_penempatan")))

    assert str(order.pk) in page
    assert "Ada di daftar tidak berarti aman" in page
    assert "JO-BARU" in page and "belum dicocokkan" in page
    act(bu_lestari)
    picked = JobOrder.objects.get(number="JO-BARU")
    assert f'value="{picked.pk}"' not in page


def test_a_placement_rests_on_its_job_order(desk_window, siti, order):
    said = TAIWAN | {"job_order": str(order.pk)}

    page, form = sent(desk_window, siti, "perjanjian_penempatan", **said)
    assert order.number in text_of(page)
    desk_window.post(the_form(siti, "perjanjian_penempatan"), form)

    assert Application.objects.get().job_order_id == order.pk


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [({"destination": "MY"}, "lain dari negara tujuan"), ({"scheme": "ssw"}, "lain dari skema"),
     ({"job_order": ""}, "Pilih job order"), ({"job_order": "x"}, "Pilih job order")],
)  # fmt: skip
def test_a_job_order_of_another_journey_is_not_taken(desk_window, siti, order, changed, sentence):
    said = TAIWAN | {"job_order": str(order.pk)} | changed

    page, _form = sent(desk_window, siti, "perjanjian_penempatan", **said)

    assert sentence in text_of(page)
    assert not Application.objects.exists()


# --- what is not offered ------------------------------------------------------------------------


def test_a_service_that_is_switched_off_is_named_with_its_reason(desk_window, siti, bu_endang, now):
    with owner_at_work():
        ServiceSwitch.objects.create(
            id=new_id(), office=siti.office, service="rekomendasi_paspor", is_offered=False,
            from_on=now.date(), reason="Kantor imigrasi tidak memintanya lagi", by=bu_endang,
        )  # fmt: skip

    panel = text_of(desk_window.get(f"{siti.get_absolute_url()}permohonan/"))
    assert "Tidak dilayani hari ini" in panel
    assert "Kantor imigrasi tidak memintanya lagi" in panel
    assert "buka/rekomendasi_paspor/" not in panel

    page = text_of(desk_window.get(the_form(siti, "rekomendasi_paspor")))
    assert "sedang tidak memberikan layanan ini" in page
    assert "<button" not in page.split("<main")[1].split("</main")[0]


def test_services_are_found_by_a_word(desk_window, siti):
    found = text_of(desk_window.get(f"{siti.get_absolute_url()}permohonan/?cari=PASPOR"))
    assert "buka/paspor/" in found and "buka/skck/" not in found

    nothing = text_of(desk_window.get(f"{siti.get_absolute_url()}permohonan/?cari=xyz"))
    assert "Coba kata lain" in nothing


def test_a_photo_alone_is_not_yet_a_paper(desk_window, dewi, siti):
    a_scan(dewi, siti, "KTP")

    page, _form = sent(desk_window, siti, "rekening_pinjaman", loan="no")

    assert "belum diperiksa loket" in text_of(page)


def test_another_office_finds_no_such_page(siti, pak_rudi):
    for service in ("verifikasi_cpmi", "klaim_jkm"):
        answer = browser(pak_rudi).get(the_form(siti, service))
        assert answer.status_code == 404


def test_withdrawal_asks_nothing_and_calls_to_mind_what_is_hers(dewi, siti, now):
    application = open_with(dewi, services()["verifikasi_cpmi"], siti, now=now,
                            answers=VERIFICATION)  # fmt: skip
    window = browser(dewi)

    page = text_of(window.get(f"{application.get_absolute_url()}tarik/"))
    for words in ("Uang yang sudah dibayar", "Utang untuk berangkat", "harus dikembalikan",
                  "meja pengaduan dan informasi", "buka/cabut_status/"):  # fmt: skip
        assert words in page
    for field in ("<textarea", "<select", 'type="radio"', 'type="text"'):
        assert field not in page
    window.post(f"{application.get_absolute_url()}tarik/")
    application.refresh_from_db()
    assert application.status == "withdrawn"
