"""Outside systems by hand: sheets, notes, and a system that is down for three days."""

from datetime import timedelta

import pytest
from django.utils import timezone

from satuatap.accounts.models import AuditEntry
from satuatap.applications import actions as applications
from satuatap.applications.models import Step
from satuatap.applications.workflow import StepStatus
from satuatap.catalogue.documents import document_kinds
from satuatap.catalogue.services import services
from satuatap.common import acting
from satuatap.common.ids import new_id
from satuatap.common.reference import ReferenceError
from satuatap.exchange import actions
from satuatap.exchange.models import Outage, StatusNote
from satuatap.exchange.sheets import _system, systems
from tests.centre import a_scan, a_worker, act, browser, somebody, text_of
from tests.conftest import owner_at_work

pytestmark = [pytest.mark.django_db, pytest.mark.world("administration")]
ANSWERS = {"marital_status": "single", "scheme": "p2p", "destination": "TW", "occupation": "CARE"}


@pytest.fixture
def dewi():
    return somebody("dewi")


def a_candidate(dewi, number=0, at_desk=True):
    """A woman whose verification has come to the step that is typed in SIAPkerja."""
    worker = a_worker(dewi, nik=f"32091157039{number:05}", full_name=f"Siti {number:02}")
    with acting.acting_as(dewi.actor):
        application = applications.open_application(
            by=dewi, once=new_id(), worker=worker, service=services()["verifikasi_cpmi"],
            answers=ANSWERS, now=timezone.now(),
        )  # fmt: skip
    if at_desk:
        bring_to(application, "siapkerja")
    return application


def typed_step(application):
    return Step.objects.get(application=application, system="siapkerja")


def bring_to(application, system):
    """Let the desks before finish, by the house."""
    from satuatap.applications.actions.walk import move, wake_waiting_steps
    from satuatap.applications.models import StepEvent
    from satuatap.workers.models.access import HOUSE

    ratna = somebody("ratna")
    with acting.acting_as(acting.service_actor(HOUSE)):
        for step in application.steps.select_related("desk__office").order_by("position"):
            step.refresh_from_db()
            if application.step_definition(step.code)["system"] == system:
                return
            step.done_by, step.done_at = ratna, timezone.now()
            move(
                step, StepStatus.DONE, StepEvent.Kind.DONE, by=ratna, now=timezone.now(), runs=False
            )
            application.refresh_from_db()
            wake_waiting_steps(application, timezone.now())


def test_the_sheet_shows_what_is_on_file_in_the_order_of_the_screens(dewi):
    application = a_candidate(dewi, 1)
    act(dewi)
    a_scan(dewi, application.worker, "KTP")
    act(dewi)
    step = typed_step(application)

    page = text_of(browser(dewi).get(f"/sistem-luar/siapkerja/{step.pk}/"))

    assert page.index("Akun") < page.index("Profil") < page.index("Unggahan")
    assert "3209115703900001" in page
    assert "Siti 01" in page
    assert "ada di sini" in page and "belum ada di sini" in page
    assert AuditEntry.objects.filter(verb="sheet_opened").count() == 0  # the front desk reads none
    with owner_at_work():
        assert AuditEntry.objects.filter(verb="sheet_opened", person_id=dewi.pk).count() == 1


def test_a_status_is_noted_back_with_its_day_and_the_file_leaves_the_list(dewi):
    application = a_candidate(dewi, 1)
    act(dewi)
    step = typed_step(application)
    client = browser(dewi)

    client.post(
        f"/sistem-luar/siapkerja/{step.pk}/", {"answer": "submitted", "seen_on": "24-11-2025"}
    )

    assert "Siti 01" not in text_of(client.get("/sistem-luar/siapkerja/"))
    waiting = text_of(client.get("/sistem-luar/siapkerja/?lihat=jawaban"))
    assert "Siti 01" in waiting and "Diajukan" in waiting


def test_a_status_of_tomorrow_is_refused_with_a_sentence(dewi):
    application = a_candidate(dewi, 1)
    act(dewi)
    step = typed_step(application)
    tomorrow = (timezone.now() + timedelta(days=2)).strftime("%d-%m-%Y")

    page = text_of(
        browser(dewi).post(
            f"/sistem-luar/siapkerja/{step.pk}/", {"answer": "typed", "seen_on": tomorrow}
        )
    )

    assert "Tanggal ini belum tiba" in page
    act(dewi)
    assert not StatusNote.objects.exists()


