"""One row of every guarded table in every place, laid by the owner; and rows to try to insert."""

import secrets
import uuid
from collections import defaultdict
from dataclasses import dataclass, field

from django.db import connection

from satuatap.places.models import Desk, Office
from tests.database import WORLD

ME = object()  # stands for the acting person in a row that is to be inserted
DESK, OTHER_DESK = "ketenagakerjaan", "keimigrasian"
LONG_AGO = "2001-01-01T00:00:00Z"
YESTERDAY = "2026-01-05T00:00:00Z"
NEAR = "ltsa-tetangga"  # a third office, in the district of the first


@dataclass
class Ground:
    """What lies where: rows by table and place, and rows that only a policy may refuse."""

    rows: dict = field(default_factory=lambda: defaultdict(dict))
    candidates: dict = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    offices: dict = field(default_factory=dict)
    desks: dict = field(default_factory=dict)
    codes: dict = field(default_factory=lambda: defaultdict(dict))
    more: dict = field(default_factory=lambda: defaultdict(dict))  # table, id: its place
    mine: dict = field(default_factory=lambda: defaultdict(dict))  # table, person: id of a row

    def id(self, table, place):
        """The id of the row of this table in this place."""
        return self.rows[table][place]["id"]

    def place_of(self, table) -> dict:
        """Place by id, for every row of this table that was laid."""
        return {row["id"]: place for place, row in self.rows[table].items()} | self.more[table]


