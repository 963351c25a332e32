"""A person's whole file in one place: papers, images, application, step, verdict."""

import secrets
import uuid

from satuatap.accounts.models import User
from satuatap.places.models import Area
from tests.wall.laying import DESK, ME, OTHER_DESK, YESTERDAY, another_person, put

NEEDED, UNNEEDED, RECORDED, RECORDED_BEFORE = "kk", "ijazah", "sehat", "psikologi"
RECORDED_BESIDE = "skck"  # what the own desk records of another person only
PLACES = (
    ("own", "own", DESK), ("other_desk", "own", OTHER_DESK), ("ended", "own", DESK),
    ("other_paper", "own", DESK), ("other_office", "near", DESK), ("other_area", "far", DESK),
    ("beside", "own", DESK),  # another person on the own desk; only for mixing papers up
)  # fmt: skip


def lay_files(ground, by):
    """A file in every place, then the rows that try to get in."""
    village = Area.objects.filter(level=4).values_list("pk", flat=True)[0]
    for place, office, desk in PLACES:
        office_id, desk_id = ground.offices[office].pk, ground.desks[office, desk].pk
        rows = file_rows(
            office_id, desk_id, village, by,
            paper=UNNEEDED if place == "other_paper" else NEEDED, is_over=place == "ended",
        )  # fmt: skip
        for table, row in rows:
            put(table, **row)
            ground.rows[table][place] = row  # of the two images, the decided one is laid last
        recorded = put("workers_finding", **finding_row(office_id, rows[0][1]["id"], RECORDED, by))
        if place == "own":
            _lay_other_step(ground, by)
            ground.rows["workers_finding"]["recorded"] = recorded
        elif place in ("other_desk", "ended"):
            ground.more["workers_finding"][recorded["id"]] = place
        _add_candidates(ground, place, by, undecided=rows[2][1])
    for place, row in ground.rows["applications_application"].items():
        ground.codes["tracking"][place] = row["code_hash"]
    _lay_in_every_name(ground, by)
    beside = (
        ground.rows["applications_step"]["beside"],
        ground.rows["applications_application"]["beside"],
    )
    more = {"kinds": [], "records": [RECORDED_BESIDE], "step_id": uuid.uuid4()}
    put("workers_deskaccess", **access_row(*beside) | more)
    _add_mixed(ground)


def _lay_in_every_name(ground, by):
    """A second look on another desk for everybody who may have asked for it."""
    step = ground.rows["applications_step"]["other_desk"]
    for person in User.objects.exclude(pk=by).values_list("pk", flat=True):
        row = put("applications_review", **decided(review_row(step, person), person))
        ground.mine["applications_review"][person] = row["id"]


def _lay_other_step(ground, by):
    """The part that another desk has in the own desk's file, at the same time."""
    laid = {table: rows["own"] for table, rows in ground.rows.items() if "own" in rows}
    application = laid["applications_application"]
    desk_id = ground.desks["own", OTHER_DESK].pk
    step = step_row(application["office_id"], application["id"], desk_id)
    rows = {
        "applications_step": step,
        "workers_deskaccess": access_row(step, application),
        "applications_verdict": verdict_row(step, laid["workers_scan"], by),
        "applications_stepevent": event_row(step, by),
        "applications_review": decided(review_row(step, by), by),
    }
    for table, row in rows.items():
        ground.rows[table]["other_step"] = put(table, **row)


def file_rows(office_id, desk_id, village, by, *, paper=NEEDED, is_over=False):
    """Pairs of table and row in the order of laying; the second image is not decided yet."""
    worker = worker_row(office_id, village, by)
    document = document_row(office_id, worker["id"], paper)
    application = application_row(office_id, worker["id"], by)
    step = step_row(office_id, application["id"], desk_id)
    first, second = (scan_row(office_id, document, by) for _ in range(2))
    return [
        ("workers_worker", worker),
        ("workers_document", document),
        ("workers_scan", second),
        ("workers_scan", first),
        ("applications_application", application),
        ("applications_step", step),
        ("workers_deskaccess", access_row(step, application, is_over=is_over)),
        ("applications_verdict", verdict_row(step, first, by)),
        ("workers_finding", finding_row(office_id, worker["id"], paper, by)),
        ("workers_scanreading", reading_row(first, by)),
        ("applications_stepevent", event_row(step, by)),
        ("applications_review", decided(review_row(step, by), by)),
        *stop_rows(office_id, application, by),
    ]


def finding_row(office_id, worker_id, kind, by):
    return {
        "id": uuid.uuid4(), "office_id": office_id, "worker_id": worker_id, "kind": kind,
        "outcome": "fit", "recorded_by_id": by,
    }  # fmt: skip


def reading_row(scan, by):
    return {
        "id": uuid.uuid4(), "office_id": scan["office_id"], "worker_id": scan["worker_id"],
        "scan_id": scan["id"], "kind": scan["kind"], "full_name": "Siti", "read_by_id": by,
    }  # fmt: skip