def test_while_a_system_is_down_what_waits_is_held_and_what_arrives_too_and_all_go_on_together(
    dewi,
):
    early, client = a_candidate(dewi, 1), browser(dewi)
    client.post("/sistem-luar/siapkerja/terganggu/")
    late = a_candidate(dewi, 2)
    act(dewi)

    held = [typed_step(one) for one in (early, late)]
    page = text_of(client.get("/sistem-luar/siapkerja/?lihat=gangguan"))

    assert [step.status for step in held] == [StepStatus.HELD] * 2
    assert [step.due_on for step in held] == [None, None]
    assert "Siti 01" in page and "Siti 02" in page

    client.post("/sistem-luar/siapkerja/pulih/")

    act(dewi)
    again = [typed_step(one) for one in (early, late)]
    assert [step.status for step in again] == [StepStatus.READY] * 2
    assert all(step.due_on for step in again)
    assert "Siti 01" not in text_of(client.get("/sistem-luar/siapkerja/?lihat=gangguan"))
    assert "Siti 01" in text_of(client.get("/sistem-luar/siapkerja/"))


def test_what_was_typed_before_the_outage_is_not_held_and_not_typed_again(dewi):
    application = a_candidate(dewi, 1)
    act(dewi)
    step, client = typed_step(application), browser(dewi)
    client.post(f"/sistem-luar/siapkerja/{step.pk}/", {"answer": "typed", "seen_on": "24-11-2025"})

    client.post("/sistem-luar/siapkerja/terganggu/")

    act(dewi)
    assert typed_step(application).status == StepStatus.READY
    assert "Siti 01" not in text_of(client.get("/sistem-luar/siapkerja/"))


def test_a_file_held_for_another_reason_stays_held_when_the_system_is_up_again(dewi):
    application, ratna = a_candidate(dewi, 1), somebody("ratna")
    act(ratna)
    step = typed_step(application)
    with acting.acting_as(ratna.actor):
        applications.hold_step(by=ratna, step=step, reason="paper_missing", now=timezone.now())
    act(dewi)
    outage = actions.say_down(
        by=dewi, office=dewi.home_office, system="siapkerja", now=timezone.now()
    )

    actions.say_up(by=dewi, outage=outage, now=timezone.now())

    assert typed_step(application).hold_reason == "paper_missing"


def test_an_outage_is_noted_once(dewi):
    client = browser(dewi)
    client.post("/sistem-luar/siapkerja/terganggu/")

    answer = client.post("/sistem-luar/siapkerja/terganggu/", follow=True)

    assert "Gangguan ini sudah dicatat" in text_of(answer)
    act(dewi)
    assert Outage.objects.count() == 1


@pytest.mark.parametrize(
    "after", ["2026-02-31T00:00:00+00:00~x", "2026-11-24T08:00:00~" + "0" * 32, "~", "x" * 900]
)
def test_an_address_that_names_no_row_shows_the_first_page(dewi, after):
    a_candidate(dewi, 1)

    page = browser(dewi).get("/sistem-luar/siapkerja/", {"sesudah": after})

    assert "Siti 01" in text_of(page)


def test_another_office_sees_no_sheet_and_no_list_of_it(dewi):
    application = a_candidate(dewi, 1)
    act(dewi)
    step, rudi = typed_step(application), browser(somebody("rudi"))

    assert rudi.get(f"/sistem-luar/siapkerja/{step.pk}/").status_code == 404
    assert "Siti 01" not in text_of(rudi.get("/sistem-luar/siapkerja/"))


def test_a_desk_officer_has_no_sheets(dewi):
    assert browser(somebody("ratna")).get("/sistem-luar/").status_code == 404


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('title = "Akun"\nfields = [{ label = "x", fact = "salary" }]', "salary"),
        ('title = "Akun"\nfields = [{ label = "x", paper = "XYZ" }]', "XYZ"),
        ('title = ""\nfields = [{ label = "x" }]', "title"),
    ],
)
def test_a_broken_sheet_says_what_is_wrong(tmp_path, line, why):
    head = (
        'owner = "x"\nsource = "x"\nvalid_from = 2026-01-01\nreview_by = 2027-01-01\n'
        'down_reason = "system_down_siapkerja"\n[answers.typed]\nlabel = "x"\n[[screens]]\n'
    )
    path = tmp_path / "siapkerja.toml"
    path.write_text(head + line)

    with pytest.raises(ReferenceError, match=why):
        _system(path)


def test_every_system_of_a_service_has_a_sheet_and_every_sheet_a_service():
    asked = {step.system for service in services().values() for step in service.steps} - {""}

    assert asked == set(systems())
    assert all(field.paper in document_kinds() for system in systems().values()
               for screen in system.screens for field in screen.fields if field.paper)  # fmt: skip