def put(table: str, **values) -> dict:
    """Insert one row as whoever the connection is; returns its values."""
    names = ", ".join(f'"{name}"' for name in values)
    marks = ", ".join(["%s"] * len(values))
    with connection.cursor() as cursor:
        cursor.execute(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', list(values.values()))
    return values


def lay(by: uuid.UUID) -> Ground:
    """Everything, as owner; `by` is a person in whose name the rows stand."""
    ground = Ground()
    _lay_offices(ground)
    places = [("own", "own"), ("other_office", "near"), ("other_area", "far")]
    for place, office in places:
        _lay_for_both_worlds(ground, place, office, by)
    _lay_special_audit(ground, by)
    _lay_letter(ground, "not_issued", "own", by, status="approved")
    from tests.wall.public import lay_public

    lay_public(ground)
    if WORLD == "administration":
        from tests.wall.files import lay_files

        lay_files(ground, by)
    from tests.wall import rooms

    for room in rooms.modules():
        room.lay(ground, by)
    return ground


def _lay_offices(ground):
    here = Office.objects.get(code="ltsa-contoh")
    near, is_new = Office.objects.get_or_create(
        code=NEAR,
        defaults={
            "name": "LTSA Tetangga",
            "area_id": "32.09",
            "kind": here.kind,
            "address": "-",
            "is_installed": True,
        },
    )
    if is_new:
        Desk.objects.bulk_create(Desk(office=near, institution=kind) for kind in (DESK, OTHER_DESK))
    ground.offices = {"own": here, "near": near, "far": Office.objects.get(code="ltsa-seberang")}
    for name, office in ground.offices.items():
        for desk in office.desks.filter(institution__in=(DESK, OTHER_DESK)):
            ground.desks[name, desk.institution] = desk


def letter_row(office_id, by, status="issued", **more) -> dict:
    """A letter in any state, whole enough for every constraint."""
    other = more.pop("other", by)
    row = {
        "id": uuid.uuid4(), "office_id": office_id, "template": "contoh", "template_version": 1,
        "data": b"x", "purpose_words": "Contoh", "reference_kind": "", "status": status,
        "revision": 1, "writers": [], "number": "", "pdf_sha256": "", "drafted_by_id": by,
        "drafted_at": YESTERDAY, "signer_position": "", "signature": "", "signed_scan_kind": "",
        "cancel_reason": "",
    }  # fmt: skip
    if status != "draft":
        row |= {
            "number": secrets.token_hex(8), "register_year": 2026,
            "register_number": secrets.randbelow(2**31 - 1), "check_code": b"x",
            "check_code_hash": secrets.token_bytes(32), "pdf_file": uuid.uuid4(),
            "approved_by_id": other, "approved_at": YESTERDAY, "signer_id": other,
        }  # fmt: skip
    if status == "issued":
        row |= {
            "signature": "wet", "signed_scan": uuid.uuid4(), "signed_by_id": other,
            "signed_at": YESTERDAY, "issued_by_id": other, "issued_at": YESTERDAY,
        }  # fmt: skip
    return row | more


def another_person(by):
    """Somebody else: a letter is approved by another than its drafter."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM accounts_user WHERE id <> %s ORDER BY username LIMIT 1", [by]
        )
        return cursor.fetchone()[0]


def _lay_letter(ground, place, office, by, status="issued"):
    office_id = ground.offices[office].pk
    other = another_person(by)
    row = put("letters_letter", **letter_row(office_id, by, status, other=other))
    ground.rows["letters_letter"][place] = row
    ground.codes["letter_check"][place] = row["check_code_hash"]
    fresh = "draft" if status == "issued" else status
    ground.candidates["letters_letter"][place] = [letter_row(office_id, by, fresh, other=other)]


def _lay_for_both_worlds(ground, place, office, by):
    office_id = ground.offices[office].pk
    _lay_letter(ground, place, office, by)
    year = 2020 + len(ground.rows["letters_letterregister"])
    pairs = {
        "letters_letterregister": lambda n: {
            "id": uuid.uuid4(), "office_id": office_id, "year": year + n * 100, "last_number": 1,
        },
        "letters_officecertificate": lambda n: certificate_row(office_id, is_retired=n),
        "letters_wrongcheck": lambda n: {
            "id": secrets.randbelow(2**40), "address_hash": b"x", "at": YESTERDAY,
        },
        "privacy_noticegiven": lambda n: notice_row(office_id, ME if n else by),
        "accounts_auditentry": lambda n: audit_row(office_id, ME if n else by),
    }  # fmt: skip
    for table, make in pairs.items():
        ground.rows[table][place] = put(table, **make(0))
        ground.candidates[table][place] = [make(1)]


def certificate_row(office_id, *, is_retired) -> dict:
    """A certificate of an office; only one of an office is not retired."""
    return {
        "id": uuid.uuid4(), "office_id": office_id, "subject": "CN=CONTOH", "fingerprint": "AB",
        "certificate": "x", "key_file": None if is_retired else uuid.uuid4(),
        "valid_from": LONG_AGO, "valid_until": YESTERDAY, "added_at": LONG_AGO,
        "retired_at": YESTERDAY if is_retired else None,
    }  # fmt: skip


def notice_row(office_id, by) -> dict:
    """A notice that was told."""
    return {
        "id": uuid.uuid4(), "office_id": office_id, "about_id": uuid.uuid4(),
        "notice": "pendaftaran", "version": 1, "manner": "read_aloud", "by_id": by,
    }  # fmt: skip


def audit_row(office_id, person_id, **more) -> dict:
    """An entry of the audit; without seal unless `more` brings one."""
    return {
        "id": uuid.uuid4(), "at": YESTERDAY, "person_id": person_id, "service": "sign_in",
        "office_id": office_id, "verb": "signed_in", "about_kind": "", "about_id": "",
        "reason": "", "chain": "", **more,
    }  # fmt: skip


def seal() -> dict:
    """A seal as only the sealer gives it."""
    return {
        "chain": secrets.token_hex(4), "position": 1, "chain_hash": b"x", "mac": b"x",
        "sealed_at": YESTERDAY,
    }  # fmt: skip


def _lay_special_audit(ground, by):
    office_id = ground.offices["own"].pk
    table, rows = "accounts_auditentry", ground.candidates["accounts_auditentry"]
    ground.rows[table]["sealed"] = put(table, **audit_row(office_id, by, **seal()))
    rows["sealed"] = [
        audit_row(office_id, ME, **seal()),
        audit_row(office_id, ME, chain="x"),
        audit_row(office_id, ME, **(seal() | {"chain": ""})),
    ]
    stranger = uuid.uuid4()  # nobody's id: whoever acts, this is not her
    rows["another_name"] = [audit_row(office_id, stranger, service="")]