def event_row(step, by):
    return {
        "id": uuid.uuid4(), "office_id": step["office_id"], "step_id": step["id"],
        "kind": "arrived", "reason": "", "runs": True, "by_id": by, "at": YESTERDAY,
    }  # fmt: skip


def decided(row, by):
    """The same second look, after another person has decided it."""
    more = {"decided_by_id": another_person(by), "decided_at": YESTERDAY, "is_granted": True}
    return row | more


def review_row(step, by, paper=None):
    return {
        "id": uuid.uuid4(), "office_id": step["office_id"], "step_id": step["id"],
        "kind": "waiver", "paper": paper or secrets.token_hex(4), "reason": "refused",
        "first_person_id": by, "asked_by_id": by,
    }  # fmt: skip


def stop_rows(office_id, application, by):
    """A stopped destination, one file's money question, a service that is switched off."""
    stop = stop_row(office_id, by) | {"lifted_by_id": by, "lifted_at": YESTERDAY}
    return [
        ("applications_destinationstop", stop),
        ("applications_settlementcheck", settlement_row(application, stop, by)),
        ("applications_serviceswitch", switch_row(office_id, by)),
    ]


def stop_row(office_id, by):
    return {
        "id": uuid.uuid4(), "office_id": office_id, "destination": secrets.token_hex(1),
        "occupation": secrets.token_hex(4), "source": "-", "stopped_by_id": by,
        "stopped_at": YESTERDAY,
    }  # fmt: skip


def settlement_row(application, stop, by):
    return {
        "id": uuid.uuid4(), "office_id": application["office_id"],
        "application_id": application["id"], "stop_id": stop["id"], "has_paid": "no",
        "has_debt": "no", "papers_held": "no", "asked_by_id": by,
    }  # fmt: skip


def switch_row(office_id, by):
    return {
        "id": uuid.uuid4(), "office_id": office_id, "service": "rekomendasi_paspor",
        "from_on": "2026-01-05", "is_offered": False, "reason": "-", "by_id": by,
    }  # fmt: skip


def worker_row(office_id, village, by):
    return {
        "id": uuid.uuid4(), "office_id": office_id, "full_name": "Siti Contoh",
        "name_key": "siti contoh", "sex": "female", "village_id": village,
        "registered_by_id": by,
    }  # fmt: skip


def document_row(office_id, worker_id, kind):
    return {"id": uuid.uuid4(), "office_id": office_id, "worker_id": worker_id, "kind": kind}


def scan_row(office_id, document, by):
    return {
        "id": uuid.uuid4(), "office_id": office_id, "document_id": document["id"],
        "worker_id": document["worker_id"], "kind": document["kind"], "file_id": uuid.uuid4(),
        "media_type": "image/jpeg", "pages": 1, "added_by_id": by,
    }  # fmt: skip


def application_row(office_id, worker_id, by):
    return {
        "id": uuid.uuid4(), "office_id": office_id, "worker_id": worker_id,
        "service": secrets.token_hex(4), "definition": "{}", "status": "open", "code": b"x",
        "code_hash": secrets.token_bytes(32), "letter_id": None, "opened_by_id": by,
        "answers": "{}", "destination": "", "is_remote": False, "relation": "", "channel": "",
        "stopped_by_id": None,
    }  # fmt: skip


def step_row(office_id, application_id, desk_id):
    return {
        "id": uuid.uuid4(), "office_id": office_id, "application_id": application_id,
        "desk_id": desk_id, "position": 1, "code": secrets.token_hex(4), "title": "Periksa",
        "documents": [NEEDED], "after": [], "status": "ready", "ready_at": YESTERDAY,
        "records": [RECORDED], "standard_days": 1, "hold_reason": "", "paper_number": "",
        "paper_media": "", "used_days": 0, "is_suspended": False, "acts": 0,
    }  # fmt: skip


def access_row(step, application, *, is_over=False):
    return {
        "id": uuid.uuid4(), "office_id": step["office_id"], "desk_id": step["desk_id"],
        "worker_id": application["worker_id"], "file_id": application["id"],
        "step_id": step["id"], "kinds": [NEEDED], "records": [RECORDED], "ended_at": YESTERDAY if is_over else None,
    }  # fmt: skip


def verdict_row(step, scan, by):
    return {
        "id": uuid.uuid4(), "office_id": step["office_id"], "step_id": step["id"],
        "document_id": scan["document_id"], "scan_id": scan["id"], "kind": scan["kind"],
        "outcome": "accepted", "reason": "", "note": "", "by_id": by,
    }  # fmt: skip


def fresh(row, **more):
    """The same row with an id of its own."""
    return row | {"id": uuid.uuid4()} | more


def _add_candidates(ground, place, by, undecided):
    """Rows like those that lie there, fresh in everything that must be unique."""
    laid = {table: rows[place] for table, rows in ground.rows.items() if place in rows}
    worker, document = laid["workers_worker"], laid["workers_document"]
    step = laid["applications_step"]
    offered = {
        "workers_worker": fresh(worker),
        "workers_document": fresh(document, kind="paspor"),
        "workers_scan": fresh(undecided, file_id=uuid.uuid4()),
        "workers_deskaccess": fresh(laid["workers_deskaccess"], step_id=uuid.uuid4()),
        "applications_application": application_row(worker["office_id"], worker["id"], by),
        "applications_step": fresh(step, code=secrets.token_hex(4)),
        "applications_verdict": verdict_row(step, undecided, ME),
    }
    offered |= _offered_in_own_name(laid, undecided, ME)
    for table, row in offered.items():
        ground.candidates[table][place] = [row]
    if place == "own":
        ground.candidates["applications_verdict"]["another_name"] = [
            verdict_row(step, undecided, by)
        ]
        for table, row in _offered_in_own_name(laid, undecided, by).items():
            ground.candidates[table]["another_name"] = [row]
        _lay_ended_recording(laid)
    if place == "ended":
        own = ground.rows["workers_worker"]["own"]
        for kind in (RECORDED_BEFORE, RECORDED_BESIDE):
            result = finding_row(own["office_id"], own["id"], kind, ME)
            ground.candidates["workers_finding"]["ended"].append(result)


def _lay_ended_recording(laid):
    """Of a person who lies on the own desk: a result that the desk recorded in a step now over."""
    over = access_row(laid["applications_step"], laid["applications_application"], is_over=True)
    put("workers_deskaccess", **over | {"kinds": [], "records": [RECORDED_BEFORE]})


def _offered_in_own_name(laid, scan, name):
    """Rows that say who wrote them."""
    step, worker = laid["applications_step"], laid["workers_worker"]
    application, stop = laid["applications_application"], laid["applications_destinationstop"]
    return {
        "workers_finding": finding_row(worker["office_id"], worker["id"], RECORDED, name),
        "workers_scanreading": reading_row(scan, name),
        "applications_stepevent": event_row(step, name),
        "applications_review": review_row(step, name),
        "applications_destinationstop": stop_row(worker["office_id"], name),
        "applications_settlementcheck": settlement_row(application, stop, name),
        "applications_serviceswitch": switch_row(worker["office_id"], name),
    }


def _add_mixed(ground):
    """Rows of the own office that name something of another file or office."""
    for table, columns in MIXES.items():
        own = ground.candidates[table]["own"][0]
        for column, where in columns.items():
            for place in where:
                ground.candidates[table]["mixed"].append(
                    fresh(own, **{column: _of_another(ground, column, place)})
                )

    beside = ground.rows["workers_scan"]["beside"]  # a right image, of the wrong person
    verdicts = ground.candidates["applications_verdict"]
    swapped = {"scan_id": beside["id"], "document_id": beside["document_id"]}
    verdicts["mixed"].append(fresh(verdicts["own"][0], **swapped))


def _of_another(ground, column, place):
    """The value that this column would have in another place."""
    if column == "kind":
        return "paspor"
    if column == "office_id":
        return ground.offices["near" if place == "other_office" else "far"].pk
    return ground.id(PARENTS[column], place)


PARENTS = {
    "worker_id": "workers_worker", "document_id": "workers_document", "scan_id": "workers_scan",
    "application_id": "applications_application", "step_id": "applications_step",
    "letter_id": "letters_letter", "stop_id": "applications_destinationstop",
    "stopped_by_id": "applications_destinationstop",
}  # fmt: skip
ABROAD = ("other_office", "other_area")
INSIDE = ("other_desk", *ABROAD)
MIXES = {
    "workers_document": {"worker_id": ABROAD, "office_id": ABROAD},
    "workers_scan": {"document_id": INSIDE, "worker_id": INSIDE, "office_id": ABROAD, "kind": [""]},
    "applications_application": {
        "worker_id": ABROAD, "office_id": ABROAD, "letter_id": ABROAD, "stopped_by_id": ["own"],
    },
    "applications_step": {"application_id": ABROAD, "office_id": ABROAD},
    "applications_verdict": {
        "step_id": INSIDE, "scan_id": INSIDE, "document_id": INSIDE, "office_id": ABROAD,
        "kind": [""],
    },
    "workers_finding": {"worker_id": ABROAD, "office_id": ABROAD},
    "workers_scanreading": {
        "scan_id": INSIDE, "worker_id": INSIDE, "office_id": ABROAD, "kind": [""],
    },
    "applications_stepevent": {"step_id": ABROAD, "office_id": ABROAD},
    "applications_review": {"step_id": ABROAD, "office_id": ABROAD},
    "applications_settlementcheck": {"application_id": ABROAD, "stop_id": ABROAD},
}  # fmt: skip
